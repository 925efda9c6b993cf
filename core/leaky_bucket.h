#pragma once

#include "core/gcra.h"

namespace ratelimit {

// A leaky bucket as a queue (Turner, "New Directions in Communications", 1986; nginx `limit_req`
// without nodelay): gcra that holds an early request back instead of denying it, as long as the
// wait is at most max_delay. It is charged on arrival, so later arrivals queue behind it.
//
//   arrivals  | | |        |
//   leaves    |   |   |    |        one every T; the third waited 2T
class LeakyBucket {
 public:
  using State = Gcra::State;

  explicit LeakyBucket(const Quota& quota) : gcra_(quota), max_delay_(quota.max_delay) {}

  // `delay` is the gcra wait of an allowed request; `retry_after` of a denied one is the time until
  // its wait would be max_delay: when it would be taken, and delayed.
  Decision peek(const State& state, Instant now, Count cost) const {
    return gcra_.peek(state, now, cost, max_delay_);
  }

  Decision take(State& state, Instant now, Count cost) const {
    return gcra_.take(state, now, cost, max_delay_);
  }

  void charge_denied(State& state, Instant now, Count cost) const {
    gcra_.charge_denied(state, now, cost, max_delay_);
  }

  static Instant drained_at(const State& state) { return state.tat; }

 private:
  Gcra gcra_;
  Duration max_delay_;
};

}  // namespace ratelimit
