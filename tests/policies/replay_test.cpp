#include "policies/replay.h"

#include "policies/parse.h"
#include "tests/catch.h"

using namespace ratelimit;

TEST_CASE("replay: a cost that no log tells is warned of, policy by policy") {
  const Policies policies = *parse_policies(R"([policy.a]
on = "http"
limit = 9
window = "1m"
cost = "header:x-cost"
[policy.b]
on = "http"
limit = 9
window = "1m"
cost = { per_bytes = 1024 }
mode = "shadow"
[policy.c]
on = "http"
limit = 9
window = "1m"
cost = 3
[policy.d]
on = "http"
limit = 9
window = "1m"
[policy.e]
on = "http"
limit = 9
window = "1m"
cost = "header:x-cost"
mode = "off"
)",
                                            "p.toml");
  const std::vector<Error> warnings = replay_warnings(policies);
  REQUIRE(warnings.size() == 2);
  CHECK(warnings[0].code == "W305");
  CHECK(warnings[0].message ==
        "policy 'a': this cost cannot be known in a replay: each request costs 1");
  CHECK(warnings[0].place.line == 1);
  CHECK(warnings[1].subject == "b");
}
