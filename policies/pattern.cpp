#include "policies/pattern.h"

#include <algorithm>

namespace ratelimit {
namespace {

// The value of a hexadecimal digit, or -1.
int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// RFC 3986 section 2.3.
bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// Nothing to mend: no code, no query, no empty segment, and none that begins with a dot.
bool is_normal(std::string_view path) {
  char before = '\0';
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#' || c == '\0') return false;
    if (before == '/' && (c == '/' || c == '.')) return false;
    before = c;
  }
  return true;
}

// Decodes unreserved codes and writes the others in upper case; false: the path is refused.
bool decode(std::string_view path, std::string& out) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '\0') return false;
    if (path[i] != '%') {
      out += path[i];
      continue;
    }
    if (i + 2 >= path.size()) return false;
    const int high = hex_value(path[i + 1]);
    const int low = hex_value(path[i + 2]);
    if (high < 0 || low < 0) return false;
    const char c = static_cast<char>(high * 16 + low);
    if (c == '/' || c == '\0') return false;
    if (is_unreserved(c)) {
      out += c;
    } else {
      constexpr std::string_view digits = "0123456789ABCDEF";
      out += '%';
      out += digits[static_cast<std::size_t>(high)];
      out += digits[static_cast<std::size_t>(low)];
    }
    i += 2;
  }
  return true;
}

// Removes dot segments (RFC 3986 section 5.2.4) and empty ones, in place. A path that ended in a
// slash or a dot segment ends in a slash.
void remove_dots(std::string& path) {
  std::size_t end = 0;  // What is kept so far is path[0, end): segments, each after its slash.
  bool open = false;    // The last segment was none: a slash is due at the end.
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t after = std::min(path.find('/', begin + 1), path.size());
    const std::string_view segment(path.data() + begin + 1, after - begin - 1);
    open = segment.empty() || segment == "." || segment == "..";
    if (segment == "..") {
      while (end > 0 && path[--end] != '/') {
      }
    } else if (!open) {
      std::copy(path.begin() + static_cast<std::ptrdiff_t>(begin),
                path.begin() + static_cast<std::ptrdiff_t>(after),
                path.begin() + static_cast<std::ptrdiff_t>(end));
      end += after - begin;
    }
    begin = after;
  }
  path.resize(end);
  if (open || path.empty()) path += '/';
}

// The characters of a text, one by one.
struct Characters {
  std::string_view rest;
  [[nodiscard]] bool at_end() const { return rest.empty(); }
  char operator*() const { return rest.front(); }
  void operator++() { rest.remove_prefix(1); }
};

// The segments of a path, one by one: "/a/b" is "a", "b"; "/" is one empty segment, and so is the
// end of "/a/".
struct Segments {
  std::string_view rest;
  [[nodiscard]] bool at_end() const { return rest.empty(); }
  std::string_view operator*() const { return rest.substr(1, end() - 1); }
  void operator++() { rest.remove_prefix(end()); }
  [[nodiscard]] std::size_t end() const { return std::min(rest.find('/', 1), rest.size()); }
};

// A pattern with stars against a sequence: on a mismatch the last star takes one element more. It
// never goes further back, so it takes at most |pattern| * |text| steps.
template <class Pattern, class Cursor, class IsStar, class Matches>
bool star_matches(const Pattern& pattern, Cursor text, IsStar is_star, Matches matches) {
  std::size_t at = 0;
  std::size_t after_star = 0;  // Zero: no star yet.
  Cursor retry = text;         // What the last star has not taken.
  while (!text.at_end()) {
    if (at < pattern.size() && is_star(pattern[at])) {
      after_star = ++at;
      retry = text;
    } else if (at < pattern.size() && matches(pattern[at], *text)) {
      ++at;
      ++text;
    } else if (after_star != 0) {
      at = after_star;
      ++retry;
      text = retry;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && is_star(pattern[at])) ++at;
  return at == pattern.size();
}

}  // namespace

std::optional<std::string_view> normalise_path(std::string_view path, std::string& out) {
  if (path.empty() || path[0] != '/') return std::nullopt;
  if (is_normal(path)) return path;
  out.clear();
  if (!decode(path.substr(0, path.find_first_of("?#")), out)) return std::nullopt;
  remove_dots(out);
  return out;
}

bool glob_matches(std::string_view glob, std::string_view text) {
  return star_matches(
      glob, Characters{text}, [](char c) { return c == '*'; },
      [](char a, char b) { return a == b; });
}

std::optional<PathPattern> PathPattern::parse(std::string_view text) {
  if (text.empty() || text[0] != '/') return std::nullopt;
  PathPattern pattern;
  pattern.text_ = text;
  pattern.literal_ = text.find('*') == std::string_view::npos;
  for (Segments segments{text}; !segments.at_end(); ++segments) {
    pattern.segments_.emplace_back(*segments);
  }
  for (std::size_t i = 0; i < pattern.segments_.size(); ++i) {
    const std::string& segment = pattern.segments_[i];
    const bool is_last = i + 1 == pattern.segments_.size();
    if (segment.empty() && !is_last) return std::nullopt;
    if (segment != "**" && segment.find("**") != std::string::npos) return std::nullopt;
  }
  return pattern;
}

bool PathPattern::matches(std::string_view path) const {
  if (literal_) return path == text_;
  return star_matches(
      segments_, Segments{path}, [](const std::string& segment) { return segment == "**"; },
      [](const std::string& glob, std::string_view segment) {
        return glob_matches(glob, segment);
      });
}

bool PathPattern::covers_all() const {
  return std::all_of(segments_.begin(), segments_.end(),
                     [](const std::string& segment) { return segment == "**"; });
}

}  // namespace ratelimit
