#pragma once

#include <algorithm>

#include "core/decision.h"
#include "core/int128.h"

namespace ratelimit {

// A token bucket (Turner 1986; RFC 2697 in packets) that refills continuously, `limit` tokens a
// window, up to `burst`. One token is worth window/limit nanoseconds; where that is no whole number
// the remainder is kept exactly, so that nothing is lost or gained over any run:
//   units * window <= burst * window + limit * elapsed.
// Where limit divides the window it decides as gcra does.
class TokenBucket {
 public:
  // The bucket is full again at full_at + part/limit nanoseconds, 0 <= part < limit.
  struct State {
    Instant full_at = long_ago;
    Count part = 0;
  };

  explicit TokenBucket(const Quota& quota)
      : limit_(quota.limit), window_(quota.window), burst_(quota.burst) {}

  Decision peek(const State& state, Instant now, Count cost) const {
    const Int128 missing = missing_at(state, now);
    if (cost > burst_) {
      return {.allowed = false,
              .reason = Reason::cost_exceeds_limit,
              .retry = Retry::never,
              .remaining = remaining(missing),
              .reset = time_to_refill(missing)};
    }
    const Int128 after = missing + Int128{window_.count()} * cost;
    if (cost > 0 && after > full()) {
      return {.allowed = false,
              .remaining = remaining(missing),
              .retry_after = time_to_refill(after - full()),
              .reset = time_to_refill(missing)};
    }
    return {.remaining = remaining(after), .reset = time_to_refill(after)};
  }

  Decision take(State& state, Instant now, Count cost) const {
    const Decision decision = peek(state, now, cost);
    if (decision.allowed && cost > 0) {
      set_missing(state, now, missing_at(state, now) + Int128{window_.count()} * cost);
    }
    return decision;
  }

  void charge_denied(State& state, Instant now, Count cost) const {
    const Int128 missing = missing_at(state, now);
    const Int128 charge = Int128{window_.count()} * std::min(cost, burst_);
    set_missing(state, now, std::max(missing, std::min(missing + charge, full())));
  }

  static Instant drained_at(const State& state) {
    return state.part == 0 ? state.full_at : state.full_at + Duration{1};
  }

 private:
  // What is missing to a full bucket, in units of 1/limit nanosecond of refill: one token is
  // `window` such units.
  [[nodiscard]] Int128 missing_at(const State& state, Instant now) const {
    if (state.full_at < now) return 0;
    return Int128{(state.full_at - now).count()} * limit_ + state.part;
  }

  void set_missing(State& state, Instant now, Int128 missing) const {
    state.full_at = now + Duration{static_cast<std::int64_t>(missing / limit_)};
    state.part = static_cast<Count>(missing % limit_);
  }

  [[nodiscard]] Int128 full() const { return Int128{window_.count()} * burst_; }

  // Whole tokens only: rounded down.
  [[nodiscard]] Count remaining(Int128 missing) const {
    return missing >= full() ? 0 : static_cast<Count>((full() - missing) / window_.count());
  }

  // Rounded up to the next nanosecond: never too early.
  [[nodiscard]] Duration time_to_refill(Int128 missing) const {
    return Duration{static_cast<std::int64_t>((missing + limit_ - 1) / limit_)};
  }

  Count limit_;
  Duration window_;
  Count burst_;
};

}  // namespace ratelimit
