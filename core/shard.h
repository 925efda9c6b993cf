#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <mutex>
#include <span>
#include <tuple>

#include "core/algorithms.h"
#include "core/key_table.h"
#include "core/memory_store.h"

namespace ratelimit {

// A part of the memory store: the states of the keys that fall to it, a table for each algorithm,
// behind one lock.
struct alignas(64) StoreShard {
  std::mutex mutex;
  std::tuple<KeyTable<SlidingLog>, KeyTable<SlidingCounter>, KeyTable<FixedWindow>,
             KeyTable<TokenBucket>, KeyTable<Gcra>, KeyTable<LeakyBucket>, KeyTable<Concurrency>,
             KeyTable<Penalty>>
      tables;

  template <class Algorithm>
  KeyTable<Algorithm>& table() {
    return std::get<KeyTable<Algorithm>>(tables);
  }
};

// The locks of one call: shards in index order, then, where it comes to that, the shared budgets.
// Whatever is locked stays so until the end of the call.
class ShardLocks {
 public:
  explicit ShardLocks(StoreShard& shared_budgets) : last_(shared_budgets) {}
  ShardLocks(const ShardLocks&) = delete;
  ShardLocks& operator=(const ShardLocks&) = delete;
  ~ShardLocks() {
    for (StoreShard* const shard : held()) shard->mutex.unlock();
    if (has_last_) last_.mutex.unlock();
  }

  // Locks the shards added so far, in order; call once.
  void add(StoreShard& shard) { held_[count_++] = &shard; }
  void lock() {
    std::sort(held().begin(), held().end());
    count_ = static_cast<std::size_t>(std::unique(held().begin(), held().end()) - held().begin());
    for (StoreShard* const shard : held()) shard->mutex.lock();
  }

  StoreShard& shared_budgets() {
    if (!has_last_) last_.mutex.lock();
    has_last_ = true;
    return last_;
  }

  [[nodiscard]] bool holds(const StoreShard& shard) {
    return std::binary_search(held().begin(), held().end(), &shard);
  }

 private:
  std::span<StoreShard*> held() { return {held_.data(), count_}; }

  std::array<StoreShard*, MemoryStore::questions_max> held_;
  std::size_t count_ = 0;
  StoreShard& last_;
  bool has_last_ = false;
};

}  // namespace ratelimit
