#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "core/store.h"

namespace ratelimit {

// What a new key gets when the store holds max_keys live ones, or its memory is spent.
enum class WhenFull : std::uint8_t {
  shared,  // One budget that all new keys of a quota share.
  deny,    // A denial: a flood of keys locks newcomers out.
  evict,   // The room of a key drained soon, which then gets a fresh budget: a flood resets limits.
};

struct StoreOptions {
  std::size_t max_keys = 1'000'000;
  std::size_t max_memory = std::size_t{1} << 30;  // Bytes of tables and logs.
  WhenFull when_full = WhenFull::shared;
  std::size_t shards = 64;  // A power of two.
};

struct StoreStats {
  std::size_t keys = 0;    // Held; drained ones count until their slot is needed.
  std::size_t bytes = 0;   // Of tables and logs.
  std::uint64_t full = 0;  // Decisions for which there was no room.
};

struct StoreShard;
class ShardLocks;

// All states in this process's memory: sharded by key, one lock a shard, bounded.
//
//   question --key--> shard (mutex) --algorithm--> KeyTable --fingerprint--> state
//
// A request locks the shards of its questions in index order, so verdicts of several quotas are
// atomic and cannot deadlock. A state's identity is its shard and 64 bits of the key: with a
// million keys in 64 shards, the odds that any two share a state are about 1 in 2 thousand million.
// It holds at most max_keys states and what calls under way add. A drained state makes room for a
// new key wherever it lies, a few shards further with every newcomer that finds none. max_memory
// bounds tables and logs; the first bucket of a table and shared budgets come on top, as many as
// there are shards and quotas. While the store is full, a key that is
// held keeps its state; a key that used a shared budget and later finds room begins with what is
// owed there. So only `evict` ever gives a key that still owes a fresh budget (and concurrency,
// where slots of the shared budget are not carried over).
class MemoryStore final : public Store {
 public:
  explicit MemoryStore(StoreOptions options = {});
  ~MemoryStore() override;

  void decide(std::span<const Question> questions, Instant now,
              std::span<Decision> decisions) override;
  void finish(std::span<const Slot> slots, Instant now) override;

  [[nodiscard]] StoreStats stats() const;

  // The most questions that one request may ask.
  static constexpr std::size_t questions_max = 512;

 private:
  struct Entry;

  template <class Algorithm>
  Decision look(const Question& question, Instant now, Entry& entry, ShardLocks& locks);
  template <class Algorithm>
  void settle(const Question& question, Instant now, bool charged, bool denied, Entry& entry,
              ShardLocks& locks, Decision& decision);
  void strike(const Question& question, Instant now, Entry& entry, ShardLocks& locks);
  template <class Algorithm, class Act>
  void write(Instant now, const typename Algorithm::State* heritage, Entry& entry, Act act);
  template <class Algorithm>
  typename Algorithm::State* inheritance(const Question& question, Instant now, ShardLocks& locks);
  template <class Algorithm>
  bool make_room(StoreShard& shard, std::uint64_t print, Instant now, ShardLocks& locks);
  template <class Algorithm>
  bool has_room(const Algorithm& algorithm, Instant now, Entry& entry, ShardLocks& locks);
  bool has_memory(std::size_t growth, StoreShard& shard, Instant now, ShardLocks& locks);
  template <class Enough, class Act>
  bool work_through(StoreShard& own, ShardLocks& locks, Enough enough, Act act);
  template <class Enough>
  bool reclaim(StoreShard& own, Instant now, ShardLocks& locks, Enough enough);
  template <class Algorithm, class Change>
  void change(StoreShard& shard, Change act);
  template <class Act>
  void change_all(StoreShard& shard, Act act);

  StoreOptions options_;
  std::unique_ptr<StoreShard[]> shards_;  // options_.shards, and one more for shared budgets.
  std::atomic<std::size_t> keys_ = 0;
  std::atomic<std::size_t> bytes_ = 0;
  std::atomic<std::uint64_t> full_ = 0;
  std::atomic<std::size_t> hand_ = 0;  // The shard to work through next when room is short.
  std::atomic<bool> sharing_ = false;  // Some shared budget has been used.
};

}  // namespace ratelimit
