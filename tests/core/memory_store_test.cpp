#include "core/memory_store.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "core/random.h"
#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{24h};
const KeyHasher hasher(1);

const Quota two = *make_quota({.limit = 2, .window = 10s});
const Quota three = *make_quota({.algorithm = Algorithm::gcra, .limit = 3, .window = 30s});

Question ask(const Quota& quota, std::string_view client, Count cost = 1) {
  const Key prefix = hasher.hash(name_of(quota.algorithm));
  return {.quota = &quota,
          .key = KeyHasher::both(prefix, hasher.hash(client)),
          .shared_key = prefix,
          .cost = cost};
}

std::vector<Decision> decide(Store& store, const std::vector<Question>& questions, Instant now) {
  std::vector<Decision> decisions(questions.size());
  store.decide(questions, now, decisions);
  return decisions;
}

}  // namespace

TEST_CASE("store: all quotas allow and are charged, or none is") {
  MemoryStore store;
  for (int i = 0; i < 2; ++i) {
    for (const Decision& decision : decide(store, {ask(two, "a"), ask(three, "a")}, start)) {
      CHECK(decision.allowed);
    }
  }
  const auto denied = decide(store, {ask(two, "a"), ask(three, "a")}, start);
  CHECK_FALSE(denied[0].allowed);
  CHECK(denied[0].retry_after == 10s);
  // The other quota would have allowed: it says so, and what is left without this request.
  CHECK(denied[1].allowed);
  CHECK(denied[1].remaining == 1);
  CHECK(decide(store, {ask(three, "a", 0)}, start)[0].remaining == 1);
}

TEST_CASE("store: the same key may be asked twice in one request") {
  MemoryStore store;
  const auto decisions = decide(store, {ask(two, "a"), ask(two, "a")}, start);
  CHECK(decisions[0].allowed);
  CHECK(decisions[1].allowed);
  CHECK(decide(store, {ask(two, "a", 0)}, start)[0].remaining == 0);
}

TEST_CASE("store: a shadow group is judged alone and never changes the enforced one") {
  const Quota brief = *make_quota({.limit = 2, .window = 1s});
  MemoryStore store;
  Question shadow = ask(brief, "a");
  shadow.group = 1;
  for (int i = 0; i < 3; ++i) {
    const auto decisions = decide(store, {ask(three, "a"), shadow}, start);
    CHECK(decisions[0].allowed);
    CHECK(decisions[1].allowed == (i < 2));
  }
  // The enforced group denies: the shadow group would not, and is not charged.
  const auto later = decide(store, {ask(three, "a"), shadow}, start + 5s);
  CHECK_FALSE(later[0].allowed);
  CHECK(later[1].allowed);
  CHECK(later[1].remaining == 2);
}

TEST_CASE("store: charge_denied charges on any denial, also by another quota") {
  const Quota sticky = *make_quota({.limit = 5, .window = 60s, .charge_denied = true});
  MemoryStore store;
  decide(store, {ask(two, "a", 2)}, start);
  for (Count left = 4; left >= 0; --left) {
    const auto decisions = decide(store, {ask(two, "a"), ask(sticky, "b")}, start);
    CHECK_FALSE(decisions[0].allowed);
    CHECK(decisions[1].remaining == left);
  }
  CHECK_FALSE(decide(store, {ask(sticky, "b")}, start)[0].allowed);
}

TEST_CASE("store: the retry_after of a charged denial is that of the state after the charge") {
  const Quota sticky = *make_quota({.limit = 1, .window = 10s, .charge_denied = true});
  MemoryStore store;
  decide(store, {ask(sticky, "a")}, start);
  const Decision denied = decide(store, {ask(sticky, "a")}, start + 4s)[0];
  CHECK_FALSE(denied.allowed);
  CHECK(denied.retry_after == 10s);
  CHECK(decide(store, {ask(sticky, "a")}, start + 14s)[0].allowed);
}

TEST_CASE("store: a penalty is struck by denials of its own policy, and bans") {
  const Quota ban =
      *make_quota({.algorithm = Algorithm::penalty, .limit = 2, .window = 60s, .ban = 300s});
  MemoryStore store;
  const auto request = [&](std::string_view client, std::uint16_t policy) {
    std::vector<Question> questions = {ask(two, client), ask(ban, "a")};
    questions[0].policy = 1;
    questions[1].policy = policy;
    return decide(store, questions, start);
  };
  for (int i = 0; i < 2; ++i) CHECK(request("a", 1)[0].allowed);
  // Denials of another policy do not count.
  for (int i = 0; i < 9; ++i) CHECK(request("a", 2)[1].allowed);
  for (int i = 0; i < 2; ++i) CHECK(request("a", 1)[1].allowed);
  const auto banned = request("other", 1);
  CHECK(banned[0].allowed);
  CHECK(banned[1].reason == Reason::banned);
  CHECK(banned[1].retry_after == 300s);
}

