#include "core/sliding_log.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace ratelimit {
namespace {

constexpr std::uint32_t capacity_first = 4;

}  // namespace

Decision SlidingLog::peek(const State& state, Instant now, Count cost) const {
  const std::uint32_t live = state.first_live(now, window_);
  const auto used = static_cast<Count>(state.total() - state.before(live));
  const Duration reset = used > 0 ? state.newest().at + window_ - now : Duration{};
  const Count left = std::max(limit_ - used, Count{0});
  if (cost > limit_) {
    return {.allowed = false,
            .reason = Reason::cost_exceeds_limit,
            .retry = Retry::never,
            .remaining = left,
            .reset = reset};
  }
  if (cost > left) {
    // The request passes when the entry that holds unit number `surplus` of the window has left.
    const auto surplus = state.before(live) + static_cast<std::uint64_t>(used + cost - limit_);
    std::uint32_t low = live;
    std::uint32_t high = state.size_ - 1;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      const bool reached = static_cast<std::int64_t>(state.entry(middle).total - surplus) >= 0;
      (reached ? high : low) = reached ? middle : middle + 1;
    }
    return {.allowed = false,
            .remaining = left,
            .retry_after = state.entry(low).at + window_ - now,
            .reset = reset};
  }
  if (cost == 0) return {.remaining = left, .reset = reset};
  const Instant at = state.size_ > 0 ? std::max(now, state.newest().at) : now;
  return {.remaining = left - cost, .reset = at + window_ - now};
}

Decision SlidingLog::take(State& state, Instant now, Count cost) const {
  const Decision decision = peek(state, now, cost);
  if (decision.allowed && cost > 0) {
    state.drop(state.first_live(now, window_));
    state.push(now, static_cast<std::uint64_t>(cost));
    state.drained_ = state.newest().at + window_;
  }
  return decision;
}

void SlidingLog::charge_denied(State& state, Instant now, Count cost) const {
  state.drop(state.first_live(now, window_));
  state.push(now, static_cast<std::uint64_t>(std::min(cost, limit_)));
  state.drained_ = state.newest().at + window_;
  const std::uint64_t kept_from = state.total() - static_cast<std::uint64_t>(limit_);
  if (static_cast<std::int64_t>(kept_from - state.base_) <= 0) return;
  std::uint32_t gone = 0;
  while (static_cast<std::int64_t>(state.entry(gone).total - kept_from) <= 0) ++gone;
  state.drop(gone);
  state.base_ = kept_from;
}

std::size_t SlidingLog::growth(const State& state, Instant now) const {
  // A charge drops what has left the window first.
  const std::uint32_t live = state.size_ - state.first_live(now, window_);
  if (live < state.capacity_) return 0;
  return std::max(state.capacity_, capacity_first) * sizeof(State::Entry);
}

Instant SlidingLog::drained_at(const State& state) {
  return state.drained_;
}

SlidingLog::State& SlidingLog::State::operator=(const State& other) {
  if (this == &other) return *this;
  ring_ = other.capacity_ == 0 ? nullptr : std::make_unique<Entry[]>(other.capacity_);
  std::copy_n(other.ring_.get(), other.capacity_, ring_.get());
  head_ = other.head_;
  size_ = other.size_;
  capacity_ = other.capacity_;
  base_ = other.base_;
  drained_ = other.drained_;
  return *this;
}

std::uint32_t SlidingLog::State::first_live(Instant now, Duration window) const {
  std::uint32_t low = 0;
  std::uint32_t high = size_;
  if (high == 0 || newest().at + window <= now) return high;
  now = std::max(now, newest().at);
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const bool live = entry(middle).at + window > now;
    (live ? high : low) = live ? middle : middle + 1;
  }
  return low;
}

void SlidingLog::State::drop(std::uint32_t count) {
  if (count == 0) return;
  base_ = before(count);
  head_ = (head_ + count) & (capacity_ - 1);
  size_ -= count;
}

void SlidingLog::State::push(Instant at, std::uint64_t units) {
  if (size_ > 0 && newest().at >= at) {
    ring_[(head_ + size_ - 1) & (capacity_ - 1)].total += units;
    return;
  }
  const std::uint64_t after = total() + units;
  if (size_ == capacity_) grow();
  ring_[(head_ + size_) & (capacity_ - 1)] = {at, after};
  ++size_;
}

void SlidingLog::State::grow() {
  assert(capacity_ <= std::numeric_limits<std::uint32_t>::max() / 2);
  const std::uint32_t capacity = std::max(capacity_ * 2, capacity_first);
  auto ring = std::make_unique<Entry[]>(capacity);
  for (std::uint32_t i = 0; i < size_; ++i) ring[i] = entry(i);
  ring_ = std::move(ring);
  head_ = 0;
  capacity_ = capacity;
}

}  // namespace ratelimit
