#pragma once

#include <algorithm>

#include "core/decision.h"

namespace ratelimit {

// The generic cell rate algorithm (ITU-T I.371, annex A, as a virtual schedule).
//
//            debt = tat - now
//         |<------------------>|
//   ------+--------------------+-------------------------> time
//        now                  tat (theoretical arrival time: when all that was taken is paid back)
//
// A unit costs T = ceil(window/limit). A request of cost c passes when debt + c*T <= burst*T: the
// debt never exceeds one burst. Units over any run: units * T <= burst * T + elapsed.
class Gcra {
 public:
  // When the key's debt is paid; not later than `now` means: as good as new.
  struct State {
    Instant tat = long_ago;
  };

  explicit Gcra(const Quota& quota)
      : burst_(quota.burst), interval_(emission_interval(quota)), span_(interval_ * quota.burst) {}

  // What `take` would decide, and what would then be left.
  Decision peek(const State& state, Instant now, Count cost) const {
    return peek(state, now, cost, Duration{});
  }

  // Decides, and charges an allowed request.
  Decision take(State& state, Instant now, Count cost) const {
    return take(state, now, cost, Duration{});
  }

  // Charges a denied request: its cost, as far as a full debt allows.
  void charge_denied(State& state, Instant now, Count cost) const {
    charge_denied(state, now, cost, Duration{});
  }

  // From this instant on the state equals a new key's.
  static Instant drained_at(const State& state) { return state.tat; }

 private:
  friend class LeakyBucket;

  // The same with `patience` on top of the burst: none for gcra, max_delay for a leaky bucket.
  Decision peek(const State& state, Instant now, Count cost, Duration patience) const {
    const Duration owed = debt(state, now);
    if (cost > burst_) {
      return {.allowed = false,
              .reason = Reason::cost_exceeds_limit,
              .retry = Retry::never,
              .remaining = remaining(owed, patience),
              .reset = owed};
    }
    const Duration after = owed + interval_ * cost;
    if (cost > 0 && after > span_ + patience) {
      return {.allowed = false,
              .remaining = remaining(owed, patience),
              .retry_after = after - span_ - patience,
              .reset = owed};
    }
    return {.remaining = remaining(after, patience),
            .delay = cost > 0 ? std::max(after - span_, Duration{}) : Duration{},
            .reset = after};
  }

  Decision take(State& state, Instant now, Count cost, Duration patience) const {
    const Decision decision = peek(state, now, cost, patience);
    if (decision.allowed && cost > 0) state.tat = std::max(state.tat, now) + interval_ * cost;
    return decision;
  }

  void charge_denied(State& state, Instant now, Count cost, Duration patience) const {
    const Duration charge = interval_ * std::min(cost, burst_);
    const Duration owed = std::min(debt(state, now) + charge, span_ + patience);
    state.tat = std::max(state.tat, now + owed);
  }

  static Duration debt(const State& state, Instant now) {
    return state.tat > now ? state.tat - now : Duration{};
  }

  // Whole units only: rounded down. A debt above the span (a quota that has shrunk) leaves nothing.
  [[nodiscard]] Count remaining(Duration owed, Duration patience) const {
    return std::max(span_ + patience - owed, Duration{}) / interval_;
  }

  Count burst_;
  Duration interval_;
  Duration span_;
};

}  // namespace ratelimit
