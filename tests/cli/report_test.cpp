#include <string>

#include "cli/report/summary.h"
#include "cli/report/timeline.h"
#include "tests/catch.h"
#include "tests/cli/golden.h"
#include "tests/cli/sample_run.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

std::string drawn(const Style& style, bool recorded = true) {
  const SampleRun run(lane_columns(style.width), recorded);
  return draw_report(run.report(), run.picture, style);
}

}  // namespace

TEST_CASE("report: every depth of colour, charset and width has its picture") {
  struct Row {
    const char* golden;
    Style style;
  };
  const Row rows[] = {
      {"report-truecolor-100.txt", {Depth::full, Charset::unicode, 100}},
      {"report-256-100.txt", {Depth::palette, Charset::unicode, 100}},
      {"report-16-100.txt", {Depth::basic, Charset::unicode, 100}},
      {"report-none-100.txt", {Depth::none, Charset::unicode, 100}},
      {"report-ascii-100.txt", {Depth::none, Charset::ascii, 100}},
      {"report-ascii-16-100.txt", {Depth::basic, Charset::ascii, 100}},
      {"report-none-60.txt", {Depth::none, Charset::unicode, 60}},
      {"report-ascii-80.txt", {Depth::none, Charset::ascii, 80}},
      {"report-none-140.txt", {Depth::none, Charset::unicode, 140}},
      {"report-none-40.txt", {Depth::none, Charset::unicode, 40}},
  };
  for (const Row& row : rows) check_golden(row.golden, drawn(row.style));
}

TEST_CASE("report: virtual time is told from its beginning") {
  check_golden("report-virtual-80.txt", drawn({Depth::none, Charset::unicode, 80}, false));
}