TEST_CASE("store: slots are held until they are given back, also those of a shared budget") {
  const Quota slots = *make_quota({.algorithm = Algorithm::concurrency, .limit = 2});
  MemoryStore store({.max_keys = 1, .shards = 1});
  CHECK(decide(store, {ask(slots, "a")}, start)[0].allowed);
  const Question newcomer = ask(slots, "b", 2);
  const Decision shared = decide(store, {newcomer}, start)[0];
  CHECK(shared.allowed);
  CHECK(shared.shared);
  CHECK_FALSE(decide(store, {ask(slots, "c")}, start)[0].allowed);
  const Slot slot{.key = newcomer.shared_key, .cost = 2, .shared = true};
  store.finish({&slot, 1}, start);
  CHECK(decide(store, {ask(slots, "c")}, start)[0].allowed);
}

TEST_CASE("store: a full store shares, denies or evicts, and drained keys make room") {
  for (const WhenFull when_full : {WhenFull::shared, WhenFull::deny, WhenFull::evict}) {
    MemoryStore store({.max_keys = 4, .when_full = when_full, .shards = 1});
    for (const char* client : {"a", "b", "c", "d"}) {
      CHECK(decide(store, {ask(two, client)}, start)[0].allowed);
    }
    const Decision newcomer = decide(store, {ask(two, "e", 2)}, start + 1s)[0];
    CHECK(newcomer.allowed == (when_full != WhenFull::deny));
    CHECK(newcomer.shared == (when_full == WhenFull::shared));
    if (when_full == WhenFull::deny) {
      CHECK(newcomer.reason == Reason::store_full);
      CHECK(newcomer.retry == Retry::unknown);
    }
    CHECK(store.stats().full == 1);
    // Another newcomer finds the shared budget spent.
    const Decision second = decide(store, {ask(two, "f")}, start + 1s)[0];
    CHECK(second.allowed == (when_full == WhenFull::evict));
    CHECK(store.stats().keys <= 5);
    // Long after everything has drained there is room again.
    const Decision later = decide(store, {ask(two, "g")}, start + 60s)[0];
    CHECK(later.allowed);
    CHECK_FALSE(later.shared);
  }
}

TEST_CASE("store: memory is bounded, keys and logs together") {
  const Quota wide = *make_quota({.limit = 1'000'000, .window = 1h});
  constexpr std::size_t most = 256 * 1024;
  MemoryStore store({.max_keys = 1'000'000, .max_memory = most, .when_full = WhenFull::deny});
  Instant now = start;
  bool has_denied = false;
  for (int i = 0; i < 100'000; ++i) {
    now += 1us;
    const Decision decision = decide(store, {ask(wide, std::to_string(i % 3))}, now)[0];
    has_denied = has_denied || decision.reason == Reason::store_full;
    REQUIRE(store.stats().bytes <= most);
  }
  CHECK(has_denied);
  for (int i = 0; i < 100'000; ++i) {
    decide(store, {ask(three, std::to_string(i))}, now);
    REQUIRE(store.stats().bytes <= most);
  }
}

