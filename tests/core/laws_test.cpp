// The laws that every algorithm obeys, on seeded traffic.

#include <algorithm>
#include <array>
#include <string>

#include "core/limiter.h"
#include "tests/catch.h"
#include "tests/core/algorithm_kinds.h"

using namespace ratelimit;
using namespace ratelimit::testing;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{std::chrono::hours{1}};

// The charges of a run never exceed what the algorithm states, in any part of it.
template <class Algorithm>
bool keeps_bound(const Quota& quota, const std::vector<Charge>& charges) {
  const Int128 bound = Kind<Algorithm>::bound(quota);
  for (std::size_t first = 0; first < charges.size(); ++first) {
    Count units = 0;
    for (std::size_t last = first; last < charges.size(); ++last) {
      units += charges[last].units;
      const Duration elapsed = charges[last].at - charges[first].at;
      const Int128 most = bound + Int128{quota.limit} * elapsed.count();
      if (Int128{units} * quota.window.count() > most) return false;
    }
  }
  return true;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("law 1: from fresh, exactly the budget passes at one instant undelayed", "",
                        WindowAlgorithms) {
  for (const Quota& quota : quotas<TestType>()) {
    CAPTURE(quota.limit, quota.window.count(), quota.burst);
    const TestType algorithm(quota);
    typename TestType::State state;
    Count remaining = algorithm.peek(state, start, 0).remaining;
    for (Count i = 0; i < capacity(quota); ++i) {
      const Decision decision = algorithm.take(state, start, 1);
      REQUIRE(decision.allowed);
      REQUIRE(decision.delay == 0ns);
      REQUIRE(decision.remaining == --remaining);
    }
    const Decision next = algorithm.take(state, start, 1);
    REQUIRE((!next.allowed || next.delay > 0ns));
    while (remaining > 0) {
      --remaining;
      if (next.allowed && remaining == 0) break;
      REQUIRE(algorithm.take(state, start, 1).allowed);
    }
    REQUIRE_FALSE(algorithm.take(state, start, 1).allowed);
    REQUIRE(algorithm.peek(state, start, 0).remaining == 0);
  }
}

TEMPLATE_LIST_TEST_CASE("law 2: retry_after is exact: denied 1 ns before, passed at it", "",
                        WindowAlgorithms) {
  for_each_run<TestType>([](const Quota& quota, const std::vector<Event>& traffic) {
    const TestType algorithm(quota);
    typename TestType::State state;
    for (const Event& event : traffic) {
      const Decision decision = algorithm.take(state, event.at, event.cost);
      if (decision.allowed) {
        REQUIRE(decision.retry_after == 0ns);
        continue;
      }
      REQUIRE(decision.retry == Retry::after);
      REQUIRE(decision.retry_after > 0ns);
      const Instant then = event.at + decision.retry_after;
      REQUIRE_FALSE(algorithm.peek(state, then - 1ns, event.cost).allowed);
      REQUIRE(algorithm.peek(state, then, event.cost).allowed);
    }
  });
}

TEMPLATE_LIST_TEST_CASE("laws 3 and 11: no part of any run charges more than the stated bound", "",
                        WindowAlgorithms) {
  for_each_run<TestType>([](const Quota& quota, const std::vector<Event>& traffic) {
    const TestType algorithm(quota);
    typename TestType::State state;
    std::vector<Charge> charges;
    for (const Event& event : traffic) {
      if (algorithm.take(state, event.at, event.cost).allowed) {
        charges.push_back({event.at, event.cost});
      }
    }
    REQUIRE(keeps_bound<TestType>(quota, charges));
  });
}

TEST_CASE("law 3: no window of a sliding log ever holds more than the limit") {
  for_each_run<SlidingLog>([](const Quota& quota, const std::vector<Event>& traffic) {
    const SlidingLog algorithm(quota);
    SlidingLog::State state;
    NaiveLog log(quota);
    for (const Event& event : traffic) {
      if (algorithm.take(state, event.at, event.cost).allowed) log.charge(event.at, event.cost);
      REQUIRE(log.left(event.at) >= 0);
    }
  });
}

TEMPLATE_LIST_TEST_CASE("law 4: a denied request changes nothing", "", WindowAlgorithms) {
  for_each_run<TestType>([](const Quota& quota, const std::vector<Event>& traffic) {
    const TestType algorithm(quota);
    typename TestType::State asked;
    typename TestType::State spared;  // Is never asked for what is denied.
    for (const Event& event : traffic) {
      const Decision decision = algorithm.take(asked, event.at, event.cost);
      REQUIRE(algorithm.peek(spared, event.at, event.cost) == decision);
      if (decision.allowed) algorithm.take(spared, event.at, event.cost);
    }
  });
}

TEMPLATE_LIST_TEST_CASE("law 5: forgetting a drained key changes no later decision", "",
                        WindowAlgorithms) {
  for_each_run<TestType>([](const Quota& quota, const std::vector<Event>& traffic) {
    const TestType algorithm(quota);
    typename TestType::State kept;
    typename TestType::State forgotten;
    for (const Event& event : traffic) {
      if (TestType::drained_at(forgotten) <= event.at) forgotten = {};
      const Decision decision = algorithm.take(kept, event.at, event.cost);
      REQUIRE(algorithm.take(forgotten, event.at, event.cost) == decision);
      REQUIRE(decision.reset == std::max(TestType::drained_at(kept) - event.at, Duration{}));
    }
  });
}

TEMPLATE_LIST_TEST_CASE("law 6: keys do not see each other", "", WindowAlgorithms) {
  for_each_run<TestType>([](const Quota& quota, const std::vector<Event>& traffic) {
    Limiter crowd(quota, {.shards = 1});
    Limiter alone(quota);
    Random random(traffic.size());
    for (const Event& event : traffic) {
      const std::string client = std::to_string(random.below(30));
      const Decision decision = crowd.take(client, event.at, event.cost);
      if (client == "7") REQUIRE(alone.take(client, event.at, event.cost) == decision);
    }
  });
}

TEMPLATE_LIST_TEST_CASE("law 7: peek and take at the same instant agree", "", WindowAlgorithms) {
  for_each_run<TestType>([](const Quota& quota, const std::vector<Event>& traffic) {
    const TestType algorithm(quota);
    typename TestType::State state;
    for (const Event& event : traffic) {
      const Decision peeked = algorithm.peek(state, event.at, event.cost);
      REQUIRE(algorithm.peek(state, event.at, event.cost) == peeked);
      REQUIRE(algorithm.take(state, event.at, event.cost) == peeked);
    }
  });
}

TEMPLATE_LIST_TEST_CASE("law 8: time that steps back gives nothing away", "", WindowAlgorithms) {
  for_each_run<TestType>([](const Quota& quota, std::vector<Event> traffic) {
    Random random(traffic.size());
    const TestType algorithm(quota);
    typename TestType::State state;
    std::vector<Charge> charges;
    Instant latest = instant_min;
    for (Event& event : traffic) {
      if (random.below(4) == 0) {
        const auto most = static_cast<std::uint64_t>(3 * quota.window.count());
        event.at = std::max(instant_min,
                            event.at - Duration{static_cast<std::int64_t>(random.below(most))});
      }
      const Decision decision = algorithm.take(state, event.at, event.cost);
      REQUIRE(decision.retry_after >= 0ns);
      REQUIRE(decision.reset >= 0ns);
      if (!decision.allowed) {
        const Instant then = event.at + decision.retry_after;
        REQUIRE_FALSE(algorithm.peek(state, then - 1ns, event.cost).allowed);
        REQUIRE(algorithm.peek(state, then, event.cost).allowed);
        continue;
      }
      if (event.cost == 0) continue;
      // What was charged before cannot have come later: time is as late as the latest charge.
      latest = std::max(latest, event.at);
      charges.push_back({latest, event.cost});
    }
    REQUIRE(keeps_bound<TestType>(quota, charges));
  });
}

TEMPLATE_LIST_TEST_CASE("law 9: every decision is that of a naive reference", "",
                        WindowAlgorithms) {
  for_each_run<TestType>([](const Quota& quota, const std::vector<Event>& traffic) {
    const TestType algorithm(quota);
    typename TestType::State state;
    typename Kind<TestType>::Naive naive(quota);
    for (const Event& event : traffic) {
      const bool allows = naive.allows(event.at, event.cost) || event.cost == 0;
      const Decision decision = algorithm.take(state, event.at, event.cost);
      REQUIRE(decision.allowed == allows);
      if (allows && event.cost > 0) naive.charge(event.at, event.cost);
      REQUIRE(decision.remaining == std::max(naive.left(event.at), Count{0}));
    }
  });
}

TEMPLATE_LIST_TEST_CASE("law 9: a window algorithm differs from the exact log by its bound at most",
                        "", WindowAlgorithms) {
  // Stricter: never with an empty log. Looser: never with the bound already in the window.
  for_each_run<TestType>([](const Quota& quota, const std::vector<Event>& traffic) {
    const TestType algorithm(quota);
    typename TestType::State state;
    NaiveLog log(quota);
    const Int128 most = Kind<TestType>::bound(quota) / quota.window.count() + quota.limit;
    for (const Event& event : traffic) {
      const Count used = quota.limit - log.left(event.at);
      const Decision decision = algorithm.take(state, event.at, event.cost);
      if (decision.allowed) {
        REQUIRE(Int128{used} + event.cost <= most);
        log.charge(event.at, event.cost);
      }
    }
  });
}

TEMPLATE_LIST_TEST_CASE("law 10: a full store never hands out a fresh budget to a key that owes",
                        "", WindowAlgorithms) {
  for (const WhenFull when_full : {WhenFull::shared, WhenFull::deny}) {
    for_each_run<TestType>([&](const Quota& quota, const std::vector<Event>& traffic) {
      Limiter limiter(quota, {.max_keys = 2, .when_full = when_full, .shards = 1});
      const TestType algorithm(quota);
      std::array<typename TestType::State, 5> owed;  // By each client, in a store without a cap.
      std::array<std::vector<Charge>, 5> charges;
      Random random(traffic.size());
      for (const Event& event : traffic) {
        const std::size_t client = random.below(owed.size());
        if (!limiter.take(std::to_string(client), event.at, event.cost).allowed) continue;
        charges[client].push_back({event.at, event.cost});
        // A shared window may have been opened by somebody else, so that it ends sooner; for all
        // others, what the full store allows a store without a cap would allow.
        const bool allowed = algorithm.take(owed[client], event.at, event.cost).allowed;
        if (quota.align == Align::epoch) REQUIRE(allowed);
      }
      for (const auto& of_client : charges) REQUIRE(keeps_bound<TestType>(quota, of_client));
      REQUIRE(limiter.stats().keys <= 2 + 1);
    });
  }
}
