#pragma once

#include <algorithm>
#include <cassert>

#include "core/decision.h"

namespace ratelimit {

// Requests in flight: `cost` slots are held from the decision until `release`. It knows no time, so
// nobody can say when a denied request would pass.
class Concurrency {
 public:
  struct State {
    Count in_flight = 0;
  };

  explicit Concurrency(const Quota& quota) : limit_(quota.limit) {}

  Decision peek(const State& state, Instant /*now*/, Count cost) const {
    const Count left = std::max(limit_ - state.in_flight, Count{0});
    if (cost > limit_) {
      return {.allowed = false,
              .reason = Reason::cost_exceeds_limit,
              .retry = Retry::never,
              .remaining = left};
    }
    if (cost > left) return {.allowed = false, .retry = Retry::unknown, .remaining = left};
    return {.remaining = left - cost};
  }

  Decision take(State& state, Instant now, Count cost) const {
    const Decision decision = peek(state, now, cost);
    if (decision.allowed) state.in_flight += cost;
    return decision;
  }

  // A denied request holds nothing; make_quota refuses charge_denied here.
  void charge_denied(State& /*state*/, Instant /*now*/, Count /*cost*/) const {}

  static void release(State& state, Count cost) {
    assert(state.in_flight >= cost);
    state.in_flight -= cost;
  }

  static Instant drained_at(const State& state) {
    return state.in_flight == 0 ? long_ago : end_of_time;
  }

 private:
  Count limit_;
};

}  // namespace ratelimit
