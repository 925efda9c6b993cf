#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.h"

namespace ratelimit {

// Where the lines of a text begin, and places in it: as line and byte, as line and character, as an
// offset. The text must outlive it.
class LineMap {
 public:
  explicit LineMap(std::string_view text);

  // The place of text[begin, end), cut at the end of its first line.
  [[nodiscard]] Place place(std::size_t begin, std::size_t end) const;

  // The offset of a line's character, both counted from 1. Past the end of a line is its end.
  [[nodiscard]] std::size_t offset(std::size_t line, std::size_t character);

 private:
  [[nodiscard]] std::size_t line_end(std::size_t line) const;

  std::string_view text_;
  std::vector<std::size_t> begins_;
  // Of lines with more than ASCII: where their characters begin. Kept, so that a long line is
  // walked through once and not for each place in it.
  std::unordered_map<std::size_t, std::vector<std::uint32_t>> characters_;
};

}  // namespace ratelimit
