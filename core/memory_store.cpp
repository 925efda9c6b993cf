#include "core/memory_store.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <mutex>
#include <tuple>
#include <type_traits>

#include "core/algorithms.h"
#include "core/shard.h"

namespace ratelimit {
namespace {

// Slots looked at for drained states: on every new key, and on a new key that finds no room.
constexpr std::size_t sweep_always = 4;
constexpr std::size_t sweep_when_full = 32;
// Shards that are worked through beside its own for a new key that finds no room.
constexpr std::size_t shards_per_reclaim = 4;

// Zero marks an empty slot.
std::uint64_t print_of(Key key) {
  return key.high == 0 ? 1 : key.high;
}

template <class State>
std::size_t heap_bytes(const State& state) {
  if constexpr (requires { state.bytes(); }) return state.bytes();
  return 0;
}

// What a charge at `now` may add to the heap of this state.
template <class Algorithm>
std::size_t heap_growth(const Algorithm& algorithm, const typename Algorithm::State& state,
                        Instant now) {
  if constexpr (requires { algorithm.growth(state, now); }) return algorithm.growth(state, now);
  return 0;
}

// True when a quota of the penalty's own policy has denied.
bool is_struck(std::span<const Question> questions, std::span<const Decision> decisions,
               const Question& penalty) {
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (questions[i].policy != penalty.policy || decisions[i].allowed) continue;
    if (decisions[i].reason == Reason::quota || decisions[i].reason == Reason::cost_exceeds_limit) {
      return true;
    }
  }
  return false;
}

}  // namespace

// Where the state of one question lies. Trivial: a call has room for questions_max of them on its
// stack and touches only those that it needs.
struct MemoryStore::Entry {
  StoreShard* shard;
  std::uint64_t print;
  void* state;  // nullptr: there is none. Valid while its table is of `generation`.
  std::uint32_t generation;
  bool shared;    // The state is the budget that new keys share.
  bool heir;      // There is no state yet: it begins as a copy of the shared one.
  Duration skew;  // How far time in the table is ahead of the caller's.

  void place(StoreShard& in, Key key) {
    shard = &in;
    print = print_of(key);
  }

  template <class Algorithm>
  typename Algorithm::State* look_up() {
    KeyTable<Algorithm>& table = shard->table<Algorithm>();
    state = table.find(print);
    generation = table.generation();
    return static_cast<typename Algorithm::State*>(state);
  }

  template <class Algorithm>
  typename Algorithm::State* found() {
    if (generation != shard->table<Algorithm>().generation()) return look_up<Algorithm>();
    return static_cast<typename Algorithm::State*>(state);
  }
};

MemoryStore::MemoryStore(StoreOptions options)
    : options_(options), shards_(std::make_unique<StoreShard[]>(options.shards + 1)) {
  assert(std::has_single_bit(options.shards));
}

MemoryStore::~MemoryStore() = default;

// Runs `act` on a table and keeps the store's totals in step with what it changed. Shared budgets
// are not counted: there is one for each quota of the policies at most.
template <class Algorithm, class Change>
void MemoryStore::change(StoreShard& shard, Change act) {
  KeyTable<Algorithm>& table = shard.table<Algorithm>();
  const std::size_t keys = table.occupied();
  const std::size_t bytes = table.bytes();
  act(table);
  if (&shard == &shards_[options_.shards]) return;
  if (table.occupied() != keys) keys_ += table.occupied() - keys;
  if (table.bytes() != bytes) bytes_ += table.bytes() - bytes;
}

// Calls act(table) for the table of each algorithm.
template <class Act>
void MemoryStore::change_all(StoreShard& shard, Act act) {
  const auto change_one = [&]<class Algorithm>(const KeyTable<Algorithm>&) {
    change<Algorithm>(shard, act);
  };
  std::apply([&](const auto&... table) { (change_one(table), ...); }, shard.tables);
}

// Lets `act` change every table of a few shards, further ones with every call, until there is
// enough room. Shards that another call works on are passed over.
template <class Enough, class Act>
bool MemoryStore::work_through(StoreShard& own, ShardLocks& locks, Enough enough, Act act) {
  const auto step = [&](auto& table) {
    if (!enough()) act(table);
  };
  change_all(own, step);
  for (std::size_t i = 0; i < shards_per_reclaim && !enough(); ++i) {
    StoreShard& other = shards_[hand_++ & (options_.shards - 1)];
    if (&other == &own) continue;
    const bool is_held = locks.holds(other);
    if (!is_held && !other.mutex.try_lock()) continue;
    change_all(other, step);
    if (!is_held) other.mutex.unlock();
  }
  return enough();
}

