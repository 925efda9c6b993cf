#include "core/key.h"

#include <cstddef>
#include <cstring>

#include "core/int128.h"
#include "core/random.h"

namespace ratelimit {
namespace {

std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const Uint128 product = Uint128{a} * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Up to eight bytes as a little-endian number, so that every machine makes the same keys.
std::uint64_t load(const char* from, std::size_t count) {
  unsigned char bytes[8] = {};
  if (count > 0) std::memcpy(bytes, from, count);  // An empty view may point nowhere.
  std::uint64_t word = 0;
  for (int i = 7; i >= 0; --i) word = word << 8 | bytes[i];
  return word;
}

}  // namespace

KeyHasher::KeyHasher(std::uint64_t seed) {
  Random random(seed);
  // Odd, so that no secret is zero.
  for (std::uint64_t& secret : secret_) secret = random.next() | 1;
}

Key KeyHasher::hash(std::string_view text) const {
  std::uint64_t a = secret_[0] ^ text.size();
  std::uint64_t b = secret_[1];
  while (text.size() > 16) {
    const std::uint64_t x = load(text.data(), 8);
    const std::uint64_t y = load(text.data() + 8, 8);
    a = fold(a ^ x, secret_[2] ^ y) + y;
    b = fold(b ^ y, secret_[3] ^ x) + x;
    text.remove_prefix(16);
  }
  const std::size_t half = text.size() < 8 ? text.size() : 8;
  const std::uint64_t x = load(text.data(), half);
  const std::uint64_t y = load(text.data() + half, text.size() - half);
  a = fold(a ^ x, secret_[2] ^ y) + y;
  b = fold(b ^ y, secret_[3] ^ x) + x;
  return {Random::mix(fold(a ^ secret_[3], b ^ secret_[0])),
          Random::mix(fold(a ^ secret_[1], secret_[2]) ^ b)};
}

Key KeyHasher::then(Key first, Key second) const {
  const std::uint64_t a = fold(first.high ^ secret_[0], second.low ^ secret_[1]);
  const std::uint64_t b = fold(first.low ^ secret_[2], second.high ^ secret_[3]);
  return {Random::mix(a + first.low), Random::mix(b + second.low)};
}

}  // namespace ratelimit
