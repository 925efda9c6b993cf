#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace ratelimit {

// What a made-up access log looks like.
struct LogShape {
  std::size_t lines = 200'000;
  std::size_t clients = 20'000;
  std::size_t lines_per_second = 20;  // On average; a third of the seconds are empty.
  std::uint64_t seed = 1;
};

// A combined log, sorted, in which a few clients send most of the requests (Zipf's law), as in real
// ones. The same shape gives the same bytes.
std::string generate_log(const LogShape& shape);

}  // namespace ratelimit
