#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/random.h"
#include "core/time.h"

namespace ratelimit {

// The states of many keys under one algorithm: a hash table in which forgetting is free.
//
//   fingerprint --> two buckets of four slots --> {fingerprint, state}
//
// A state that is drained equals a new key's, so its slot is as good as an empty one: a new key
// overwrites it, or a sweep of a few slots on each insertion clears it. No tombstones, no timer.
// The table doubles when both buckets of a new key hold only live states. Not thread-safe. Pointers
// stay valid while `generation` stays the same.
template <class Algorithm>
class KeyTable {
 public:
  using State = typename Algorithm::State;

  // A drained slot is overwritten only when it has been drained for this long, so that instants
  // that step back by less find every state that they may still need.
  static constexpr Duration slack = std::chrono::seconds{1};

  [[nodiscard]] std::size_t occupied() const { return occupied_; }
  // Bytes of the slots and of what states own on the heap. The first bucket is not counted: it is
  // the least that a table can have.
  [[nodiscard]] std::size_t bytes() const {
    return (std::max(capacity(), bucket_slots) - bucket_slots) * sizeof(Slot) + heap_;
  }
  // Bytes that doubling adds.
  [[nodiscard]] std::size_t growth() const {
    return std::max(capacity(), bucket_slots) * sizeof(Slot);
  }
  [[nodiscard]] std::uint32_t generation() const { return generation_; }
  // No state that was drained before this instant may still be there: time in this table must not
  // run behind it.
  [[nodiscard]] Instant forgotten_until() const { return forgotten_until_; }

  // The state of this key, or nullptr.
  State* find(std::uint64_t print) {
    if (buckets_.empty()) return nullptr;
    for (const std::size_t index : both(print)) {
      for (Slot& slot : buckets_[index]) {
        if (slot.print == print) return &slot.state;
      }
    }
    return nullptr;
  }

  // To be called when a charge has changed what a state owns on the heap.
  void heap_changed(std::size_t before, std::size_t after) { heap_ += after - before; }

  // True when a key that is not there would make the table double. An empty table does not count:
  // its first bucket is the least that a table can have.
  bool would_grow(std::uint64_t print, Instant now) {
    return !buckets_.empty() && slot_for(print, now) == nullptr;
  }

  // A new state for a key that is not there. Takes an empty slot, else a drained one, else doubles.
  State& insert(std::uint64_t print, Instant now) {
    assert(print != empty);
    ++generation_;
    Slot* slot = buckets_.empty() ? nullptr : slot_for(print, now);
    while (slot == nullptr) {
      grow();
      slot = slot_for(print, now);
    }
    if (slot->print != empty) forget(*slot);
    ++occupied_;
    slot->print = print;
    return slot->state;
  }

  // Clears the drained ones among the slots that `print` may have.
  void sweep_buckets(std::uint64_t print, Instant now) {
    if (buckets_.empty()) return;
    for (const std::size_t index : both(print)) {
      for (Slot& slot : buckets_[index]) forget_drained(slot, now);
    }
  }

  // Clears the drained ones among the next `count` slots, round and round.
  void sweep(Instant now, std::size_t count) {
    for (count = std::min(count, capacity()); count > 0; --count) forget_drained(next_slot(), now);
  }

  // `when_full = "evict"`: throws the state away that is drained soonest among the slots that
  // `print` may have. False when all of them are empty or in use until somebody releases them.
  bool evict_in_buckets(std::uint64_t print) {
    if (buckets_.empty()) return false;
    Slot* victim = nullptr;
    for (const std::size_t index : both(print)) {
      for (Slot& slot : buckets_[index]) victim = sooner(victim, slot);
    }
    return evict(victim);
  }

  // The same among the next `count` slots.
  bool evict_next(std::size_t count) {
    Slot* victim = nullptr;
    for (count = std::min(count, capacity()); count > 0; --count) {
      victim = sooner(victim, next_slot());
    }
    return evict(victim);
  }

 private:
  static constexpr std::size_t bucket_slots = 4;
  static constexpr std::uint64_t empty = 0;

