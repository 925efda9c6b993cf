#include "policies/line_map.h"

#include <algorithm>

namespace ratelimit {

LineMap::LineMap(std::string_view text) : text_(text) {
  begins_.push_back(0);
  for (std::size_t i = text.find('\n'); i != std::string_view::npos; i = text.find('\n', i + 1)) {
    begins_.push_back(i + 1);
  }
}

std::size_t LineMap::line_end(std::size_t line) const {
  return line + 1 < begins_.size() ? begins_[line + 1] - 1 : text_.size();
}

Place LineMap::place(std::size_t begin, std::size_t end) const {
  const auto next = std::upper_bound(begins_.begin(), begins_.end(), begin);
  const auto line = static_cast<std::size_t>(next - begins_.begin()) - 1;
  std::size_t last = std::min(end, line_end(line));
  while (last > begin && text_[last - 1] == '\r') --last;
  return {.line = static_cast<int>(line) + 1,
          .column = static_cast<int>(begin - begins_[line]) + 1,
          .span = static_cast<int>(std::max(last, begin + 1) - begin)};
}

std::size_t LineMap::offset(std::size_t line, std::size_t character) {
  if (line == 0 || line > begins_.size() || character == 0) return 0;
  const std::size_t begin = begins_[line - 1];
  const std::string_view content = text_.substr(begin, line_end(line - 1) - begin);
  auto [known, is_new] = characters_.try_emplace(line);
  if (is_new) {
    const bool is_ascii =
        std::none_of(content.begin(), content.end(), [](char c) { return (c & 0x80) != 0; });
    for (std::size_t i = 0; !is_ascii && i < content.size(); ++i) {
      const bool begins_one = (content[i] & 0xC0) != 0x80;
      if (begins_one) known->second.push_back(static_cast<std::uint32_t>(i));
    }
  }
  const auto& characters = known->second;
  if (characters.empty()) return begin + std::min(character - 1, content.size());
  return begin + (character <= characters.size() ? characters[character - 1] : content.size());
}

}  // namespace ratelimit
