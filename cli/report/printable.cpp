#include "cli/report/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "policies/utf8.h"

namespace ratelimit {
namespace {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// No glyph of its own in its own place: controls, marks of direction, joiners, combining marks,
// line separators, private use, tags.
constexpr Range unprintable[] = {
    {0x00, 0x1f},       {0x7f, 0x9f},        {0xad, 0xad},     {0x300, 0x36f},   {0x483, 0x489},
    {0x591, 0x5bd},     {0x610, 0x61c},      {0x64b, 0x65f},   {0x115f, 0x1160}, {0x17b4, 0x17b5},
    {0x180b, 0x180f},   {0x1ab0, 0x1aff},    {0x1dc0, 0x1dff}, {0x200b, 0x200f}, {0x2028, 0x202e},
    {0x2060, 0x206f},   {0x20d0, 0x20ff},    {0x3164, 0x3164}, {0xe000, 0xf8ff}, {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f},   {0xfeff, 0xfeff},    {0xffa0, 0xffa0}, {0xfff0, 0xfffc}, {0x1d173, 0x1d17a},
    {0xe0000, 0xfffff}, {0x100000, 0x10ffff}};

constexpr Range wide[] = {{0x1100, 0x115e},   {0x2e80, 0x303e},  {0x3041, 0xa4cf},
                          {0xac00, 0xd7a3},   {0xf900, 0xfaff},  {0xfe30, 0xfe6f},
                          {0xff00, 0xff60},   {0xffe0, 0xffe6},  {0x1f300, 0x1f64f},
                          {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

template <std::size_t size>
bool within(const Range (&ranges)[size], std::uint32_t value) {
  return std::any_of(std::begin(ranges), std::end(ranges), [value](const Range& range) {
    return range.first <= value && value <= range.last;
  });
}

CodePoint first_code_point(std::string_view text) {
  const std::size_t bytes = utf8_length(text);
  const auto lead = static_cast<unsigned char>(text.front());
  if (bytes <= 1) return {.value = lead, .bytes = 1, .valid = bytes == 1};
  std::uint32_t value = lead & (0x7fU >> bytes);
  for (const char next : text.substr(1, bytes - 1)) {
    value = value << 6 | (static_cast<unsigned char>(next) & 0x3fU);
  }
  return {.value = value, .bytes = bytes, .valid = true};
}

// One code point as it is shown.
std::string shown(std::string_view text, const CodePoint& point, Charset charset) {
  if (!point.valid || point.value < 0x20 || point.value == 0x7f) {
    return fmt::format("\\x{:02x}", point.value);
  }
  const bool foreign = charset == Charset::ascii && point.value > 0x7e;
  if (foreign || within(unprintable, point.value)) return fmt::format("\\u{{{:x}}}", point.value);
  return std::string(text.substr(0, point.bytes));
}

std::string_view ellipsis(Charset charset) {
  return charset == Charset::ascii ? "..." : "…";
}

}  // namespace

std::string printable(std::string_view text, Charset charset) {
  std::string out;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    out += shown(text, point, charset);
    text.remove_prefix(point.bytes);
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    width += within(wide, point.value) ? 2U : 1U;
    text.remove_prefix(point.bytes);
  }
  return width;
}

std::string fit(std::string_view text, std::size_t width, Charset charset) {
  const std::string_view dots = ellipsis(charset);
  const std::size_t room = width - std::min(width, display_width(dots));
  std::string out;
  std::size_t kept = 0;  // Bytes of `out` that fit beside the ellipsis.
  std::size_t filled = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    const std::string next = shown(text, point, charset);
    filled += display_width(next);
    if (filled > width) {
      out.resize(kept);
      return out.append(dots);
    }
    out += next;
    if (filled <= room) kept = out.size();
    text.remove_prefix(point.bytes);
  }
  return out;
}

std::string pad_right(std::string text, std::size_t width) {
  const std::size_t filled = display_width(text);
  if (filled < width) text.append(width - filled, ' ');
  return text;
}

std::string pad_left(std::string text, std::size_t width) {
  const std::size_t filled = display_width(text);
  if (filled < width) text.insert(0, width - filled, ' ');
  return text;
}

}  // namespace ratelimit
