#include "cli/report/timeline.h"

#include <string>
#include <vector>

#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

Picture picture_of(std::vector<LaneCell> cells) {
  Picture picture{.axis = {.begin = Instant{}, .end = Instant{10s}}, .columns = 10};
  picture.all = cells;
  picture.lanes.push_back({.name = "a", .cells = std::move(cells), .requests = 1, .denied = 0});
  return picture;
}

constexpr Style plain{Depth::none, Charset::unicode, 80};
constexpr Style ascii{Depth::none, Charset::ascii, 80};
constexpr std::size_t first_lane = 9;  // Below the chart, its legend and a head.

}  // namespace

TEST_CASE("timeline: a single denial among thousands is seen") {
  const Picture picture = picture_of(
      {{.column = 3, .allowed = 100'000, .denied = 1}, {.column = 5, .allowed = 100'000}});
  const std::vector<std::string> lines = lines_of(draw_timeline(picture, plain));
  CHECK(lines[0].find("░ █") != std::string::npos);
  CHECK(lines[first_lane].find("···▒·█····") != std::string::npos);
}

TEST_CASE("timeline: a single request beside a flood is seen") {
  const Picture picture =
      picture_of({{.column = 0, .allowed = 4'000'000'000}, {.column = 9, .allowed = 1}});
  const std::vector<std::string> lines = lines_of(draw_timeline(picture, plain));
  CHECK(lines[4].find("█        ▁") != std::string::npos);
  CHECK(lines[first_lane].find("█········▁") != std::string::npos);
}

TEST_CASE("timeline: in ASCII few and many, allowed, denied, both and delayed differ") {
  const Picture picture = picture_of({{.column = 0, .allowed = 1},
                                      {.column = 1, .allowed = 9},
                                      {.column = 2, .allowed = 1, .denied = 1},
                                      {.column = 3, .denied = 1},
                                      {.column = 4, .denied = 10},
                                      {.column = 5, .allowed = 2, .delayed = 2}});
  const std::vector<std::string> lines = lines_of(draw_timeline(picture, ascii));
  CHECK(lines[first_lane].find(".o+xX~    ") != std::string::npos);
  CHECK(lines[first_lane + 1].find("~ delayed") != std::string::npos);
}

TEST_CASE("timeline: no line is wider than the style, whatever the names") {
  for (const int width : {60, 61, 79, 80, 99, 100, 119, 120, 140, 200}) {
    CAPTURE(width);
    Picture picture{.axis = {.begin = Instant{}, .end = Instant{10s}},
                    .columns = lane_columns(width)};
    picture.lanes.push_back({.name = std::string(300, 'x'), .requests = 9'999'999, .denied = 1});
    picture.clients_more = 1'000'000'000;
    const Style style{Depth::none, Charset::ascii, width};
    for (const std::string& line : lines_of(draw_timeline(picture, style))) {
      CHECK(line.size() < static_cast<std::size_t>(width));
    }
  }
}

TEST_CASE("timeline: names are strangers' text and are made harmless") {
  Picture picture = picture_of({});
  picture.lanes[0].name = "\x1b]0;pwned\x07\xe2\x80\xae";
  for (const Style& style : {plain, ascii, Style{Depth::full, Charset::unicode, 140}}) {
    const std::string text = draw_timeline(picture, style);
    CHECK(text.find("\x1b]") == std::string::npos);
    CHECK(text.find('\x07') == std::string::npos);
    CHECK(text.find("\xe2\x80\xae") == std::string::npos);
    CHECK(text.find("\\x1b]0;pwned") != std::string::npos);
  }
}

TEST_CASE("timeline: an empty run and one of a single instant can be drawn") {
  Picture picture{.axis = {.begin = Instant{}, .end = Instant{}}, .columns = lane_columns(100)};
  CHECK_FALSE(draw_timeline(picture, plain).empty());
}
