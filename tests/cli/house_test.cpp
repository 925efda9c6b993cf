#include "core/quota.h"
#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

TEST_CASE("quota: a burst defaults to the limit") {
  CHECK(make_quota({.algorithm = Algorithm::gcra, .limit = 3, .window = 1s})->burst == 3);
}
