#include "scenarios/lanes.h"

#include <vector>

#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

constexpr Instant begin{100s};

void tell(Lanes& lanes, Duration at, std::size_t client, bool allowed = true, Duration delay = {}) {
  Arrival arrival;
  arrival.at = begin + at;
  Verdict verdict;
  verdict.allowed = allowed;
  verdict.delay = delay;
  lanes.on_verdict({.arrival = arrival, .client = client, .verdict = verdict});
}

}  // namespace

TEST_CASE("lanes: a request lands in the column of its time, the last instant in the last") {
  Lanes lanes(begin, begin + 10s, 5);
  tell(lanes, 0s, 0);
  tell(lanes, 2s - 1ns, 0, false);
  tell(lanes, 2s, 0);
  tell(lanes, 10s, 0, true, 1s);
  const std::vector<LaneCell>& lane = lanes.lane(0);
  REQUIRE(lane.size() == 3);
  CHECK(lane[0].column == 0);
  CHECK(lane[0].allowed == 1);
  CHECK(lane[0].denied == 1);
  CHECK(lane[1].column == 1);
  CHECK(lane[2].column == 4);
  CHECK(lane[2].allowed == 1);
  CHECK(lane[2].delayed == 1);
  CHECK(lanes.complete());
}

TEST_CASE("lanes: all clients together fill every column") {
  Lanes lanes(begin, begin + 10s, 5);
  tell(lanes, 1s, 0);
  tell(lanes, 1s, 2, false);
  REQUIRE(lanes.all().size() == 5);
  CHECK(lanes.all()[0].allowed == 1);
  CHECK(lanes.all()[0].denied == 1);
  CHECK(lanes.all()[4].column == 4);
  CHECK(lanes.lane(1).empty());
  CHECK(lanes.lane(2).size() == 1);
  CHECK(lanes.lane(99).empty());
}

TEST_CASE("lanes: a run of one instant lies in the first column") {
  Lanes lanes(begin, begin, 7);
  tell(lanes, 0s, 0);
  CHECK(lanes.all()[0].allowed == 1);
}

TEST_CASE("lanes: centuries do not overflow") {
  Lanes lanes(instant_min, instant_max, 200);
  Arrival arrival;
  arrival.at = instant_max;
  const Verdict verdict;
  lanes.on_verdict({.arrival = arrival, .client = 0, .verdict = verdict});
  CHECK(lanes.lane(0)[0].column == 199);
}

TEST_CASE("lanes: no more cells are kept than may be") {
  Lanes lanes(begin, begin + 10s, 5, 3);
  tell(lanes, 0s, 0);
  tell(lanes, 0s, 1);
  tell(lanes, 2s, 0);
  CHECK(lanes.complete());
  tell(lanes, 2s, 0);
  CHECK(lanes.complete());
  tell(lanes, 2s, 2);
  tell(lanes, 4s, 1);
  CHECK_FALSE(lanes.complete());
  CHECK(lanes.lane(0).size() == 2);
  CHECK(lanes.lane(0).back().allowed == 2);
  CHECK(lanes.lane(1).size() == 1);
  CHECK(lanes.lane(2).empty());
  CHECK(lanes.all()[1].allowed == 3);
  CHECK(lanes.all()[2].allowed == 1);
}
