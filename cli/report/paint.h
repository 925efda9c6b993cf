#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/report/style.h"

namespace ratelimit {

// What a colour means. Blue and orange stay apart for the colour-blind, and a denial is no error.
enum class Role : std::uint8_t { plain, allowed, denied, delayed, pass, fail, faint, strong };

// How a glyph is coloured. Shades are percent: 0 the weakest that can still be seen, 100 the hue
// itself. Terminals with 16 colours have no shades.
struct Ink {
  Role fore = Role::plain;
  Role back = Role::plain;
  int fore_shade = 100;
  int back_shade = 100;
  friend bool operator==(const Ink&, const Ink&) = default;
};

// The shade of a count beside the greatest one: the root, so that a single request still shows.
int shade_of(std::int64_t count, std::int64_t count_max);

// Appends coloured text, and changes colour only where it must. Lines end without colour.
class Painter {
 public:
  Painter(std::string& out, Depth depth) : out_(out), depth_(depth) {}

  Painter& put(std::string_view text, Ink ink = {});
  Painter& put(std::string_view text, Role role) { return put(text, Ink{.fore = role}); }
  Painter& line();

 private:
  std::string& out_;
  Depth depth_;
  Ink ink_;
};

}  // namespace ratelimit
