#include "policies/units.h"

#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

TEST_CASE("units: durations are whole numbers with units") {
  const std::pair<const char*, Duration> cases[] = {
      {"1ns", 1ns},
      {"250us", 250us},
      {"500ms", 500ms},
      {"60s", 60s},
      {"1m", 1min},
      {"2h", 2h},
      {"1d", 24h},
      {"1h30m", 90min},
      {"1m500ms", 60500ms},
      {"1d2h3m4s5ms6us7ns", 93'784'005'006'007ns},
      {"0s", 0s},
      {"007s", 7s},
      {"9223372036854775807ns", Duration::max()},
  };
  for (const auto& [text, duration] : cases) {
    CAPTURE(text);
    REQUIRE(parse_duration(text));
    CHECK(*parse_duration(text) == duration);
  }
}

TEST_CASE("units: what is no duration is refused, with the way out") {
  const std::pair<const char*, const char*> cases[] = {
      {"60", "did you mean \"60s\"?"},
      {"60 s", "did you mean \"60s\"?"},
      {"5min", "did you mean \"5m\"?"},
      {"2 hours", "did you mean \"2h\"?"},
      {"1.5s", "\"1500ms\" instead of \"1.5s\""},
      {"-1s", ""},
      {"", "\"60s\", for example"},
      {"s", nullptr},
      {"1s1m", nullptr},
      {"1s1s", nullptr},
      {"1x", nullptr},
      {"9223372036854775808ns", ""},
      {"106752d", ""},
      {"1h\t", nullptr},
      {"١s", nullptr},
  };
  for (const auto& [text, label] : cases) {
    CAPTURE(text);
    const auto duration = parse_duration(text);
    REQUIRE_FALSE(duration.has_value());
    CHECK(duration.error().code == "E105");
    if (label != nullptr) CHECK(duration.error().label == label);
  }
}

TEST_CASE("units: sizes are whole numbers with units") {
  CHECK(*parse_size("500B") == 500);
  CHECK(*parse_size("64KiB") == 65'536);
  CHECK(*parse_size("1MiB") == 1'048'576);
  CHECK(*parse_size("1GiB") == 1'073'741'824);
  CHECK(*parse_size("2MB") == 2'000'000);
  for (const char* const text :
       {"", "1", "1 MiB", "MiB", "-1B", "1.5MiB", "1mb", "9223372036854775807TiB"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_size(text).has_value());
  }
}

TEST_CASE("units: a duration is written as people write windows, and read back") {
  const std::pair<Duration, const char*> cases[] = {
      {0s, "0s"},  {60s, "60s"},     {120s, "120s"},      {3min, "3m"}, {90min, "1h30m"},
      {24h, "1d"}, {500ms, "500ms"}, {1500ms, "1s500ms"}, {1ns, "1ns"},
  };
  for (const auto& [duration, text] : cases) {
    CAPTURE(text);
    CHECK(format_duration(duration) == text);
    CHECK(*parse_duration(format_duration(duration)) == duration);
  }
}
