#include "policies/units.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <optional>
#include <vector>

#include "policies/suggest.h"

namespace ratelimit {
namespace {

struct Unit {
  std::string_view name;
  Count worth;
};

// The greatest first.
constexpr std::array<Unit, 7> time_units = {{{"d", 86'400'000'000'000},
                                             {"h", 3'600'000'000'000},
                                             {"m", 60'000'000'000},
                                             {"s", 1'000'000'000},
                                             {"ms", 1'000'000},
                                             {"us", 1'000},
                                             {"ns", 1}}};
constexpr std::array<Unit, 9> size_units = {{{"TiB", Count{1} << 40},
                                             {"TB", 1'000'000'000'000},
                                             {"GiB", Count{1} << 30},
                                             {"GB", 1'000'000'000},
                                             {"MiB", Count{1} << 20},
                                             {"MB", 1'000'000},
                                             {"KiB", Count{1} << 10},
                                             {"kB", 1'000},
                                             {"B", 1}}};

// Words that people write for units.
constexpr std::array<Unit, 17> time_words = {{{"sec", 3},
                                              {"secs", 3},
                                              {"second", 3},
                                              {"seconds", 3},
                                              {"S", 3},
                                              {"min", 2},
                                              {"mins", 2},
                                              {"minute", 2},
                                              {"minutes", 2},
                                              {"M", 2},
                                              {"hr", 1},
                                              {"hour", 1},
                                              {"hours", 1},
                                              {"day", 0},
                                              {"days", 0},
                                              {"msec", 4},
                                              {"millis", 4}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Error fault(std::string_view code, std::string message, std::string label = {}) {
  return {.code = std::string(code), .message = std::move(message), .label = std::move(label)};
}

std::string meant(const std::string& text) {
  return "did you mean \"" + text + "\"?";
}

// A whole number; nullopt: more than 64 bits.
std::optional<Count> to_count(std::string_view digits) {
  Count value = 0;
  for (const char c : digits) {
    if (__builtin_mul_overflow(value, Count{10}, &value) ||
        __builtin_add_overflow(value, Count{c - '0'}, &value)) {
      return std::nullopt;
    }
  }
  return value;
}

// What is wrong with a text that is no duration, and how it might be meant.
Error explain_duration(std::string_view text) {
  constexpr std::string_view code = "E105";
  const std::string quoted = "\"" + std::string(text) + "\"";
  if (text.empty()) return fault(code, "a duration must not be empty", "\"60s\", for example");
  if (text[0] == '-') return fault(code, "a duration must not be negative");
  if (std::all_of(text.begin(), text.end(), is_digit)) {
    return fault(code, "a duration needs a unit", meant(std::string(text) + "s"));
  }
  if (text.find('.') != std::string_view::npos) {
    return fault(code, "a duration is made of whole numbers", "\"1500ms\" instead of \"1.5s\"");
  }
  std::string close;  // The text without blanks and with the unit's proper name.
  for (const char c : text) {
    if (c != ' ') close += c;
  }
  const auto digits = static_cast<std::size_t>(
      std::find_if_not(close.begin(), close.end(), is_digit) - close.begin());
  const std::string word = close.substr(digits);
  for (const Unit& each : time_words) {
    if (digits == 0 || word != each.name) continue;
    close = close.substr(0, digits);
    close += time_units[static_cast<std::size_t>(each.worth)].name;
  }
  const bool mended = close != text && parse_duration(close);
  return fault(code, quoted + " is not a duration",
               mended ? meant(close) : "a whole number and ns, us, ms, s, m, h or d: \"1h30m\"");
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  Count total = 0;
  std::size_t unit_min = 0;  // Units still free to be used: each once, the greater first.
  for (std::string_view rest = text; !rest.empty();) {
    const auto digits = static_cast<std::size_t>(
        std::find_if_not(rest.begin(), rest.end(), is_digit) - rest.begin());
    if (digits == 0) return explain_duration(text);
    const std::string_view number = rest.substr(0, digits);
    rest.remove_prefix(digits);
    const auto letters =
        static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), is_digit) - rest.begin());
    const std::string_view name = rest.substr(0, letters);
    rest.remove_prefix(letters);
    std::size_t unit = unit_min;
    while (unit < time_units.size() && time_units[unit].name != name) ++unit;
    if (unit == time_units.size()) return explain_duration(text);
    unit_min = unit + 1;
    const auto count = to_count(number);
    Count part = 0;
    if (!count || __builtin_mul_overflow(*count, time_units[unit].worth, &part) ||
        __builtin_add_overflow(total, part, &total)) {
      return fault("E105", "this duration is longer than 292 years");
    }
  }
  if (text.empty()) return explain_duration(text);
  return Duration{total};
}

Result<Count> parse_size(std::string_view text) {
  constexpr std::string_view code = "E106";
  const auto digits =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
  const std::string_view name = text.substr(digits);
  if (digits > 0) {
    for (const Unit& unit : size_units) {
      if (unit.name != name) continue;
      const auto count = to_count(text.substr(0, digits));
      Count size = 0;
      if (!count || __builtin_mul_overflow(*count, unit.worth, &size)) {
        return fault(code, "this size is more than 64 bits hold");
      }
      return size;
    }
    if (name.empty()) {
      return fault(code, "a size needs a unit", meant(std::string(text) + "B"));
    }
  }
  return fault(code, "\"" + std::string(text) + "\" is not a size",
               "a whole number and B, KiB, MiB, GiB or TiB: \"1MiB\"");
}

std::string format_duration(Duration duration) {
  Count rest = duration.count();
  if (rest == 0) return "0s";
  constexpr Count second = 1'000'000'000;
  constexpr Count short_max = 120 * second;
  if (rest % second == 0 && rest <= short_max) return std::to_string(rest / second) + "s";
  std::string text;
  for (const Unit& unit : time_units) {
    if (rest < unit.worth) continue;
    text += std::to_string(rest / unit.worth);
    text += unit.name;
    rest %= unit.worth;
  }
  return text;
}

}  // namespace ratelimit
