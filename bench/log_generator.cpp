#include "bench/log_generator.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <vector>

#include "core/random.h"

namespace ratelimit {
namespace {

// Draws ranks from 0 on, the k-th with a weight of 1/(k + 1), in whole numbers.
class Zipf {
 public:
  explicit Zipf(std::size_t ranks) {
    std::uint64_t sum = 0;
    for (std::size_t rank = 0; rank < ranks; ++rank) {
      sum += (std::uint64_t{1} << 32) / (rank + 1);
      sums_.push_back(sum);
    }
  }
  std::size_t draw(Random& random) const {
    const std::uint64_t at = random.below(sums_.back());
    return static_cast<std::size_t>(std::upper_bound(sums_.begin(), sums_.end(), at) -
                                    sums_.begin());
  }

 private:
  std::vector<std::uint64_t> sums_;
};

constexpr std::array<std::string_view, 4> agents = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://bot.example/about)",
    "curl/8.5.0",
};

void append_line(std::string& log, std::size_t client, std::size_t second, Random& random) {
  // Neighbouring ranks lie apart in the address space.
  const std::uint64_t address = Random::mix(client + 1) & 0xFFFFFF;
  std::array<char, 200> line;
  const int bytes = std::snprintf(
      line.data(), line.size(),
      "10.%d.%d.%d - - [%02d/Mar/2026:%02d:%02d:%02d +0100] \"GET /items/%d HTTP/1.1\" 200 %d "
      "\"https://shop.example/\" \"",
      static_cast<int>(address >> 16), static_cast<int>(address >> 8 & 255),
      static_cast<int>(address & 255), static_cast<int>(second / 86'400 % 31 + 1),
      static_cast<int>(second / 3'600 % 24), static_cast<int>(second / 60 % 60),
      static_cast<int>(second % 60), static_cast<int>(random.below(5'000)),
      static_cast<int>(random.below(60'000)));
  log.append(line.data(), static_cast<std::size_t>(bytes));
  log += agents[client % agents.size()];
  log += "\"\n";
}

}  // namespace

std::string generate_log(const LogShape& shape) {
  Random random(shape.seed);
  const Zipf clients(shape.clients);
  std::string log;
  log.reserve(shape.lines * 200);
  std::size_t second = 0;
  for (std::size_t line = 0; line < shape.lines; ++second) {
    if (random.below(3) == 0) continue;
    const std::size_t lines = 1 + random.below(shape.lines_per_second * 3 - 1);
    for (std::size_t i = 0; i < lines && line < shape.lines; ++i, ++line) {
      append_line(log, clients.draw(random), second, random);
    }
  }
  return log;
}

}  // namespace ratelimit
