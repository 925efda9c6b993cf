#pragma once

#include <algorithm>

#include "core/decision.h"
#include "core/int128.h"

namespace ratelimit {

// Two counters that stand for a sliding window (Cloudflare, "How we built rate limiting capable of
// scaling to millions of domains", 2017): the window before, weighted by the part of it that is
// still inside, and the current one. Windows are aligned to 1970 UTC.
//
//       previous            current
//   |--------------|-----------*------|
//              |<-- window --->|now
//   used = current + ceil(previous * (window - elapsed) / window)
//
// It assumes that the previous window's requests were spread evenly, so it errs in both directions
// from an exact log; no window passes more than 2 * limit.
class SlidingCounter {
 public:
  // The current window is [drained - 2 * window, drained - window); the key is as good as new at
  // `drained`, since whoever writes a state has charged its current window.
  struct State {
    Instant drained = long_ago;
    Count previous = 0;
    Count current = 0;
  };

  explicit SlidingCounter(const Quota& quota) : limit_(quota.limit), window_(quota.window) {}

  Decision peek(const State& state, Instant now, Count cost) const {
    const View view = view_at(state, now);
    const Count used = view.current + view.weighted;
    if (cost > limit_) {
      return {.allowed = false,
              .reason = Reason::cost_exceeds_limit,
              .retry = Retry::never,
              .remaining = remaining(used),
              .reset = reset(view, now)};
    }
    if (cost > 0 && used > limit_ - cost) {
      return {.allowed = false,
              .remaining = remaining(used),
              .retry_after = time_to_pass(view, now, limit_ - cost),
              .reset = reset(view, now)};
    }
    return {.remaining = remaining(used + cost),
            .reset = cost > 0 ? view.end + window_ - now : reset(view, now)};
  }

  Decision take(State& state, Instant now, Count cost) const {
    const Decision decision = peek(state, now, cost);
    if (decision.allowed && cost > 0) charge(state, now, cost);
    return decision;
  }

  void charge_denied(State& state, Instant now, Count cost) const {
    const View view = view_at(state, now);
    const Count room = std::max(limit_ - view.current - view.weighted, Count{0});
    const Count units = std::min(cost, room);
    if (units > 0) charge(state, now, units);
  }

  static Instant drained_at(const State& state) { return state.drained; }

 private:
  // The two windows as they stand at an instant.
  struct View {
    Instant end;     // Of the current window.
    Count previous;  // Charged in the window before.
    Count current;   // Charged in the current window.
    Count weighted;  // The part of `previous` that still counts, rounded up.
  };

  // An instant before the current window (a clock that steps back) counts as its beginning.
  [[nodiscard]] View view_at(const State& state, Instant now) const {
    View view{};
    if (now < state.drained - window_) {
      view = {state.drained - window_, state.previous, state.current, 0};
    } else {
      const Duration since = now.time_since_epoch() % window_;
      view.end = now - since + window_;
      if (now < state.drained) view.previous = state.current;
    }
    const Duration left = std::min(view.end - now, window_);
    view.weighted = multiply_divide_ceil(view.previous, left.count(), window_.count());
    return view;
  }

  void charge(State& state, Instant now, Count units) const {
    const View view = view_at(state, now);
    state = {view.end + window_, view.previous, view.current + units};
  }

  // The first time at which no more than `room` units are used, if nobody is charged until then.
  // A window's weight falls evenly, so the wait for it is a division, rounded up.
  [[nodiscard]] Duration time_to_pass(const View& view, Instant now, Count room) const {
    if (view.current <= room) {
      return view.end - fading(room - view.current, view.previous) - now;
    }
    return view.end + window_ - fading(room, view.current) - now;
  }

  // How long before the end of its weight a window of `count` units has shrunk to `room`.
  [[nodiscard]] Duration fading(Count room, Count count) const {
    return Duration{multiply_divide_floor(room, window_.count(), count)};
  }

  [[nodiscard]] Duration reset(const View& view, Instant now) const {
    if (view.current > 0) return view.end + window_ - now;
    return view.previous > 0 ? view.end - now : Duration{};
  }

  [[nodiscard]] Count remaining(Count used) const { return std::max(limit_ - used, Count{0}); }

  Count limit_;
  Duration window_;
};

}  // namespace ratelimit
