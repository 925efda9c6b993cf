#include "cli/report/format.h"

#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

TEST_CASE("format: counts are grouped by thousands") {
  CHECK(format_count(0) == "0");
  CHECK(format_count(999) == "999");
  CHECK(format_count(1'000) == "1,000");
  CHECK(format_count(35'272) == "35,272");
  CHECK(format_count(123'456) == "123,456");
  CHECK(format_count(1'234'567) == "1,234,567");
  CHECK(format_count(-1'234) == "-1,234");
  CHECK(format_count(-123) == "-123");
}

TEST_CASE("format: a share has one decimal and never hides a single one") {
  CHECK(format_share(0, 100) == "0");
  CHECK(format_share(0, 0) == "0");
  CHECK(format_share(26, 35'272) == "0.1%");
  CHECK(format_share(1, 3'000) == "<0.1%");
  CHECK(format_share(1'399, 2'255) == "62.0%");
  CHECK(format_share(205, 609) == "33.7%");
  CHECK(format_share(1, 8) == "12.5%");
  CHECK(format_share(2'999, 3'000) == ">99.9%");
  CHECK(format_share(7, 7) == "100.0%");
  CHECK(format_share(9'000'000'000'000'000'000, 9'000'000'000'000'000'000) == "100.0%");
}

TEST_CASE("format: a rate is told in the unit in which it is at least one") {
  CHECK(format_rate(18, 1s) == "18/s");
  CHECK(format_rate(66, 10s) == "6.6/s");
  CHECK(format_rate(104, 10s) == "10/s");
  CHECK(format_rate(1'234'567, 1s) == "1,234,567/s");
  CHECK(format_rate(12, 60s) == "12/min");
  CHECK(format_rate(3, 1h) == "3.0/h");
  CHECK(format_rate(0, 1h) == "0/s");
  CHECK(format_rate(5, 0ns) == "5,000,000,000/s");
}

TEST_CASE("format: a duration is told in two units at most") {
  CHECK(format_length(0ns) == "0 ns");
  CHECK(format_length(250ns) == "250 ns");
  CHECK(format_length(12us) == "12 us");
  CHECK(format_length(850ms) == "850 ms");
  CHECK(format_length(999'600us) == "1 s");
  CHECK(format_length(12'400ms) == "12.4 s");
  CHECK(format_length(14'285'714'285ns) == "14.3 s");
  CHECK(format_length(58s) == "58 s");
  CHECK(format_length(59'960ms) == "1m00s");
  CHECK(format_length(200s) == "3m20s");
  CHECK(format_length(15min) == "15m00s");
  CHECK(format_length(3'599'600ms) == "1h00m");
  CHECK(format_length(64min) == "1h04m");
  CHECK(format_length(83h) == "3d11h");
}

TEST_CASE("format: elapsed time and times of day") {
  CHECK(format_elapsed(372s, false) == "6:12");
  CHECK(format_elapsed(372s, true) == "0:06:12");
  CHECK(format_elapsed(1h + 372s, true) == "1:06:12");
  CHECK(format_elapsed(1'250ms, false, 3) == "0:01.250");
  constexpr Instant shop{Duration{1'548'116'774s}};
  CHECK(format_date(shop, 210) == "2019-01-22");
  CHECK(format_time(shop, 210) == "03:56:14");
  CHECK(format_date(shop, -240) == "2019-01-21");
  CHECK(format_zone(210) == "+03:30");
  CHECK(format_zone(-240) == "-04:00");
  CHECK(format_zone(0) == "+00:00");
  CHECK(format_date(Instant{} - 1s, 0) == "1969-12-31");
  CHECK(format_time(Instant{}, -60) == "23:00:00");
}
