#pragma once

#include <cstddef>
#include <string_view>

namespace ratelimit {

// The bytes of the first character: 1 to 4, or 0 where the text begins with no well-formed UTF-8
// (Unicode 15, table 3-7: no surrogates, no longer form than needed). `text` must not be empty.
std::size_t utf8_length(std::string_view text);

// How many bytes at the beginning are well-formed UTF-8.
std::size_t utf8_prefix(std::string_view text);

// The text without a byte order mark at its beginning.
std::string_view without_bom(std::string_view text);

}  // namespace ratelimit
