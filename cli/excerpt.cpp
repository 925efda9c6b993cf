#include "cli/excerpt.h"

#include <algorithm>

#include "cli/report/printable.h"
#include "policies/utf8.h"

namespace ratelimit {
namespace {

constexpr std::size_t tab_width = 4;

// The bytes of the character at the beginning; one where there is none.
std::size_t step(std::string_view text) {
  return std::max<std::size_t>(1, utf8_length(text));
}

// Where to begin so that the focus lies in the first third of the width.
std::size_t find_begin(std::string_view line, std::size_t focus, std::size_t width) {
  // A byte fills at most a column here, so this is never too far back for the focus to be seen
  // unless what lies between is spelled out, which is rare and only moves the cut.
  std::size_t begin = focus - std::min(focus, width / 3);
  while (begin > 0 && begin < line.size() && (line[begin] & 0xC0) == 0x80) --begin;
  return begin;
}

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text) {
  text = without_bom(text);
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    while (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

Excerpt::Excerpt(std::string_view line, std::size_t focus, std::size_t width, Charset charset) {
  const std::string dots = charset == Charset::ascii ? "..." : "…";
  focus = std::min(focus, line.size());
  // A line fits if its bytes do; otherwise it may still, but then a cut is harmless.
  const bool is_long = line.size() > width;
  if (is_long && focus > width / 3) begin_ = find_begin(line, focus, width);
  if (begin_ > 0) text_ = dots;
  std::size_t column = display_width(text_);
  std::string_view rest = line.substr(begin_);
  while (!rest.empty()) {
    const std::size_t bytes = step(rest);
    const std::string shown = rest[0] == '\t' ? std::string(tab_width - column % tab_width, ' ')
                                              : printable(rest.substr(0, bytes), charset);
    const std::size_t after = column + display_width(shown);
    if (after > width) break;
    columns_.insert(columns_.end(), bytes, column);
    text_ += shown;
    column = after;
    rest.remove_prefix(bytes);
  }
  columns_.push_back(column);
  if (!rest.empty()) text_ += dots;
}

std::size_t Excerpt::column(std::size_t byte) const {
  const std::size_t index = byte < begin_ ? 0 : byte - begin_;
  return columns_[std::min(index, columns_.size() - 1)];
}

}  // namespace ratelimit
