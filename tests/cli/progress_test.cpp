#include "cli/progress.h"

#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

TEST_CASE("progress: a line says how far, how fast and how long still") {
  const Style style{Depth::none, Charset::ascii, 100};
  CHECK(
      progress_line({.done = 250'000, .total = 1'000'000, .elapsed = 1s}, style) ==
      "replay  ########------------------------   25%  250,000 of 1,000,000 requests  250 k/s  3 s "
      "left");
  CHECK(progress_line({.done = 0, .total = 10, .elapsed = 0s}, style).find("  0%") !=
        std::string::npos);
  const ProgressPoint reading{
      .stage = Stage::reading, .done = Count{17} << 27, .total = Count{23} << 27, .elapsed = 4s};
  CHECK(progress_line(reading, style) ==
        "reading  #######################---------   73%  2.1 of 2.8 GiB  544.0 MiB/s  2 s left");
}

TEST_CASE("progress: what comes through a pipe has no end that is known") {
  const Style style{Depth::none, Charset::ascii, 100};
  CHECK(progress_line({.done = 7, .total = 0, .elapsed = 1s}, style) == "replay  7 requests  7/s");
  const ProgressPoint reading{.stage = Stage::reading, .done = 3 << 19, .elapsed = 1s};
  CHECK(progress_line(reading, style) == "reading  1.5 MiB  1.5 MiB/s");
}

TEST_CASE("progress: a line never wraps, or it could not be erased") {
  for (int width = 20; width <= 200; ++width) {
    CAPTURE(width);
    const Style style{Depth::none, Charset::ascii, width};
    const ProgressPoint point{.done = 123'456'789, .total = 9'999'999'999, .elapsed = 100s};
    CHECK(progress_line(point, style).size() < static_cast<std::size_t>(width));
  }
}

TEST_CASE("progress: throughput has a unit that fits") {
  CHECK(throughput(0, 1s) == "0/s");
  CHECK(throughput(999, 1s) == "999/s");
  CHECK(throughput(35'272, 1s) == "35 k/s");
  CHECK(throughput(3'100'000, 1s) == "3.1 M/s");
  CHECK(throughput(5, 0s) == "5000.0 M/s");
}
