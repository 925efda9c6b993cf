// The case tables that other limiters publish, in our own form: what they decide, we decide, and
// where we differ on purpose the difference stands here.

#include "core/gcra.h"
#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{24h};
constexpr Duration no_hint = -1ns;  // They say -1 where there is nothing to wait for.

struct Case {
  Duration at;
  Count volume;
  Count remaining;
  Duration reset_after;
  Duration retry_after;
  bool limited;
};

// One request a second, five at once.
const Quota quota =
    *make_quota({.algorithm = Algorithm::gcra, .limit = 1, .window = 1s, .burst = 5});

void expect(const Gcra& gcra, Gcra::State& state, const Case& expected) {
  CAPTURE(expected.at.count(), expected.volume);
  const Decision decision = gcra.take(state, start + expected.at, expected.volume);
  CHECK(decision.allowed == !expected.limited);
  CHECK(decision.remaining == expected.remaining);
  CHECK(decision.reset == expected.reset_after);
  const bool has_hint = !decision.allowed && decision.retry == Retry::after;
  CHECK((has_hint ? decision.retry_after : no_hint) == expected.retry_after);
}

// The cases that redis-cell and throttled have in common.
const Case common[] = {
    // at     volume  remaining  reset   retry    limited
    {0ms, 6, 5, 0s, no_hint, true},  // More than the maximum can never pass.
    {0ms, 1, 4, 1s, no_hint, false},
    {0ms, 1, 3, 2s, no_hint, false},
    {0ms, 1, 2, 3s, no_hint, false},
    {0ms, 1, 1, 4s, no_hint, false},
    {0ms, 1, 0, 5s, no_hint, false},
    {0ms, 1, 0, 5s, 1s, true},
    {3000ms, 1, 2, 3000ms, no_hint, false},
    {3100ms, 1, 1, 3900ms, no_hint, false},
    {4000ms, 1, 1, 4000ms, no_hint, false},
    {8000ms, 1, 4, 1000ms, no_hint, false},
    {9500ms, 1, 4, 1000ms, no_hint, false},
    {9500ms, 0, 4, 1s, no_hint, false},  // Volume zero looks and takes nothing.
    {9500ms, 2, 2, 3s, no_hint, false},
    {9500ms, 5, 2, 3s, 3s, true},  // No larger than the maximum, but too large for now.
};

}  // namespace

TEST_CASE("peers: the 15 cases of redis-cell") {
  const Gcra gcra(quota);
  Gcra::State state;
  for (const Case& expected : common) expect(gcra, state, expected);
}

TEST_CASE("peers: the 16 cases of throttled, with one difference") {
  const Gcra gcra(quota);
  Gcra::State state;
  for (const Case& expected : common) expect(gcra, state, expected);
  // throttled answers an oversized request on a drained key as if the key were fresh: remaining 5,
  // reset 0. Here remaining and reset always say how the key stands.
  expect(gcra, state, {9500ms, 6, 2, 3s, no_hint, true});
}

TEST_CASE("peers: governor's sequence of two a second") {
  const Gcra gcra(*make_quota({.algorithm = Algorithm::gcra, .limit = 2, .window = 1s}));
  const std::pair<Duration, bool> steps[] = {{0ms, true},    {1ms, true},    {2ms, false},
                                             {1002ms, true}, {1003ms, true}, {1004ms, false}};
  Gcra::State state;
  for (const auto& [at, allowed] : steps) {
    CAPTURE(at.count());
    CHECK(gcra.take(state, start + at, 1).allowed == allowed);
  }
}

TEST_CASE("peers: governor's sequence of pairs, four a second") {
  const Gcra gcra(*make_quota({.algorithm = Algorithm::gcra, .limit = 4, .window = 1s}));
  const std::pair<Duration, bool> steps[] = {{0ms, true},    {0ms, true},    {1ms, false},
                                             {1001ms, true}, {1002ms, true}, {1003ms, false}};
  Gcra::State state;
  for (const auto& [at, allowed] : steps) {
    CAPTURE(at.count());
    CHECK(gcra.take(state, start + at, 2).allowed == allowed);
  }
}

TEST_CASE("peers: governor's pause adds no extra cell") {
  const Gcra gcra(*make_quota({.algorithm = Algorithm::gcra, .limit = 5, .window = 1s}));
  Gcra::State state;
  for (const Duration at : {0s, 2s}) {
    for (int i = 0; i < 5; ++i) CHECK(gcra.take(state, start + at, 1).allowed);
    CHECK_FALSE(gcra.take(state, start + at, 1).allowed);
  }
}

TEST_CASE("peers: governor's waits always end in a pass") {
  const Gcra gcra(*make_quota({.algorithm = Algorithm::gcra, .limit = 5, .window = 1s}));
  Gcra::State state;
  Instant now = start;
  for (int i = 0; i < 20; ++i) {
    now += 1ms;
    const Decision decision = gcra.take(state, now, 1);
    if (decision.allowed) continue;
    now += decision.retry_after;
    CHECK(gcra.take(state, now, 1).allowed);
  }
}

TEST_CASE("peers: governor's InsufficientCapacity is our cost-exceeds-limit") {
  const Gcra gcra(*make_quota({.algorithm = Algorithm::gcra, .limit = 5, .window = 1s}));
  Gcra::State state;
  for (const Count cost : {15, 7, 6}) {
    const Decision decision = gcra.take(state, start, cost);
    CHECK(decision.reason == Reason::cost_exceeds_limit);
    CHECK(decision.retry == Retry::never);
  }
  CHECK(gcra.take(state, start, 5).allowed);
}

TEST_CASE("peers: three a second drifts in governor to the client's gain, here to its loss") {
  // governor: 333,333,333 ns a cell, so that 3 cells take less than a second. Here the interval is
  // rounded up, and a token bucket keeps the remainder exactly.
  const Quota three = *make_quota({.algorithm = Algorithm::gcra, .limit = 3, .window = 1s});
  CHECK(emission_interval(three) == 333'333'334ns);
}

TEST_CASE("peers: governor caps what is faster than one a nanosecond, here it is refused") {
  const auto refused =
      make_quota({.algorithm = Algorithm::gcra, .limit = 1'000'000'001, .window = 1s});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "E122");
}