TEST_CASE("store: memory comes back when logs are forgotten") {
  MemoryStore store({.max_keys = 1'000, .shards = 1});
  const Quota log = *make_quota({.limit = 100, .window = 10s});
  for (int round = 0; round < 5; ++round) {
    const Instant now = start + 60s * round;
    for (int i = 0; i < 800; ++i) {
      for (int k = 0; k < 9; ++k)
        decide(store, {ask(log, std::to_string(round * 1000 + i))}, now + 1ns * k);
    }
    CHECK(store.stats().keys <= 1'000);
    CHECK(store.stats().bytes < 1'000 * (16 * 16 + 200));
  }
}

TEST_CASE("store: drained keys of any kind, in any shard, make room for any other") {
  for (const WhenFull when_full : {WhenFull::shared, WhenFull::deny, WhenFull::evict}) {
    MemoryStore store({.max_keys = 1'000, .when_full = when_full});
    for (int i = 0; i < 3'000; ++i) decide(store, {ask(two, std::to_string(i))}, start);
    CHECK(store.stats().keys <= 1'000);
    const std::uint64_t full = store.stats().full;
    for (int i = 0; i < 500; ++i) {
      const Decision later = decide(store, {ask(three, std::to_string(i))}, start + 24h)[0];
      REQUIRE(later.allowed);
      REQUIRE_FALSE(later.shared);
    }
    CHECK(store.stats().full == full);
  }
}

TEST_CASE("store: evicts for every newcomer, whatever shard or kind it falls to") {
  MemoryStore store({.max_keys = 100, .when_full = WhenFull::evict});
  for (int i = 0; i < 2'000; ++i) {
    REQUIRE(decide(store, {ask(two, std::to_string(i))}, start)[0].allowed);
    REQUIRE(store.stats().keys <= 100);
  }
  for (int i = 0; i < 50; ++i) {
    REQUIRE(decide(store, {ask(three, std::to_string(i))}, start)[0].allowed);
  }
}

TEST_CASE("store: when memory is short, new keys share, are denied, or evict") {
  const Quota log = *make_quota({.limit = 20, .window = 60s});
  for (const WhenFull when_full : {WhenFull::shared, WhenFull::deny, WhenFull::evict}) {
    MemoryStore store({.max_memory = std::size_t{1} << 20, .when_full = when_full});
    int shared = 0;
    int full = 0;
    for (int i = 0; i < 20'000; ++i) {
      const Decision decision = decide(store, {ask(log, std::to_string(i))}, start)[0];
      shared += decision.shared ? 1 : 0;
      full += decision.reason == Reason::store_full ? 1 : 0;
    }
    CHECK((shared > 0) == (when_full == WhenFull::shared));
    CHECK((full > 0) == (when_full == WhenFull::deny));
    CHECK(store.stats().bytes <= std::size_t{1} << 20);
  }
}

TEST_CASE("store: a store whose memory is spent still serves the keys that need none") {
  MemoryStore store({.max_memory = std::size_t{1} << 20});
  const auto known = [](int i) { return ask(three, "known" + std::to_string(i)); };
  for (int i = 0; i < 100; ++i) REQUIRE(decide(store, {known(i)}, start)[0].allowed);
  for (int i = 0; i < 20'000; ++i) decide(store, {ask(two, std::to_string(i))}, start);
  for (int i = 0; i < 100; ++i) {
    const Decision decision = decide(store, {known(i)}, start)[0];
    REQUIRE(decision.allowed);
    REQUIRE_FALSE(decision.shared);
  }
}

TEST_CASE("store: a log whose entries have all left needs no more memory") {
  const Quota wide = *make_quota({.limit = 100'000, .window = 60s});
  MemoryStore store({.max_memory = 200'000, .when_full = WhenFull::deny, .shards = 1});
  Instant now = start;
  while (decide(store, {ask(wide, "a")}, now += 1us)[0].allowed) {
  }
  CHECK(decide(store, {ask(wide, "a")}, now)[0].reason == Reason::store_full);
  CHECK(decide(store, {ask(wide, "a")}, now + 60s)[0].allowed);
}

TEST_CASE("store: a penalty that nobody earned takes no room") {
  const Quota ban =
      *make_quota({.algorithm = Algorithm::penalty, .limit = 2, .window = 60s, .ban = 300s});
  MemoryStore store;
  for (int i = 0; i < 10; ++i) {
    const std::string client = std::to_string(i);
    decide(store, {ask(two, client), ask(ban, client)}, start);
  }
  CHECK(store.stats().keys == 10);
}

TEST_CASE("store: time that steps back behind a forgotten key gives no fresh budget") {
  MemoryStore store({.max_keys = 1, .when_full = WhenFull::deny, .shards = 1});
  CHECK(decide(store, {ask(two, "a", 2)}, start)[0].allowed);
  CHECK(decide(store, {ask(two, "b")}, start + 60s)[0].allowed);  // Takes the slot of "a".
  decide(store, {ask(two, "c", 0)}, start + 200s);
  // "b" has drained: "a" may come back, but what it is charged counts as charged at the time when
  // its old state was no longer owed.
  const Decision back = decide(store, {ask(two, "a", 2)}, start + 5s)[0];
  CHECK((!back.allowed || back.reset >= 15s));
}

TEST_CASE("store: N permits are never N+1, whatever the threads do [threads]", "[threads]") {
  const Quota hot = *make_quota({.limit = 1'000, .window = 1h});
  const Quota bucket = *make_quota({.algorithm = Algorithm::gcra, .limit = 700, .window = 1h});
  MemoryStore store;
  std::atomic<int> passed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1'000; ++i) {
        const auto decisions = decide(store, {ask(hot, "a"), ask(bucket, "b")}, start);
        if (decisions[0].allowed && decisions[1].allowed) ++passed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(passed == 700);
  CHECK(decide(store, {ask(hot, "a", 0)}, start)[0].remaining == 300);
}

TEST_CASE("store: threads on many keys in opposite order neither race nor lock up", "[threads]") {
  MemoryStore store({.max_keys = 64, .shards = 4});
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < 4; ++t) {
    threads.emplace_back([&store, t] {
      Random random(t);
      for (int i = 0; i < 4'000; ++i) {
        const std::string a = std::to_string(random.below(100));
        const std::string b = std::to_string(random.below(100));
        const Instant now =
            start + Duration{static_cast<std::int64_t>(random.below(60'000'000'000))};
        decide(store, {ask(two, a), ask(three, b), ask(two, b)}, now);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(store.stats().keys <= 64 + 2 + 3 * 4);
}
