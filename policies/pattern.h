#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ratelimit {

// A path as it is matched, keyed and routed: the query dropped, unreserved percent-codes decoded
// (other codes in upper case), dot segments removed, slashes merged; always begins with '/'.
// nullopt for what is answered with 400: `%2F`, `%00`, a broken percent-code, or no leading slash
// (`*` and absolute-form targets are the caller's business).
// Writes into `out` and returns a view of it, or a view of `path` itself where nothing is to mend.
std::optional<std::string_view> normalise_path(std::string_view path, std::string& out);

// Text with `*` for any run of characters: tool names, hosts, header values. Case-sensitive.
// Linear in the text for every pattern (no backtracking beyond the last star).
bool glob_matches(std::string_view glob, std::string_view text);

// A path pattern: exact; `*` within one segment; `**`, alone in a segment, for zero or more
// segments
// (`/search/**` covers `/search`). Matched against normalised paths.
class PathPattern {
 public:
  // nullopt: no leading slash, an empty segment that is not the last (`/a/` is another path than
  // `/a`), or `**` beside other characters in a segment.
  static std::optional<PathPattern> parse(std::string_view text);
  [[nodiscard]] bool matches(std::string_view path) const;
  // True when it covers every path.
  [[nodiscard]] bool covers_all() const;
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::vector<std::string> segments_;
  bool literal_ = false;  // No star at all: one comparison.
};

struct HeaderPattern {
  std::string name;  // Lower case.
  std::string glob;
};

// Which requests a policy covers, one alternative of `match`.
struct RequestPattern {
  std::string text;  // As written, or "[METHOD[,METHOD]] PATH" made from a table: the
                     // `route` that it stands for.
  std::vector<std::string> methods = {};  // Upper case; empty: all. GET covers HEAD.
  std::optional<PathPattern> path = {};   // Only http.
  std::string host = {};                  // A glob; empty: any.
  std::vector<HeaderPattern> headers = {};
  std::string tool = {};  // A glob; only mcp.
};

}  // namespace ratelimit
