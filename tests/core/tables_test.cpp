// Small tables of cases, one story each: when, what it costs, what is said.

#include "core/algorithms.h"
#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

struct Step {
  Duration at;
  Count cost;
  bool allowed;
  Count remaining;
  Duration retry_after;
  Duration reset;
  Duration delay = 0ns;
};

constexpr Instant epoch{};

template <class Algorithm>
void play(Quota draft, std::initializer_list<Step> steps) {
  const Algorithm algorithm(*make_quota(draft));
  typename Algorithm::State state;
  for (const Step& step : steps) {
    CAPTURE(step.at.count(), step.cost);
    const Decision decision = algorithm.take(state, epoch + step.at, step.cost);
    CHECK(decision.allowed == step.allowed);
    CHECK(decision.remaining == step.remaining);
    CHECK(decision.retry_after == step.retry_after);
    CHECK(decision.reset == step.reset);
    CHECK(decision.delay == step.delay);
  }
}

}  // namespace

TEST_CASE("sliding log: three calls in ten seconds pass, the fourth is told the exact wait") {
  play<SlidingLog>({.algorithm = Algorithm::sliding_window_log, .limit = 3, .window = 10s},
                   {
                       // at  cost allowed remaining retry_after reset
                       {0s, 1, true, 2, 0s, 10s},
                       {1s, 1, true, 1, 0s, 10s},
                       {2500ms, 1, true, 0, 0s, 10s},
                       {4s, 1, false, 0, 6s, 8500ms},
                       {10s - 1ns, 1, false, 0, 1ns, 2500ms + 1ns},
                       {10s, 1, true, 0, 0s, 10s},
                   });
}

TEST_CASE("sliding log: a costly request waits for as many units as it needs") {
  play<SlidingLog>({.algorithm = Algorithm::sliding_window_log, .limit = 5, .window = 10s},
                   {
                       {0s, 2, true, 3, 0s, 10s},
                       {1s, 1, true, 2, 0s, 10s},
                       {2s, 2, true, 0, 0s, 10s},
                       {3s, 1, false, 0, 7s, 9s},  // Until the first two leave.
                       {3s, 3, false, 0, 8s, 9s},  // Until the third leaves.
                       {3s, 4, false, 0, 9s, 9s},  // Until all are gone.
                       {3s, 0, true, 0, 0s, 9s},   // Cost 0 passes and charges nothing.
                       {3s, 6, false, 0, 0s, 9s},  // Never.
                       {10s, 2, true, 0, 0s, 10s},
                   });
}

TEST_CASE("sliding counter: the window before fades as the current one goes on") {
  play<SlidingCounter>({.algorithm = Algorithm::sliding_window_counter, .limit = 4, .window = 10s},
                       {
                           {5s, 4, true, 0, 0s, 15s},
                           {9s, 1, false, 0, 3500ms, 11s},  // At 12.5 s three quarters are left.
                           {12500ms, 1, true, 0, 0s, 17500ms},
                           {14s, 1, false, 0, 1s, 16s},
                           {15s, 1, true, 0, 0s, 15s},
                       });
}

TEST_CASE("fixed window: the budget is back at the edge, so twice the limit passes around it") {
  play<FixedWindow>({.algorithm = Algorithm::fixed_window, .limit = 2, .window = 10s},
                    {
                        {9s, 2, true, 0, 0s, 1s},
                        {9900ms, 1, false, 0, 100ms, 100ms},
                        {10s, 2, true, 0, 0s, 10s},
                        {10s, 1, false, 0, 10s, 10s},
                    });
}

TEST_CASE("fixed window: aligned to the first request, it opens with a charge and not without") {
  play<FixedWindow>({.algorithm = Algorithm::fixed_window,
                     .limit = 2,
                     .window = 10s,
                     .align = Align::first_request},
                    {
                        {1s, 0, true, 2, 0s, 0s},
                        {9s, 2, true, 0, 0s, 10s},
                        {18999ms, 1, false, 0, 1ms, 1ms},
                        {19s, 1, true, 1, 0s, 10s},
                    });
}

TEST_CASE("gcra: one request comes back every window/limit") {
  play<Gcra>({.algorithm = Algorithm::gcra, .limit = 5, .window = 1s, .burst = 2},
             {
                 {0ms, 1, true, 1, 0ms, 200ms},
                 {0ms, 1, true, 0, 0ms, 400ms},
                 {0ms, 1, false, 0, 200ms, 400ms},
                 {199ms, 1, false, 0, 1ms, 201ms},
                 {200ms, 1, true, 0, 0ms, 400ms},
                 {600ms, 3, false, 2, 0ms, 0ms},  // Above the burst: never.
             });
}

