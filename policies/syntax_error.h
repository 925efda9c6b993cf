#pragma once

#include <cstddef>
#include <string_view>

#include "core/result.h"
#include "policies/key_scan.h"
#include "policies/line_map.h"

namespace ratelimit {

// What a TOML library says about a text, said again with the place and the way out: E001, or E003
// with both places where a key stands twice. `at` is where the library gave up.
Error syntax_error(std::string_view text, const LineMap& lines, const KeyScan& scan, std::size_t at,
                   std::string_view description);

// E001 for a character beyond ASCII, at `at`, that stands outside of strings and comments.
Error stray_character(std::string_view text, const LineMap& lines, std::size_t at);

// E004.
Error too_large(std::size_t bytes_max);

}  // namespace ratelimit
