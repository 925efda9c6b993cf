#include "policies/utf8.h"

namespace ratelimit {
namespace {

bool is_tail(unsigned char byte) {
  return (byte & 0xC0U) == 0x80U;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
  };
  const unsigned char first = byte(0);
  const unsigned char second = byte(1);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !is_tail(second)) return 0;
  if (first < 0xE0) return 2;
  if (!is_tail(byte(2))) return 0;
  if (first < 0xF0) {
    if (first == 0xE0 && second < 0xA0) return 0;  // Longer than needed.
    if (first == 0xED && second > 0x9F) return 0;  // Surrogates.
    return 3;
  }
  if (!is_tail(byte(3))) return 0;
  if (first == 0xF0 && second < 0x90) return 0;  // Longer than needed.
  if (first == 0xF4 && second > 0x8F) return 0;  // Above U+10FFFF.
  return 4;
}

std::size_t utf8_prefix(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size()) {
    const std::size_t length = utf8_length(text.substr(size));
    if (length == 0) break;
    size += length;
  }
  return size;
}

std::string_view without_bom(std::string_view text) {
  constexpr std::string_view bom = "\xEF\xBB\xBF";
  return text.starts_with(bom) ? text.substr(bom.size()) : text;
}

}  // namespace ratelimit
