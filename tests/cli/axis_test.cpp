#include "cli/report/axis.h"

#include <initializer_list>
#include <string>

#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

std::string ticks_of(const TimeAxis& axis, std::size_t columns) {
  std::string text;
  for (const Tick& tick : time_ticks(axis, columns)) {
    text += std::to_string(tick.column) + "=" + tick.label + " ";
  }
  return text;
}

TimeAxis since_zero(Duration length) {
  return {.begin = Instant{}, .end = Instant{length}};
}

TimeAxis recorded(Duration begin, Duration length, int zone_minutes) {
  return {.begin = Instant{begin}, .end = Instant{begin + length}, .zone_minutes = zone_minutes};
}

constexpr Duration july_9 = 804'988'800s;  // 1995-07-06 00:00 UTC and three days.

}  // namespace

TEST_CASE("axis: ticks of virtual time are round and at least ten columns apart") {
  CHECK(ticks_of(since_zero(15min), 63) == "0=0:00 12=3:00 25=6:00 37=9:00 50=12:00 ");
  CHECK(ticks_of(since_zero(15min), 103) ==
        "0=0:00 13=2:00 27=4:00 41=6:00 54=8:00 68=10:00 82=12:00 96=14:00 ");
  CHECK(ticks_of(since_zero(15min), 43) == "0=0:00 14=5:00 28=10:00 ");
  CHECK(ticks_of(since_zero(2h), 60) == "0=0:00:00 15=0:30:00 30=1:00:00 45=1:30:00 ");
  CHECK(ticks_of(since_zero(1s), 60) ==
        "0=0:00.000 12=0:00.200 24=0:00.400 36=0:00.600 48=0:00.800 ");
}

TEST_CASE("axis: ticks of a log are round in its own zone") {
  CHECK(ticks_of(recorded(july_9 + 4h, 24h, -240), 60) == "0=00:00 15=06:00 30=12:00 45=18:00 ");
  CHECK(ticks_of(recorded(july_9 + 14s, 177s, 210), 59) ==
        "5=03:30:30 15=03:31:00 25=03:31:30 35=03:32:00 45=03:32:30 ");
  CHECK(ticks_of(recorded(july_9 + 10h, 83h, 0), 60) == "10=07-07 27=07-08 44=07-09 ");
  CHECK(ticks_of(recorded(july_9, 24h * 60, 0), 60) == "7=07-13 21=07-27 35=08-10 49=08-24 ");
}

TEST_CASE("axis: no span is too short or too long to be drawn") {
  for (const Duration span :
       std::initializer_list<Duration>{0ns, 1ns, 7ns, 999ns, 1us, 3ms, 1s, 24h, 24h * 365 * 60}) {
    for (const std::size_t columns : {std::size_t{1}, std::size_t{10}, std::size_t{163}}) {
      CAPTURE(span.count(), columns);
      for (const TimeAxis& axis : {since_zero(span), recorded(july_9, span, 330)}) {
        const auto ticks = time_ticks(axis, columns);
        CHECK(ticks.size() <= columns / 10 + 1);
        for (const Tick& tick : ticks) CHECK(tick.column + tick.label.size() <= columns);
      }
    }
  }
}
