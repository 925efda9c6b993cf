#include "core/key_table.h"

#include <map>

#include "core/gcra.h"
#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{24h};

}  // namespace

TEST_CASE("key table: holds what a map holds, through growth, forgetting and new keys") {
  KeyTable<Gcra> table;
  std::map<std::uint64_t, Instant> reference;
  Random random(1);
  Instant now = start;
  for (int i = 0; i < 20'000; ++i) {
    now += Duration{static_cast<std::int64_t>(random.below(20'000'000))};
    const std::uint64_t print = Random::mix(random.below(3'000) + 1);
    const auto expected = reference.find(print);
    const bool owes = expected != reference.end() && expected->second > now;
    Gcra::State* state = table.find(print);
    // A state that owes is there, with what was written; a drained one may have been forgotten.
    if (owes) REQUIRE(state != nullptr);
    if (state != nullptr) REQUIRE(state->tat == expected->second);
    if (state == nullptr) state = &table.insert(print, now);
    state->tat = now + 10s;
    reference[print] = state->tat;
    table.sweep_buckets(print, now);
    table.sweep(now, 4);
  }
  CHECK(table.occupied() <= 3'000);
}

TEST_CASE("key table: fills its slots well before it doubles") {
  KeyTable<Gcra> table;
  for (std::uint64_t i = 1; i <= 100'000; ++i) {
    table.insert(Random::mix(i), start).tat = start + 1h;
    const double slots = 4 + static_cast<double>(table.bytes()) / 16;
    // Having just doubled, it is at least a fifth full.
    if (i > 100) REQUIRE(static_cast<double>(i) > slots / 5);
  }
}

TEST_CASE("key table: drained slots are used again, so it grows with live keys only") {
  KeyTable<Gcra> table;
  for (std::uint64_t i = 1; i <= 100'000; ++i) {
    const Instant now = start + 1ms * static_cast<std::int64_t>(i);
    table.sweep_buckets(Random::mix(i), now);
    table.sweep(now, 4);
    table.insert(Random::mix(i), now).tat = now + 100ms;
  }
  // 100 owe at a time, and 1 s of slack keeps a thousand more.
  CHECK(table.occupied() < 1'500);
  CHECK(table.bytes() <= 4'096 * 16);
}

TEST_CASE("key table: a state is not forgotten before it has drained for the slack") {
  KeyTable<Gcra> table;
  table.insert(1, start).tat = start + 10s;
  table.sweep(start + 11s - 1ns, 4);
  CHECK(table.find(1) != nullptr);
  CHECK(table.forgotten_until() == long_ago);
  table.sweep(start + 11s, 4);
  CHECK(table.find(1) == nullptr);
  CHECK(table.forgotten_until() == start + 10s);
}

TEST_CASE("key table: evicts what drains soonest") {
  KeyTable<Gcra> table;
  for (std::uint64_t i = 1; i <= 4; ++i) {
    table.insert(i, start).tat = start + 1s * static_cast<std::int64_t>(10 - i);
  }
  CHECK(table.evict_next(64));
  CHECK(table.find(4) == nullptr);
  CHECK(table.occupied() == 3);
}
