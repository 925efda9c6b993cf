#pragma once

#include <algorithm>

#include "core/decision.h"

namespace ratelimit {

// One counter that starts again with every window.
//
//   |<---- window ---->|<---- window ---->|
//   |            limit | limit            |     up to 2 * limit in a moment across the edge
//
// With Align::epoch windows begin at multiples of the window since 1970 UTC; with
// Align::first_request at the first charged request of a key that has no window open.
class FixedWindow {
 public:
  // The open window is [end - window, end). An end that is not after `now` means: none is open.
  struct State {
    Instant end = long_ago;
    Count used = 0;
  };

  explicit FixedWindow(const Quota& quota)
      : limit_(quota.limit), window_(quota.window), align_(quota.align) {}

  Decision peek(const State& state, Instant now, Count cost) const {
    const State current = at(state, now);
    const Duration rest = current.used > 0 ? current.end - now : Duration{};
    if (cost > limit_) {
      return {.allowed = false,
              .reason = Reason::cost_exceeds_limit,
              .retry = Retry::never,
              .remaining = remaining(current.used),
              .reset = rest};
    }
    if (cost > 0 && current.used > limit_ - cost) {
      return {.allowed = false,
              .remaining = remaining(current.used),
              .retry_after = rest,
              .reset = rest};
    }
    return {.remaining = remaining(current.used + cost),
            .reset = cost > 0 ? current.end - now : rest};
  }

  Decision take(State& state, Instant now, Count cost) const {
    const Decision decision = peek(state, now, cost);
    if (decision.allowed && cost > 0) {
      state = at(state, now);
      state.used += cost;
    }
    return decision;
  }

  void charge_denied(State& state, Instant now, Count cost) const {
    state = at(state, now);
    state.used = std::max(state.used, std::min(limit_, state.used + std::min(cost, limit_)));
  }

  static Instant drained_at(const State& state) { return state.end; }

 private:
  // The state as it stands at `now`. A `now` before the open window (a clock that steps back)
  // counts in that window: it must not open another.
  [[nodiscard]] State at(const State& state, Instant now) const {
    if (now < state.end) return state;
    if (align_ == Align::first_request) return {.end = now + window_};
    const Duration since = now.time_since_epoch() % window_;
    return {.end = now - since + window_};
  }

  [[nodiscard]] Count remaining(Count used) const { return std::max(limit_ - used, Count{0}); }

  Count limit_;
  Duration window_;
  Align align_;
};

}  // namespace ratelimit
