#include "policies/syntax_error.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>

namespace ratelimit {
namespace {

constexpr std::size_t word_max = 60;

void replace(std::string& text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), by);
}

// "Error while parsing key-value pair: expected '=', saw '3'" -> "expected '=' after the key, found
// '3'".
std::string in_our_words(std::string_view description) {
  constexpr std::string_view head = "Error while parsing ";
  const std::size_t colon = description.find(": ");
  if (description.starts_with(head) && colon != std::string_view::npos) {
    description.remove_prefix(colon + 2);
  }
  std::string text(description);
  replace(text, "expected '=',", "expected '=' after the key,");
  replace(text, "saw '\\n'", "found the end of the line");
  replace(text, "saw '\\r'", "found the end of the line");
  replace(text, "encountered end-of-file", "the file ends in the middle of this");
  replace(text, "could not determine value type", "this is no value");
  replace(text, ", saw ", ", found ");
  return text;
}

// A value without quotes, `window = 60s` or a number: its range, if the error lies in one.
std::optional<std::pair<std::size_t, std::size_t>> bare_word(std::string_view text,
                                                             std::size_t at) {
  const auto in_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_-./:*").find(c) != std::string_view::npos;
  };
  std::size_t begin = std::min(at, text.size());
  while (begin > 0 && in_word(text[begin - 1])) --begin;
  std::size_t end = begin;
  while (end < text.size() && in_word(text[end])) ++end;
  std::size_t before = begin;
  while (before > 0 && text[before - 1] == ' ') --before;
  std::size_t after = end;
  while (after < text.size() && text[after] == ' ') ++after;
  const bool is_value = before > 0 && text[before - 1] == '=';
  const bool is_alone =
      after == text.size() || text[after] == '\n' || text[after] == '\r' || text[after] == '#';
  if (!is_value || !is_alone || begin == end || end - begin > word_max) return std::nullopt;
  return std::pair{begin, end};
}

struct Twice {
  KeySite first;
  KeySite second;
};

// The key that stands twice: one of the statement in which the library gave up.
std::optional<Twice> find_twice(std::string_view text, const KeyScan& scan, std::size_t at) {
  const std::size_t line_begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  const std::size_t line_end = std::min(text.find('\n', at), text.size());
  // The library stops before a header but behind a key.
  const bool is_header = text.substr(at).starts_with('[');
  const auto last = std::find_if(scan.sites.rbegin(), scan.sites.rend(), [&](const KeySite& site) {
    return site.begin < (is_header ? line_end : std::max(at, line_begin + 1));
  });
  if (last == scan.sites.rend()) return std::nullopt;
  auto index = static_cast<std::size_t>(scan.sites.rend() - last);
  // `a.b` may clash as a whole, or where it makes a table of a value.
  for (; index != 0; index = scan.sites[index - 1].parent) {
    const KeySite& second = scan.sites[index - 1];
    const auto first = std::find_if(scan.sites.begin(), scan.sites.end(),
                                    [&](const KeySite& site) { return site.path == second.path; });
    if (first->begin < second.begin) return Twice{*first, second};
  }
  return std::nullopt;
}

}  // namespace

Error syntax_error(std::string_view text, const LineMap& lines, const KeyScan& scan, std::size_t at,
                   std::string_view description) {
  if (description.find("redefine") != std::string_view::npos) {
    if (const auto twice = find_twice(text, scan, at)) {
      const KeySite& second = twice->second;
      const std::string key(text.substr(second.begin, second.end - second.begin));
      return {.code = "E003",
              .message = "'" + key + "' is defined twice",
              .place = lines.place(second.begin, second.end),
              .label = "again here",
              .other = lines.place(twice->first.begin, twice->first.end),
              .other_label = "first here"};
    }
  }
  Error error{.code = "E001",
              .message = "this is not TOML: " + in_our_words(description),
              .place = lines.place(at, at + 1)};
  if (const auto range = bare_word(text, at)) {
    error.place = lines.place(range->first, range->second);
    const std::string word(text.substr(range->first, range->second - range->first));
    // A number that does not fit is no text.
    const bool is_number = word.find_first_not_of("0123456789-+_") == std::string::npos;
    if (!is_number) error.label = "did you mean \"" + word + "\"?";
  }
  return error;
}

Error stray_character(std::string_view text, const LineMap& lines, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (text[end] & 0xC0) == 0x80) ++end;
  return {.code = "E001",
          .message = "this is not TOML: '" + std::string(text.substr(at, end - at)) +
                     "' can stand only in strings and comments",
          .place = lines.place(at, end)};
}

Error too_large(std::size_t bytes_max) {
  constexpr std::size_t mebibyte = std::size_t{1} << 20;
  return {.code = "E004",
          .message = "this file is larger than " + std::to_string(bytes_max / mebibyte) + " MiB"};
}

}  // namespace ratelimit
