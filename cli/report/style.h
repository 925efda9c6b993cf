#pragma once

#include <cstdint>

namespace ratelimit {

// How many colours the reader's terminal has: none, 16, 256, or 24 bits of them.
enum class Depth : std::uint8_t { none, basic, palette, full };

// What glyphs it has.
enum class Charset : std::uint8_t { unicode, ascii };

// For whom a text is drawn. Renderers know nothing else of the terminal.
struct Style {
  Depth depth = Depth::none;
  Charset charset = Charset::unicode;
  int width = 100;
  friend bool operator==(const Style&, const Style&) = default;
};

// Narrower than this there are no lanes and no chart, only tables.
inline constexpr int width_for_lanes = 60;

}  // namespace ratelimit
