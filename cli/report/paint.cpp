#include "cli/report/paint.h"

#include <fmt/format.h>

#include <cassert>

namespace ratelimit {
namespace {

struct Rgb {
  int red;
  int green;
  int blue;
};

struct Hue {
  Rgb full;
  int palette[3];  // Of 256 colours: weak, middle, the hue.
  int basic;       // Of 16.
};

// What shades are mixed from.
constexpr Rgb ground{38, 42, 50};

const Hue& hue(Role role) {
  static constexpr Hue allowed{{95, 160, 255}, {24, 67, 75}, 94};
  static constexpr Hue denied{{255, 130, 60}, {94, 172, 208}, 91};
  static constexpr Hue delayed{{230, 190, 80}, {94, 137, 179}, 33};
  static constexpr Hue pass{{80, 200, 140}, {78, 78, 78}, 32};
  static constexpr Hue fail{{255, 110, 100}, {203, 203, 203}, 31};
  switch (role) {
    case Role::allowed:
      return allowed;
    case Role::denied:
      return denied;
    case Role::delayed:
      return delayed;
    case Role::pass:
      return pass;
    default:
      return fail;
  }
}

int mix(int from, int to, int shade) {
  return from + (to - from) * (3500 + 65 * shade) / 10000;
}

// The parameters that set one colour, as the foreground (38) or the background (48).
std::string colour(Role role, int shade, bool back, Depth depth) {
  const Hue& of = hue(role);
  if (depth == Depth::basic) return fmt::format(";{}", of.basic + (back ? 10 : 0));
  const int layer = back ? 48 : 38;
  if (depth == Depth::palette) {
    return fmt::format(";{};5;{}", layer, of.palette[shade < 45 ? 0 : shade < 80 ? 1 : 2]);
  }
  return fmt::format(";{};2;{};{};{}", layer, mix(ground.red, of.full.red, shade),
                     mix(ground.green, of.full.green, shade),
                     mix(ground.blue, of.full.blue, shade));
}

std::string sequence(const Ink& ink, Depth depth) {
  std::string parameters = "0";
  if (ink.fore == Role::faint) {
    parameters += ";2";
  } else if (ink.fore == Role::strong) {
    parameters += ";1";
  } else if (ink.fore != Role::plain) {
    parameters += colour(ink.fore, ink.fore_shade, false, depth);
  }
  if (ink.back != Role::plain) parameters += colour(ink.back, ink.back_shade, true, depth);
  return "\x1b[" + parameters + "m";
}

}  // namespace

int shade_of(std::int64_t count, std::int64_t count_max) {
  assert(0 <= count && count <= count_max && count_max > 0);
  const std::int64_t square = count * 10'000 / count_max;
  std::int64_t root = 0;
  while ((root + 1) * (root + 1) <= square) ++root;
  return static_cast<int>(root);
}

Painter& Painter::put(std::string_view text, Ink ink) {
  // Blanks show no foreground, so they need no change of it.
  const bool blank = text.find_first_not_of(' ') == std::string_view::npos &&
                     ink.back == Role::plain && ink_.back == Role::plain;
  if (depth_ != Depth::none && !blank && ink != ink_) {
    out_ += ink == Ink{} ? "\x1b[0m" : sequence(ink, depth_);
    ink_ = ink;
  }
  out_ += text;
  return *this;
}

Painter& Painter::line() {
  return put("\n");
}

}  // namespace ratelimit
