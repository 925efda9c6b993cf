#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/report/style.h"

namespace ratelimit {

// Names that come from logs are strangers' text: they may hold terminal escapes, marks that turn
// the direction of writing, or bytes that are no UTF-8. What is shown of them goes through here.

// The text with everything that does not simply stand in its place spelled out: "\x1b", "\u{202e}".
// In ASCII everything beyond it is.
std::string printable(std::string_view text, Charset charset);

// The columns that a text from `printable` fills: one a code point, two for wide East Asian ones.
std::size_t display_width(std::string_view text);

// printable(text), shortened to at most `width` columns with an ellipsis.
std::string fit(std::string_view text, std::size_t width, Charset charset);

// Spaces to `width` columns, after or before the text.
std::string pad_right(std::string text, std::size_t width);
std::string pad_left(std::string text, std::size_t width);

}  // namespace ratelimit
