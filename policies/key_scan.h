#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace ratelimit {

// A key as it stands in a TOML text: one part of a header or of the left of a `=`.
struct KeySite {
  std::uint64_t path = 0;    // A hash of all keys that lead here.
  std::uint32_t parent = 0;  // For the later parts of `a.b.c`: the site before it, by its index
                             // plus one; 0: none.
  std::size_t begin = 0;     // In the text, with its quotes.
  std::size_t end = 0;
};

// What a look at a text shows before a parser that builds trees is let near it.
struct KeyScan {
  std::vector<KeySite> sites;           // In the order of the text.
  std::optional<std::size_t> too_deep;  // Where more than nesting_max levels begin.
  // Where a character beyond ASCII stands outside of strings and comments.
  std::optional<std::size_t> stray;
};

// Tables in tables, lists in lists and dotted keys together go at most this deep.
inline constexpr int nesting_max = 32;

// Reads keys and skips values. What it does not understand ends the scan; it never fails.
KeyScan scan_keys(std::string_view text);

}  // namespace ratelimit
