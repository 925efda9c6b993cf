#include "core/quota.h"

#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

TEST_CASE("quota: a draft that no limiter could keep is refused, by code and field") {
  struct Case {
    Quota draft;
    const char* code;
    const char* subject;
  };
  using enum Algorithm;
  const Case cases[] = {
      {{.limit = 0, .window = 1s}, "E120", "limit"},
      {{.limit = -1, .window = 1s}, "E120", "limit"},
      {{.limit = 1}, "E121", "window"},
      {{.limit = 1, .window = -1s}, "E121", "window"},
      {{.limit = 2, .window = 1ns}, "E122", "limit"},
      {{.algorithm = gcra, .limit = 1, .window = 1s, .burst = -1}, "E123", "burst"},
      {{.limit = 1, .window = 1s, .burst = 1}, "E124", "burst"},
      {{.limit = 1, .window = span_max + 1ns}, "E125", "window"},
      {{.algorithm = gcra, .limit = 1, .window = 8760h, .burst = 16}, "E125", "burst"},
      {{.algorithm = token_bucket, .limit = 1, .window = 1s, .burst = INT64_MAX}, "E125", "burst"},
      {{.limit = 1, .window = 1s, .max_delay = 1s}, "E126", "max_delay"},
      {{.algorithm = leaky_bucket, .limit = 1, .window = 1s}, "E127", "max_delay"},
      {{.limit = 1, .window = 1s, .align = Align::first_request}, "E128", "align"},
      {{.algorithm = concurrency, .limit = 1, .window = 1s}, "E129", "window"},
      {{.algorithm = concurrency, .limit = 1, .charge_denied = true}, "E130", "charge_denied"},
      {{.algorithm = penalty, .limit = 1, .window = 1s}, "E131", "ban"},
  };
  for (const Case& wrong : cases) {
    CAPTURE(wrong.code, wrong.subject);
    const auto quota = make_quota(wrong.draft);
    REQUIRE_FALSE(quota);
    CHECK(quota.error().code == wrong.code);
    CHECK(quota.error().subject == wrong.subject);
  }
}

TEST_CASE("quota: the default burst is the limit, and 1 for a leaky bucket") {
  using enum Algorithm;
  CHECK(make_quota({.algorithm = gcra, .limit = 7, .window = 1s})->burst == 7);
  CHECK(make_quota({.algorithm = token_bucket, .limit = 7, .window = 1s})->burst == 7);
  CHECK(make_quota({.algorithm = leaky_bucket, .limit = 7, .window = 1s, .max_delay = 1s})->burst ==
        1);
  CHECK(make_quota({.limit = 7, .window = 1s})->burst == 0);
}

TEST_CASE("quota: the interval of a unit is rounded up") {
  CHECK(emission_interval({.limit = 3, .window = 1s}) == 333'333'334ns);
  CHECK(emission_interval({.limit = 4, .window = 1s}) == 250ms);
}

TEST_CASE("quota: every algorithm has a name that reads back") {
  CHECK(nameable_algorithms().size() == 7);
  for (const Algorithm algorithm : nameable_algorithms()) {
    CHECK(algorithm_named(name_of(algorithm)) == algorithm);
  }
  CHECK_FALSE(algorithm_named("penalty"));
  CHECK_FALSE(algorithm_named(""));
}