// Makes room of drained states, then, where the store evicts, of those that drain soonest.
template <class Enough>
bool MemoryStore::reclaim(StoreShard& own, Instant now, ShardLocks& locks, Enough enough) {
  const auto sweep = [now](auto& table) { table.sweep(now, sweep_when_full); };
  if (work_through(own, locks, enough, sweep)) return true;
  ++full_;
  if (options_.when_full != WhenFull::evict) return false;
  const auto evict = [](auto& table) { table.evict_next(sweep_when_full); };
  return work_through(own, locks, enough, evict);
}

// True when a key that is not held may be inserted into this shard.
template <class Algorithm>
bool MemoryStore::make_room(StoreShard& shard, std::uint64_t print, Instant now,
                            ShardLocks& locks) {
  using Table = KeyTable<Algorithm>;
  const auto has_place = [&] {
    Table& table = shard.table<Algorithm>();
    return !table.would_grow(print, now) || bytes_ + table.growth() <= options_.max_memory;
  };
  const auto fits = [&] { return keys_ < options_.max_keys && has_place(); };
  change<Algorithm>(shard, [&](Table& table) {
    table.sweep_buckets(print, now);
    table.sweep(now, sweep_always);
  });
  if (fits() || reclaim(shard, now, locks, fits)) return true;
  if (options_.when_full != WhenFull::evict || has_place()) return false;
  // Where its buckets are full and the table may not grow, only their own keys can make a place.
  change<Algorithm>(shard, [&](Table& table) { table.evict_in_buckets(print); });
  return fits();
}

// The shared budget that a new key begins with: whoever has used it while the store was full still
// owes it. nullptr: nobody does.
template <class Algorithm>
typename Algorithm::State* MemoryStore::inheritance(const Question& question, Instant now,
                                                    ShardLocks& locks) {
  if (!sharing_ || std::is_same_v<Algorithm, Concurrency>) return nullptr;
  StoreShard& shard = locks.shared_budgets();
  auto* const state = shard.table<Algorithm>().find(print_of(question.shared_key));
  return state != nullptr && Algorithm::drained_at(*state) > now ? state : nullptr;
}

// What the quota says, nothing charged yet; where a charge would find no room, what is said then.
template <class Algorithm>
Decision MemoryStore::look(const Question& question, Instant now, Entry& entry, ShardLocks& locks) {
  using State = typename Algorithm::State;
  constexpr Decision full{.allowed = false, .reason = Reason::store_full, .retry = Retry::unknown};
  const Algorithm algorithm(*question.quota);
  const State fresh{};
  const State* state = nullptr;
  const auto peek = [&] {
    state = entry.look_up<Algorithm>();
    entry.skew = std::max(entry.shard->table<Algorithm>().forgotten_until() - now, Duration{});
    if (state == nullptr && !entry.shared) state = inheritance<Algorithm>(question, now, locks);
    entry.heir = entry.state == nullptr && state != nullptr;
    if (state == nullptr) state = &fresh;
    return algorithm.peek(*state, now + entry.skew, question.cost);
  };

  Decision decision = peek();
  if (!decision.allowed || question.cost == 0 || std::is_same_v<Algorithm, Penalty>) {
    return decision;
  }
  const bool is_new = entry.state == nullptr;
  std::size_t growth = heap_growth(algorithm, *state, now + entry.skew);
  if (entry.heir) growth += heap_bytes(*state);
  const auto has_room = [&] {
    if (is_new && !make_room<Algorithm>(*entry.shard, entry.print, now, locks)) return false;
    return growth == 0 || has_memory(growth, *entry.shard, now, locks);
  };
  if (has_room()) return decision;
  if (!is_new || options_.when_full != WhenFull::shared) return full;
  entry.place(locks.shared_budgets(), question.shared_key);
  entry.shared = true;
  sharing_ = true;
  return peek();
}

// True when the heap may grow by so many bytes.
bool MemoryStore::has_memory(std::size_t growth, StoreShard& shard, Instant now,
                             ShardLocks& locks) {
  const auto fits = [&] { return bytes_ + growth <= options_.max_memory; };
  return fits() || reclaim(shard, now, locks, fits);
}

// True when the state of a question may be written, whether it is there or not.
template <class Algorithm>
bool MemoryStore::has_room(const Algorithm& algorithm, Instant now, Entry& entry,
                           ShardLocks& locks) {
  const typename Algorithm::State fresh{};
  const auto* state = entry.found<Algorithm>();
  if (state == nullptr) {
    if (!make_room<Algorithm>(*entry.shard, entry.print, now, locks)) return false;
    state = &fresh;
  }
  const std::size_t growth = heap_growth(algorithm, *state, now);
  return growth == 0 || has_memory(growth, *entry.shard, now, locks);
}

