#include "scenarios/packed_arrivals.h"

#include <vector>

#include "tests/catch.h"

using namespace ratelimit;

TEST_CASE("packed arrivals: headers and recorded costs come out as they went in") {
  const std::vector<Header> headers = {{"x-tenant", "a"}, {"user-agent", ""}};
  const std::vector<ChargedCost> costs = {{.policy = "reports", .cost = 7},
                                          {.policy = "site", .cost = 0}};
  Arrival with;
  with.request.path = "/reports";
  with.request.headers = headers;
  with.request.costs = costs;
  Arrival without;
  without.request.path = "/";
  PackedArrivals packed;
  packed.add(with);
  packed.add(without);
  Arrival out;
  REQUIRE(packed.next(out));
  CHECK(out.request.path == "/reports");
  REQUIRE(out.request.headers.size() == 2);
  CHECK(out.request.headers[1].name == "user-agent");
  REQUIRE(out.request.costs.size() == 2);
  CHECK(out.request.costs[0].policy == "reports");
  CHECK(out.request.costs[0].cost == 7);
  CHECK(out.request.costs[1].policy == "site");
  CHECK(out.request.costs[1].cost == 0);
  REQUIRE(packed.next(out));
  CHECK(out.request.path == "/");
  CHECK(out.request.headers.empty());
  CHECK(out.request.costs.empty());
  CHECK_FALSE(packed.next(out));
}
