#include "core/limiter.h"

#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

TEST_CASE("limiter: of 25 requests in 12.5 s twenty pass and five are denied") {
  Limiter limiter(*make_quota({.limit = 20, .window = 60s}));
  int passed = 0;
  for (int i = 0; i < 25; ++i) {
    const Decision decision = limiter.take("http_127.0.0.1", Instant(24h) + 500ms * i);
    passed += decision.allowed ? 1 : 0;
    CHECK(decision.allowed == (i < 20));
    // The first request leaves the window a minute after it came.
    if (!decision.allowed) CHECK(decision.retry_after == 60s - 500ms * i);
  }
  CHECK(passed == 20);
}

TEST_CASE("limiter: a look charges nothing") {
  Limiter limiter(*make_quota({.limit = 1, .window = 60s}));
  CHECK(limiter.look("a", Instant(1h)).remaining == 1);
  CHECK(limiter.take("a", Instant(1h)).allowed);
  CHECK(limiter.look("a", Instant(1h)).remaining == 0);
  CHECK(limiter.look("b", Instant(1h)).remaining == 1);
}

TEST_CASE("limiter: slots come back with release") {
  Limiter limiter(*make_quota({.algorithm = Algorithm::concurrency, .limit = 1}));
  const Decision taken = limiter.take("a", Instant(1h));
  CHECK_FALSE(limiter.take("a", Instant(1h)).allowed);
  limiter.release("a", taken, Instant(1h));
  CHECK(limiter.take("a", Instant(1h)).allowed);
}