  struct Slot {
    std::uint64_t print = empty;
    State state{};
  };
  using Bucket = std::array<Slot, bucket_slots>;

  [[nodiscard]] std::size_t capacity() const { return buckets_.size() * bucket_slots; }

  static bool is_drained(const Slot& slot, Instant now) {
    const Instant drained = Algorithm::drained_at(slot.state);
    return drained != end_of_time && drained + slack <= now;
  }

  [[nodiscard]] std::array<std::size_t, 2> both(std::uint64_t print) const {
    const std::size_t mask = buckets_.size() - 1;
    return {static_cast<std::size_t>(print) & mask,
            static_cast<std::size_t>(Random::mix(print)) & mask};
  }

  Slot& next_slot() {
    hand_ = (hand_ + 1) % capacity();
    return buckets_[hand_ / bucket_slots][hand_ % bucket_slots];
  }

  // A slot for a new key in the emptier of its two buckets, which is what lets the table fill up:
  // an empty slot, else a drained one; nullptr where both hold only live states.
  Slot* slot_for(std::uint64_t print, Instant now) {
    Slot* best = nullptr;
    std::size_t best_free = 0;
    for (const std::size_t index : both(print)) {
      Slot* found = nullptr;
      std::size_t free = 0;
      for (Slot& slot : buckets_[index]) {
        const bool is_empty = slot.print == empty;
        if (!is_empty && !is_drained(slot, now)) continue;
        ++free;
        if (found == nullptr || is_empty) found = &slot;
      }
      if (free <= best_free) continue;
      best = found;
      best_free = free;
    }
    return best;
  }

  // The one of two slots that holds a state which may be evicted, and is drained sooner.
  static Slot* sooner(Slot* victim, Slot& slot) {
    if (slot.print == empty) return victim;
    const Instant drained = Algorithm::drained_at(slot.state);
    if (drained == end_of_time) return victim;
    return victim == nullptr || drained < Algorithm::drained_at(victim->state) ? &slot : victim;
  }

  bool evict(Slot* victim) {
    if (victim == nullptr) return false;
    ++generation_;
    clear(*victim);
    return true;
  }

  void forget_drained(Slot& slot, Instant now) {
    if (slot.print == empty || !is_drained(slot, now)) return;
    ++generation_;
    forget(slot);
  }

  void forget(Slot& slot) {
    forgotten_until_ = std::max(forgotten_until_, Algorithm::drained_at(slot.state));
    clear(slot);
  }

  void clear(Slot& slot) {
    if constexpr (requires { slot.state.bytes(); }) heap_ -= slot.state.bytes();
    slot = Slot{};
    --occupied_;
  }

  // Doubles until every state has found a slot: once, but for very unlucky hashes.
  void grow() {
    std::size_t size = buckets_.empty() ? 1 : buckets_.size() * 2;
    ++generation_;
    std::vector<Bucket> old = std::exchange(buckets_, {});
    while (true) {
      buckets_ = std::vector<Bucket>(size);
      if (move_all(old)) return;
      size *= 2;
    }
  }

  // Copies prints first, so that a failed attempt has moved no state.
  bool move_all(std::vector<Bucket>& old) {
    for (Bucket& bucket : old) {
      for (Slot& slot : bucket) {
        if (slot.print != empty && !claim(slot.print)) return false;
      }
    }
    for (Bucket& bucket : old) {
      for (Slot& slot : bucket) {
        if (slot.print != empty) *find(slot.print) = std::move(slot.state);
      }
    }
    return true;
  }

  bool claim(std::uint64_t print) {
    Slot* const slot = slot_for(print, Instant::min());  // Nothing drains here.
    if (slot == nullptr) return false;
    slot->print = print;
    return true;
  }

  std::vector<Bucket> buckets_;  // Empty, or a power of two.
  std::size_t occupied_ = 0;
  std::size_t heap_ = 0;
  std::size_t hand_ = 0;
  std::uint32_t generation_ = 0;
  Instant forgotten_until_ = long_ago;
};

}  // namespace ratelimit
