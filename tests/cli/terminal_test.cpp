#include "cli/terminal.h"

#include <map>
#include <string>
#include <vector>

#include "tests/catch.h"

using namespace ratelimit;

namespace {

using Variables = std::map<std::string, std::string>;

Environment environment_of(Variables variables) {
  return [variables = std::move(variables)](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  };
}

constexpr Terminal tty{.is_terminal = true, .columns = 120, .rows = 50};
constexpr Terminal file{};

}  // namespace

TEST_CASE("terminal: flag, NO_COLOR, force, TERM and tty decide about colour in this order") {
  struct Row {
    ColorChoice flag;
    Variables variables;
    Terminal terminal;
    Depth depth;
  };
  const ColorChoice none = ColorChoice::automatic;
  const std::vector<Row> rows = {
      {none, {}, file, Depth::none},
      {none, {}, tty, Depth::basic},
      {none, {{"TERM", "xterm-256color"}}, tty, Depth::palette},
      {none, {{"TERM", "xterm-256color"}, {"COLORTERM", "truecolor"}}, tty, Depth::full},
      {none, {{"COLORTERM", "24bit"}}, tty, Depth::full},
      {none, {{"TERM", "xterm-256color"}, {"COLORTERM", "truecolor"}}, file, Depth::none},
      {none, {{"TERM", "dumb"}}, tty, Depth::none},
      {none, {{"NO_COLOR", "1"}}, tty, Depth::none},
      {none, {{"NO_COLOR", ""}}, tty, Depth::basic},
      {none, {{"NO_COLOR", "1"}, {"FORCE_COLOR", "1"}}, tty, Depth::none},
      {none, {{"FORCE_COLOR", "1"}}, file, Depth::basic},
      {none, {{"CLICOLOR_FORCE", "1"}}, file, Depth::basic},
      {none, {{"FORCE_COLOR", "0"}}, file, Depth::none},
      {none, {{"FORCE_COLOR", "1"}, {"TERM", "dumb"}}, file, Depth::basic},
      {ColorChoice::always, {{"NO_COLOR", "1"}, {"TERM", "dumb"}}, file, Depth::basic},
      {ColorChoice::never, {{"FORCE_COLOR", "1"}}, tty, Depth::none},
  };
  for (std::size_t at = 0; at < rows.size(); ++at) {
    CAPTURE(at);
    const Row& row = rows[at];
    const StyleFlags flags{.color = row.flag};
    CHECK(style_for(flags, environment_of(row.variables), row.terminal).depth == row.depth);
  }
}

TEST_CASE("terminal: the charset is the flag's, else the locale's") {
  struct Row {
    CharsetChoice flag;
    Variables variables;
    Charset charset;
  };
  const CharsetChoice none = CharsetChoice::automatic;
  const std::vector<Row> rows = {
      {none, {}, Charset::ascii},
      {none, {{"LANG", "C"}}, Charset::ascii},
      {none, {{"LANG", "POSIX"}}, Charset::ascii},
      {none, {{"LANG", "de_DE.ISO-8859-1"}}, Charset::ascii},
      {none, {{"LANG", "en_US.UTF-8"}}, Charset::unicode},
      {none, {{"LANG", "C.utf8"}}, Charset::unicode},
      {none, {{"LC_CTYPE", "C.UTF-8"}, {"LANG", "C"}}, Charset::unicode},
      {none, {{"LC_ALL", "C"}, {"LC_CTYPE", "C.UTF-8"}, {"LANG", "C.UTF-8"}}, Charset::ascii},
      {none, {{"LC_ALL", ""}, {"LANG", "C.UTF-8"}}, Charset::unicode},
      {CharsetChoice::ascii, {{"LANG", "en_US.UTF-8"}}, Charset::ascii},
      {CharsetChoice::unicode, {{"LC_ALL", "C"}}, Charset::unicode},
  };
  for (std::size_t at = 0; at < rows.size(); ++at) {
    CAPTURE(at);
    const StyleFlags flags{.charset = rows[at].flag};
    CHECK(style_for(flags, environment_of(rows[at].variables), tty).charset == rows[at].charset);
  }
}

TEST_CASE("terminal: the width is the flag's, else of COLUMNS, else of the terminal, else 100") {
  struct Row {
    std::optional<int> flag;
    std::string columns;
    Terminal terminal;
    int width;
  };
  const std::vector<Row> rows = {
      {{}, "", file, 100},     {{}, "", tty, 120},
      {{}, "90", tty, 90},     {{}, "90", file, 90},
      {{}, "0", tty, 120},     {{}, "-5", tty, 120},
      {{}, "wide", file, 100}, {{}, "99999999999", tty, 120},
      {{}, "1000", file, 200}, {80, "90", tty, 80},
      {{}, "3", file, 20},     {{}, "", {true, 0, 0}, 100},
  };
  for (std::size_t at = 0; at < rows.size(); ++at) {
    CAPTURE(at);
    const Row& row = rows[at];
    const StyleFlags flags{.width = row.flag};
    CHECK(style_for(flags, environment_of({{"COLUMNS", row.columns}}), row.terminal).width ==
          row.width);
  }
}

TEST_CASE("terminal: as many lanes as the screen has room for, from 5 to 24") {
  CHECK(lanes_for(file) == 24);
  CHECK(lanes_for({.is_terminal = true, .columns = 80, .rows = 100}) == 24);
  CHECK(lanes_for({.is_terminal = true, .columns = 80, .rows = 40}) == 18);
  CHECK(lanes_for({.is_terminal = true, .columns = 80, .rows = 24}) == 5);
  CHECK(lanes_for({.is_terminal = true, .columns = 80, .rows = 0}) == 24);
}
