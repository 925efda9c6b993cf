#include "policies/key_scan.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

namespace ratelimit {
namespace {

// FNV-1a: only ever compared with hashes of the same text.
std::uint64_t mix(std::uint64_t hash, std::string_view bytes) {
  for (const char c : bytes) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return hash;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  KeyScan run() {
    while (skip_blank(true) && at_ < text_.size() && statement()) {
    }
    // Whatever ended the scan, it stands there.
    if (!is_ascii(peek())) scan_.stray = at_;
    return std::move(scan_);
  }

 private:
  // A table that keys are put into.
  struct Where {
    std::uint64_t path = 14695981039346656037ULL;
    int depth = 0;
  };

  static bool is_ascii(char c) { return (c & 0x80) == 0; }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  // Over blanks, and over comments and line ends where they may stand. Always true.
  bool skip_blank(bool lines) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (lines && c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == ' ' || c == '\t' || (lines && (c == '\n' || c == '\r'))) {
        ++at_;
      } else {
        break;
      }
    }
    return true;
  }

  // One header or one `key = value`.
  bool statement() {
    if (peek() != '[') return pair(table_) && (skip_comment(), end_of_line());
    const bool is_array = take("[[");
    if (!is_array) ++at_;
    table_ = {};
    if (!key(table_)) return false;
    // Each element of an array of tables has keys of its own.
    if (is_array) table_.path = mix(table_.path, std::to_string(++elements_));
    return take(is_array ? "]]" : "]") && (skip_comment(), end_of_line());
  }

  void skip_comment() {
    skip_blank(false);
    if (peek() == '#') at_ = std::min(text_.find('\n', at_), text_.size());
  }

  [[nodiscard]] bool end_of_line() const {
    return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
  }

  bool deeper(Where& where) {
    if (++where.depth <= nesting_max) return true;
    scan_.too_deep = at_;
    return false;
  }

  // `a."b c".d`: `where` becomes what it names.
  bool key(Where& where) {
    std::uint32_t parent = 0;
    do {
      skip_blank(false);
      const std::size_t begin = at_;
      if (!deeper(where)) return false;
      if (peek() == '"' || peek() == '\'') {
        if (!string()) return false;
        where.path = mix(where.path, text_.substr(begin + 1, at_ - begin - 2));
      } else {
        while (std::isalnum(static_cast<unsigned char>(peek())) != 0 || peek() == '_' ||
               peek() == '-') {
          ++at_;
        }
        if (at_ == begin) return false;
        where.path = mix(where.path, text_.substr(begin, at_ - begin));
      }
      where.path = mix(where.path, std::string_view("\0", 1));
      scan_.sites.push_back({.path = where.path, .parent = parent, .begin = begin, .end = at_});
      parent = static_cast<std::uint32_t>(scan_.sites.size());
      skip_blank(false);
    } while (take("."));
    return true;
  }

  bool pair(Where where) { return key(where) && take("=") && skip_blank(false) && value(where); }

  bool value(Where where) {
    const char c = peek();
    if (c == '"' || c == '\'') return string();
    if (c == '[') return deeper(where) && list(where);
    if (c == '{') return deeper(where) && inline_table(where);
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_ascii(peek()) &&
           std::string_view(",]}#\n\r").find(peek()) == std::string_view::npos) {
      ++at_;
    }
    return at_ > begin && is_ascii(peek());
  }

  bool list(Where where) {
    ++at_;
    for (std::uint64_t index = 0;; ++index) {
      skip_blank(true);
      if (take("]")) return true;
      Where element = where;
      element.path = mix(where.path, std::to_string(index));
      if (!value(element)) return false;
      skip_blank(true);
      if (!take(",") && peek() != ']') return false;
    }
  }

  bool inline_table(Where where) {
    ++at_;
    skip_blank(false);
    if (take("}")) return true;
    do {
      if (!pair(where)) return false;
      skip_blank(false);
    } while (take(","));
    return take("}");
  }

  bool string() {
    const char quote = peek();
    const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
    const bool is_long = take(triple);
    if (!is_long) ++at_;
    while (at_ < text_.size()) {
      if (is_long && take(triple)) {
        while (peek() == quote) ++at_;  // Up to two quotes may stand before the closing ones.
        return true;
      }
      const char c = text_[at_];
      if (!is_long && c == '\n') return false;
      ++at_;
      if (!is_long && c == quote) return true;
      if (c == '\\' && quote == '"') ++at_;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Where table_;
  std::uint64_t elements_ = 0;
  KeyScan scan_;
};

}  // namespace

KeyScan scan_keys(std::string_view text) {
  return Scanner(text).run();
}

}  // namespace ratelimit
