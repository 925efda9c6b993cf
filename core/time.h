#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <ratio>

namespace ratelimit {

// A length of time in whole nanoseconds. Never negative where the core hands one out.
using Duration = std::chrono::duration<std::int64_t, std::nano>;

// The clock that instants live on. It cannot be read: time comes in as an argument, so that a
// replay of a whole day and a live server run the same lines.
struct VirtualClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<VirtualClock>;
  static constexpr bool is_steady = false;
  static time_point now() = delete;
};

// Nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
using Instant = VirtualClock::time_point;

// What readers accept and the limiters expect: from 1970 to February 2198. The rest of the 64 bits
// is head room: an instant plus any span that make_quota admits cannot overflow.
inline constexpr Instant instant_min{Duration{0}};
inline constexpr Instant instant_max{Duration{7'200'000'000'000'000'000}};

// The longest span that a quota may describe (a window, a whole burst, a delay): 15 years.
inline constexpr Duration span_max = std::chrono::hours{24 * 365 * 15};

// Before every instant, with head room below; when a state that owes nothing was drained.
inline constexpr Instant long_ago{-span_max * 4};
// After every instant; the time at which a state that only a release can free is drained.
inline constexpr Instant end_of_time{Duration{std::numeric_limits<std::int64_t>::max()}};

}  // namespace ratelimit
