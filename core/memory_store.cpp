#include "core/memory_store.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <mutex>
#include <tuple>

#include "core/algorithms.h"
#include "core/key_table.h"

namespace ratelimit {
namespace {

// Slots looked at for drained states: on every new key, and on a new key that finds no room.
constexpr std::size_t sweep_always = 4;
constexpr std::size_t sweep_when_full = 64;

// Zero marks an empty slot.
std::uint64_t print_of(Key key) { return key.high == 0 ? 1 : key.high; }

}  // namespace

struct alignas(64) MemoryStore::Shard {
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

// Where the state of one question was found. Trivial: a call has room for questions_max of them on
// its stack and must not touch those that it does not need.
struct MemoryStore::Entry {
  std::uint64_t print;
  Shard* shard;
  void* state;  // nullptr: there is none. Valid for `generation` of its table.
  std::uint32_t generation;
  bool shared;
  Duration skew;  // How far the shard's time is ahead of the caller's.

  template <class Algorithm>
  typename Algorithm::State* found() {
    KeyTable<Algorithm>& table = shard->table<Algorithm>();
    if (generation != table.generation()) {
      state = table.find(print);
      generation = table.generation();
    }
    return static_cast<typename Algorithm::State*>(state);
  }
};

// The locks of one call: shards in index order, then, if it comes to that, the shared budgets.
class MemoryStore::Locks {
 public:
  Locks(const MemoryStore& store, std::span<const Question> questions, std::span<Entry> entries)
      : last_(&store.shards_[store.options_.shards]) {
    for (std::size_t i = 0; i < questions.size(); ++i) {
      Shard* const shard = &store.shards_[questions[i].key.low & (store.options_.shards - 1)];
      entries[i] = {.print = print_of(questions[i].key),
                    .shard = shard,
                    .state = nullptr,
                    .generation = 0,
                    .shared = false,
                    .skew = Duration{}};
      held_[count_++] = shard;
    }
    std::sort(held_.begin(), held_.begin() + count_);
    count_ = std::unique(held_.begin(), held_.begin() + count_) - held_.begin();
    for (std::ptrdiff_t i = 0; i < count_; ++i) held_[i]->mutex.lock();
  }
  Locks(const Locks&) = delete;
  Locks& operator=(const Locks&) = delete;
  ~Locks() {
    for (std::ptrdiff_t i = 0; i < count_; ++i) held_[i]->mutex.unlock();
    if (has_last_) last_->mutex.unlock();
  }

  Shard& shared_budgets() {
    if (!has_last_) last_->mutex.lock();
    has_last_ = true;
    return *last_;
  }

 private:
  std::array<Shard*, questions_max> held_;
  std::ptrdiff_t count_ = 0;
  Shard* last_;
  bool has_last_ = false;
};

MemoryStore::MemoryStore(StoreOptions options)
    : options_(options), shards_(std::make_unique<Shard[]>(options.shards + 1)) {
  assert(std::has_single_bit(options.shards));
}

MemoryStore::~MemoryStore() = default;

// Runs `act` on the table and keeps the store's totals in step with what it changed.
template <class Algorithm, class Change>
void MemoryStore::change(Shard& shard, Change&& act) {
  KeyTable<Algorithm>& table = shard.table<Algorithm>();
  const std::size_t keys = table.occupied();
  const std::size_t bytes = table.bytes();
  act(table);
  if (table.occupied() != keys) keys_ += table.occupied() - keys;
  if (table.bytes() != bytes) bytes_ += table.bytes() - bytes;
}

// True when a key that is not held may be inserted into this shard.
template <class Algorithm>
bool MemoryStore::make_room(Shard& shard, std::uint64_t print, Instant now) {
  KeyTable<Algorithm>& table = shard.table<Algorithm>();
  const auto fits = [&] {
    if (table.can_replace(print, now)) return true;
    if (keys_ >= options_.max_keys) return false;
    return !table.would_grow(print, now) || bytes_ + table.growth() <= options_.max_memory;
  };
  change<Algorithm>(shard, [&](auto& keys) { keys.sweep(now, sweep_always); });
  if (fits()) return true;
  change<Algorithm>(shard, [&](auto& keys) { keys.sweep(now, sweep_when_full); });
  if (fits()) return true;
  ++full_;
  if (options_.when_full != WhenFull::evict) return false;
  change<Algorithm>(shard, [&](auto& keys) { keys.evict(print, sweep_when_full); });
  return fits();
}

// What the quota says, nothing charged yet.
template <class Algorithm>
Decision MemoryStore::look(const Question& question, Instant now, Entry& entry, Locks& locks) {
  const Algorithm algorithm(*question.quota);
  const Decision full{.allowed = false, .reason = Reason::store_full, .retry = Retry::unknown};
  const auto in_this_shard = [&] {
    KeyTable<Algorithm>& table = entry.shard->table<Algorithm>();
    entry.state = table.find(entry.print);
    entry.generation = table.generation();
    entry.skew = std::max(table.forgotten_until() - now, Duration{});
    const typename Algorithm::State fresh{};
    const auto* state = static_cast<typename Algorithm::State*>(entry.state);
    return algorithm.peek(state == nullptr ? fresh : *state, now + entry.skew, question.cost);
  };
  Decision decision = in_this_shard();
  const bool will_insert = entry.state == nullptr && decision.allowed && question.cost > 0 &&
                           question.quota->algorithm != Algorithm{*question.quota}.kind;
  if (will_insert) {
  }
  return decision;
}

}  // namespace ratelimit
