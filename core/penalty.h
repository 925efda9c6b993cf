#pragma once

#include <algorithm>

#include "core/decision.h"
#include "core/sliding_log.h"

namespace ratelimit {

// A ban: `limit` denials within `window` deny everything for `ban`. Requests never charge it; the
// store strikes it when a quota of the same policy denies. A ban is not extended by requests.
class Penalty {
 public:
  struct State {
    SlidingLog::State denials;
    Instant banned_until = long_ago;
    [[nodiscard]] std::size_t bytes() const { return denials.bytes(); }
  };

  explicit Penalty(const Quota& quota) : denials_(quota), ban_(quota.ban) {}

  Decision peek(const State& state, Instant now, Count /*cost*/) const {
    const Count left = denials_.peek(state.denials, now, 0).remaining;
    if (now < state.banned_until) {
      const Duration rest = state.banned_until - now;
      return {.allowed = false, .reason = Reason::banned, .retry_after = rest, .reset = rest};
    }
    return {.remaining = left, .reset = std::max(drained_at(state) - now, Duration{})};
  }

  Decision take(State& state, Instant now, Count cost) const { return peek(state, now, cost); }

  // Requests do not charge a ban, denied ones no more than others.
  void charge_denied(State& /*state*/, Instant /*now*/, Count /*cost*/) const {}

  // Counts one denial; the last one that `limit` allows starts the ban and a new count.
  void strike(State& state, Instant now) const {
    if (denials_.take(state.denials, now, 1).remaining > 0) return;
    state = State{};
    state.banned_until = now + ban_;
  }

  // Bytes that a strike at `now` may add to the state.
  [[nodiscard]] std::size_t growth(const State& state, Instant now) const {
    return denials_.growth(state.denials, now);
  }

  static Instant drained_at(const State& state) {
    return std::max(SlidingLog::drained_at(state.denials), state.banned_until);
  }

 private:
  SlidingLog denials_;
  Duration ban_;
};

}  // namespace ratelimit
