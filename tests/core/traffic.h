#pragma once

#include <vector>

#include "core/quota.h"
#include "core/random.h"
#include "core/time.h"

namespace ratelimit::testing {

// One request of a seeded run.
struct Event {
  Instant at;
  Count cost = 1;
};

// A run of requests around a quota's own rate: bursts at one instant, pauses longer than its
// window, steps of single nanoseconds, costs up to its capacity.
inline std::vector<Event> make_traffic(const Quota& quota, std::uint64_t seed, std::size_t count) {
  Random random(seed);
  const Duration window = std::max(quota.window, Duration{1000});
  std::vector<Event> events;
  Instant now{std::chrono::hours{1} + Duration{static_cast<std::int64_t>(random.below(1u << 30))}};
  for (std::size_t i = 0; i < count; ++i) {
    const auto up_to = [&](std::int64_t bound) {
      return Duration{
          static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(bound) + 1))};
    };
    switch (random.below(8)) {
      case 0:
        break;
      case 1:
        now += up_to(3);
        break;
      case 2:
        now += up_to(window.count() * 2);
        break;
      case 3:
        now += window;
        break;
      default:
        now += up_to(2 * window.count() / quota.limit);
        break;
    }
    const bool is_dear = random.below(4) == 0;
    const auto most = static_cast<std::uint64_t>(capacity(quota)) + 1;
    events.push_back({now, is_dear ? static_cast<Count>(random.below(most)) : 1});
  }
  return events;
}

}  // namespace ratelimit::testing