// Runs `act` on the state of a question, made where there is none: a copy of `heritage`, if any.
template <class Algorithm, class Act>
void MemoryStore::write(Instant now, const typename Algorithm::State* heritage, Entry& entry,
                        Act act) {
  change<Algorithm>(*entry.shard, [&](KeyTable<Algorithm>& table) {
    auto* state = entry.found<Algorithm>();
    std::size_t before = 0;
    if (state == nullptr) {
      state = &table.insert(entry.print, now);
      if (heritage != nullptr) *state = *heritage;
    } else {
      before = heap_bytes(*state);
    }
    act(*state);
    table.heap_changed(before, heap_bytes(*state));
    entry.state = state;
    entry.generation = table.generation();
  });
}

// Charges the request, or, where its group denies, charges what denied requests cost and says what
// is left without it.
template <class Algorithm>
void MemoryStore::settle(const Question& question, Instant now, bool charged, bool denied,
                         Entry& entry, ShardLocks& locks, Decision& decision) {
  if (decision.reason == Reason::store_full) return;
  using State = typename Algorithm::State;
  const Algorithm algorithm(*question.quota);
  const Instant time = now + entry.skew;
  const State* const heritage = entry.heir ? inheritance<Algorithm>(question, now, locks) : nullptr;
  if (charged && question.cost > 0 && !std::is_same_v<Algorithm, Penalty>) {
    write<Algorithm>(time, heritage, entry,
                     [&](State& state) { algorithm.take(state, time, question.cost); });
  }
  if (!charged) {
    const bool charges_denied = denied && question.quota->charge_denied && question.cost > 0;
    if (charges_denied && has_room(algorithm, time, entry, locks)) {
      write<Algorithm>(time, heritage, entry,
                       [&](State& state) { algorithm.charge_denied(state, time, question.cost); });
    }
    const State fresh{};
    const State* state = entry.found<Algorithm>();
    if (state == nullptr) state = heritage == nullptr ? &fresh : heritage;
    decision = algorithm.peek(*state, time, decision.allowed ? 0 : question.cost);
  }
  decision.shared = entry.shared;
  if (decision.retry_after > Duration{}) decision.retry_after += entry.skew;
  if (decision.reset > Duration{}) decision.reset += entry.skew;
  if (decision.delay > Duration{}) decision.delay += entry.skew;
}

// Counts a denial against a ban. What finds no room in a full store is not remembered.
void MemoryStore::strike(const Question& question, Instant now, Entry& entry, ShardLocks& locks) {
  const Instant time = now + entry.skew;
  const Penalty penalty(*question.quota);
  if (!has_room(penalty, time, entry, locks)) return;
  write<Penalty>(time, nullptr, entry, [&](Penalty::State& state) { penalty.strike(state, time); });
}

void MemoryStore::decide(std::span<const Question> questions, Instant now,
                         std::span<Decision> decisions) {
  assert(questions.size() == decisions.size() && questions.size() <= questions_max);
  assert(now >= instant_min && now <= instant_max);
  std::array<Entry, questions_max> storage;
  const std::span<Entry> entries(storage.data(), questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    entries[i].place(shards_[questions[i].key.low & (options_.shards - 1)], questions[i].key);
    entries[i].shared = false;
    entries[i].heir = false;
    assert(questions[i].cost >= 0);
  }
  ShardLocks locks(shards_[options_.shards]);
  for (const Entry& entry : entries) locks.add(*entry.shard);
  locks.lock();

  for (std::size_t i = 0; i < questions.size(); ++i) {
    decisions[i] = visit_algorithm(questions[i].quota->algorithm, [&]<class A>(A) {
      return look<typename A::type>(questions[i], now, entries[i], locks);
    });
  }
  const auto group_allows = [&](std::uint16_t group) {
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (questions[i].group == group && !decisions[i].allowed) return false;
    }
    return true;
  };
  const bool enforced = group_allows(0);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    const bool allows = question.group == 0 ? enforced : enforced && group_allows(question.group);
    const bool denies = question.group == 0 ? !enforced : enforced && !allows;
    visit_algorithm(question.quota->algorithm, [&]<class A>(A) {
      settle<typename A::type>(question, now, allows, denies, entries[i], locks, decisions[i]);
    });
  }
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (questions[i].quota->algorithm != Algorithm::penalty || !decisions[i].allowed) continue;
    if (is_struck(questions, decisions, questions[i])) strike(questions[i], now, entries[i], locks);
  }
}

void MemoryStore::finish(std::span<const Slot> slots, Instant /*now*/) {
  for (const Slot& slot : slots) {
    const std::size_t index = slot.shared ? options_.shards : slot.key.low & (options_.shards - 1);
    StoreShard& shard = shards_[index];
    const std::scoped_lock lock(shard.mutex);
    Concurrency::State* const state = shard.table<Concurrency>().find(print_of(slot.key));
    assert(state != nullptr);  // A state with slots in flight is never forgotten nor evicted.
    Concurrency::release(*state, slot.cost);
  }
}

StoreStats MemoryStore::stats() const {
  return {.keys = keys_, .bytes = bytes_, .full = full_};
}

}  // namespace ratelimit
