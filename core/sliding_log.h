#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/decision.h"

namespace ratelimit {

// The exact sliding window: the instant of every unit charged, for as long as it matters.
//
//        |<---------- window ---------->|
//   --x--(-----x----x-x----------x------]-->     a request passes when fewer than `limit` units lie
//                                      now       in (now - window, now]
//
// A unit exactly one window old has left. No window of any run holds more than `limit` units.
// Units charged at one instant are one entry, so memory follows requests, not cost, and stays below
// `limit` entries a key. A decision is a binary search in a ring; nothing is ever scanned.
class SlidingLog {
 public:
  class State;

  explicit SlidingLog(const Quota& quota) : limit_(quota.limit), window_(quota.window) {}

  Decision peek(const State& state, Instant now, Count cost) const;
  Decision take(State& state, Instant now, Count cost) const;

  // A denied request is logged too; the newest `limit` units are kept, so that a client that never
  // pauses stays denied.
  void charge_denied(State& state, Instant now, Count cost) const;

  // Bytes that the next charge at `now` may add to the state's ring.
  [[nodiscard]] std::size_t growth(const State& state, Instant now) const;

  static Instant drained_at(const State& state);

 private:
  Count limit_;
  Duration window_;
};

// The log of one key: a ring of entries that grows by doubling. An instant before the newest entry
// (a clock that steps back) counts as the newest.
class SlidingLog::State {
 public:
  State() = default;
  State(const State& other) { *this = other; }
  State& operator=(const State& other);
  State(State&&) noexcept = default;
  State& operator=(State&&) noexcept = default;
  ~State() = default;

  // Bytes of heap that the ring holds.
  [[nodiscard]] std::size_t bytes() const { return capacity_ * sizeof(Entry); }

 private:
  friend class SlidingLog;

  // Units are counted from the ring's beginning, modulo 2^64: differences are what matters.
  struct Entry {
    Instant at;
    std::uint64_t total;  // Units charged up to and including this entry.
  };

  [[nodiscard]] const Entry& entry(std::uint32_t index) const {
    return ring_[(head_ + index) & (capacity_ - 1)];
  }
  [[nodiscard]] const Entry& newest() const { return entry(size_ - 1); }
  [[nodiscard]] std::uint64_t total() const { return size_ == 0 ? base_ : newest().total; }
  // Units charged before the entry of this index that still count.
  [[nodiscard]] std::uint64_t before(std::uint32_t index) const {
    return index == 0 ? base_ : entry(index - 1).total;
  }
  // The first entry that is younger than `window` at `now`; size_ where there is none.
  [[nodiscard]] std::uint32_t first_live(Instant now, Duration window) const;

  void drop(std::uint32_t count);
  void push(Instant at, std::uint64_t units);
  void grow();

  std::unique_ptr<Entry[]> ring_;
  std::uint32_t head_ = 0;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;  // Zero or a power of two.
  std::uint64_t base_ = 0;      // Units that no longer count.
  Instant drained_ = long_ago;
};

}  // namespace ratelimit
