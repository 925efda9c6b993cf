#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace ratelimit {
namespace {

constexpr std::size_t lanes_max = 24;
constexpr std::size_t lanes_min = 5;
constexpr int rows_beside_lanes = 22;

bool is_on(const std::string& value) {
  return !value.empty() && value != "0";
}

bool wants_colour(ColorChoice choice, const Environment& environment, bool is_terminal) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  if (!environment("NO_COLOR").empty()) return false;
  if (is_on(environment("CLICOLOR_FORCE")) || is_on(environment("FORCE_COLOR"))) return true;
  return environment("TERM") != "dumb" && is_terminal;
}

Depth depth_of(const Environment& environment) {
  const std::string colours = environment("COLORTERM");
  if (colours == "truecolor" || colours == "24bit") return Depth::full;
  return environment("TERM").ends_with("-256color") ? Depth::palette : Depth::basic;
}

// The locale's codeset, read from the variables themselves in the order of POSIX: whether the
// locale is installed does not matter for what the terminal can show.
Charset charset_of(const Environment& environment) {
  std::string locale;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (locale.empty()) locale = environment(name);
  }
  std::transform(locale.begin(), locale.end(), locale.begin(),
                 [](char byte) { return byte >= 'A' && byte <= 'Z' ? char(byte + 32) : byte; });
  const bool utf8 =
      locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  return utf8 ? Charset::unicode : Charset::ascii;
}

int width_of(const StyleFlags& flags, const Environment& environment, const Terminal& terminal) {
  if (flags.width) return std::clamp(*flags.width, width_min, width_max);
  const std::string columns = environment("COLUMNS");
  int width = 0;
  const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), width);
  const bool whole = error == std::errc() && end == columns.data() + columns.size();
  if (!whole || width <= 0) width = terminal.columns;
  return width <= 0 ? width_default : std::clamp(width, width_min, width_max);
}

}  // namespace

Style style_for(const StyleFlags& flags, const Environment& environment, const Terminal& terminal) {
  Style style;
  if (wants_colour(flags.color, environment, terminal.is_terminal))
    style.depth = depth_of(environment);
  style.charset = flags.charset == CharsetChoice::automatic ? charset_of(environment)
                  : flags.charset == CharsetChoice::unicode ? Charset::unicode
                                                            : Charset::ascii;
  style.width = width_of(flags, environment, terminal);
  return style;
}

std::size_t lanes_for(const Terminal& terminal) {
  if (!terminal.is_terminal || terminal.rows <= 0) return lanes_max;
  const int room = terminal.rows - rows_beside_lanes;
  return std::clamp(static_cast<std::size_t>(std::max(room, 0)), lanes_min, lanes_max);
}

Terminal terminal_of(int stream) {
  Terminal terminal{.is_terminal = isatty(stream) == 1};
  winsize size{};
  if (terminal.is_terminal && ioctl(stream, TIOCGWINSZ, &size) == 0) {
    terminal.columns = size.ws_col;
    terminal.rows = size.ws_row;
  }
  return terminal;
}

Environment process_environment() {
  return [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value ? value : "");
  };
}

}  // namespace ratelimit