TEST_CASE("token bucket: an uneven refill loses nothing, where gcra rounds to the client's loss") {
  // Three tokens a second: the third is back after exactly one second, not 2 ns later.
  play<TokenBucket>({.algorithm = Algorithm::token_bucket, .limit = 3, .window = 1s},
                    {
                        {0ns, 3, true, 0, 0ns, 1s},
                        {333'333'333ns, 1, false, 0, 1ns, 666'666'667ns},
                        {333'333'334ns, 1, true, 0, 0ns, 1s},
                        {666'666'666ns, 1, false, 0, 1ns, 666'666'668ns},
                        {666'666'667ns, 1, true, 0, 0ns, 1s},
                        {1s, 1, true, 0, 0ns, 1s},
                    });
}

TEST_CASE("leaky bucket: early requests are held back, and denied when the wait grows too long") {
  play<LeakyBucket>(
      {.algorithm = Algorithm::leaky_bucket, .limit = 10, .window = 1s, .max_delay = 250ms},
      {
          // at  cost allowed remaining retry_after reset delay
          {0ms, 1, true, 2, 0ms, 100ms, 0ms},
          {0ms, 1, true, 1, 0ms, 200ms, 100ms},
          {0ms, 1, true, 0, 0ms, 300ms, 200ms},
          {0ms, 1, false, 0, 50ms, 300ms},  // It would have to wait 300 ms.
          {50ms, 1, true, 0, 0ms, 350ms, 250ms},
      });
}

TEST_CASE("concurrency: slots are free again when they are given back, and nobody knows when") {
  const Concurrency algorithm(*make_quota({.algorithm = Algorithm::concurrency, .limit = 3}));
  Concurrency::State state;
  CHECK(algorithm.take(state, epoch, 2).remaining == 1);
  const Decision denied = algorithm.take(state, epoch, 2);
  CHECK_FALSE(denied.allowed);
  CHECK(denied.retry == Retry::unknown);
  CHECK(denied.retry_after == 0ns);
  CHECK(algorithm.take(state, epoch, 4).retry == Retry::never);
  CHECK(Concurrency::drained_at(state) == end_of_time);
  Concurrency::release(state, 2);
  CHECK(Concurrency::drained_at(state) == long_ago);
  CHECK(algorithm.take(state, epoch, 3).allowed);
}

TEST_CASE("penalty: the third denial bans, requests do not extend it, then the count starts anew") {
  const Penalty penalty(
      *make_quota({.algorithm = Algorithm::penalty, .limit = 3, .window = 60s, .ban = 600s}));
  Penalty::State state;
  penalty.strike(state, epoch);
  penalty.strike(state, epoch + 59s);
  CHECK(penalty.peek(state, epoch + 59s, 1).allowed);
  penalty.strike(state, epoch + 60s);  // The first has left: this is the second of the window.
  CHECK(penalty.peek(state, epoch + 60s, 1).remaining == 1);
  penalty.strike(state, epoch + 61s);
  for (const Duration at : {61s, 100s, 400s}) {
    const Decision banned = penalty.take(state, epoch + at, 1);
    CHECK(banned.reason == Reason::banned);
    CHECK(banned.retry_after == 661s - at);
  }
  CHECK(penalty.peek(state, epoch + 661s, 1).allowed);
  CHECK(penalty.peek(state, epoch + 661s, 1).remaining == 3);
}

TEST_CASE("charge_denied: a client that never pauses stays denied") {
  const SlidingLog algorithm(*make_quota({.algorithm = Algorithm::sliding_window_log,
                                          .limit = 2,
                                          .window = 10s,
                                          .charge_denied = true}));
  SlidingLog::State state;
  CHECK(algorithm.take(state, epoch, 2).allowed);
  for (Duration at = 4s; at <= 100s; at += 4s) {
    CHECK_FALSE(algorithm.peek(state, epoch + at, 1).allowed);
    algorithm.charge_denied(state, epoch + at, 1);
  }
  CHECK(algorithm.peek(state, epoch + 100s, 1).retry_after == 6s);
}

TEMPLATE_TEST_CASE("charge_denied: never leaves more owed than a full budget", "", SlidingLog,
                   SlidingCounter, FixedWindow, TokenBucket, Gcra) {
  const auto named = [] {
    for (const Algorithm algorithm : nameable_algorithms()) {
      const bool same = visit_algorithm(
          algorithm, []<class A>(A) { return std::is_same_v<typename A::type, TestType>; });
      if (same) return algorithm;
    }
    return Algorithm::penalty;
  }();
  const Quota quota = *make_quota({.algorithm = named, .limit = 4, .window = 10s});
  const TestType algorithm(quota);
  typename TestType::State state;
  for (int i = 0; i < 20; ++i) algorithm.charge_denied(state, epoch, 3);
  const Decision denied = algorithm.peek(state, epoch, 4);
  CHECK(denied.remaining == 0);
  CHECK(denied.retry_after <= 20s);
  CHECK(algorithm.peek(state, epoch + denied.retry_after, 4).allowed);
}
