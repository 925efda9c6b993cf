#include "scenarios/log_time.h"

#include <memory>
#include <string>

#include "tests/catch.h"

using namespace ratelimit;

namespace {

// Seconds since 1970, or a number that no test expects.
std::int64_t seconds_of(std::string_view text) {
  ClfClock clock;
  LogTime time;
  return clock.read(text, time) ? time.seconds : -999'999'999'999;
}

bool reads(std::string_view text) {
  return ClfClock().read(text, *std::make_unique<LogTime>());
}

}  // namespace

TEST_CASE("log time: days since 1970 follow the Gregorian calendar") {
  CHECK(days_from_civil(1970, 1, 1) == 0);
  CHECK(days_from_civil(1969, 12, 31) == -1);
  CHECK(days_from_civil(2000, 2, 29) == 11'016);
  CHECK(days_from_civil(2000, 3, 1) == 11'017);
  CHECK(days_from_civil(1900, 3, 1) - days_from_civil(1900, 2, 28) == 1);
  CHECK(days_from_civil(2400, 3, 1) - days_from_civil(2000, 3, 1) == 146'097);
}

TEST_CASE("log time: a time is read in its zone") {
  CHECK(seconds_of("01/Jan/1970:00:00:00 +0000") == 0);
  CHECK(seconds_of("09/Jul/1995:00:00:00 -0400") == 805'262'400);
  CHECK(seconds_of("22/Jan/2019:03:56:14 +0330") == 1'548'116'774);
  CHECK(seconds_of("01/Jan/1970:00:00:00 +0100") == -3'600);
  CHECK(seconds_of("29/Feb/2024:23:59:59 +0000") == 1'709'251'199);
  CHECK(seconds_of("31/Dec/9999:23:59:59 +0000") == 253'402'300'799);
}

TEST_CASE("log time: a leap second is the next second") {
  CHECK(seconds_of("31/Dec/2016:23:59:60 +0000") == seconds_of("01/Jan/2017:00:00:00 +0000"));
}

TEST_CASE("log time: what no calendar has is refused") {
  const char* const bad[] = {
      "",
      "09/Jul/1995:00:00:00",
      "9/Jul/1995:00:00:00 -0400 ",
      "00/Jul/1995:00:00:00 -0400",
      "32/Jul/1995:00:00:00 -0400",
      "31/Jun/1995:00:00:00 -0400",
      "29/Feb/2023:00:00:00 +0000",
      "29/Feb/1900:00:00:00 +0000",
      "09/jul/1995:00:00:00 -0400",
      "09/anF/1995:00:00:00 -0400",
      "09/Jul/1995:24:00:00 -0400",
      "09/Jul/1995:00:60:00 -0400",
      "09/Jul/1995:00:00:61 -0400",
      "09/Jul/1995:00:00:00 -2400",
      "09/Jul/1995:00:00:00 -0060",
      "09/Jul/1995:00:00:00 00400",
      "09/Jul/1995:00:00:0x -0400",
      "09/Jul/1995 00:00:00 -0400",
      "-9/Jul/1995:00:00:00 -0400",
  };
  for (const char* const text : bad) {
    CAPTURE(text);
    CHECK_FALSE(reads(text));
  }
}

TEST_CASE("log time: a refused day leaves nothing behind for the next line") {
  ClfClock clock;
  LogTime time;
  REQUIRE(clock.read("09/Jul/1995:00:00:01 -0400", time));
  CHECK_FALSE(clock.read("32/Jul/1995:00:00:01 -0400", time));
  CHECK_FALSE(clock.read("32/Jul/1995:00:00:01 -0400", time));
  REQUIRE(clock.read("09/Jul/1995:00:00:01 +0330", time));
  CHECK(time.seconds == 805'262'401 - 4 * 3'600 - 12'600);
  CHECK(time.zone_minutes == 210);
}
