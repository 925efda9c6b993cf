#pragma once

#include <cstdint>

namespace ratelimit {

// Products of two 64-bit numbers. `__extension__` is what -Wpedantic asks for.
__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

// floor(a * b / divisor) for a, b >= 0, divisor > 0; the result must fit.
constexpr std::int64_t multiply_divide_floor(std::int64_t a, std::int64_t b, std::int64_t divisor) {
  return static_cast<std::int64_t>(Int128{a} * b / divisor);
}

// ceil(a * b / divisor) for a, b >= 0, divisor > 0; the result must fit.
constexpr std::int64_t multiply_divide_ceil(std::int64_t a, std::int64_t b, std::int64_t divisor) {
  return static_cast<std::int64_t>((Int128{a} * b + divisor - 1) / divisor);
}

}  // namespace ratelimit
