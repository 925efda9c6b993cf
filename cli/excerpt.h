#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/report/style.h"
#include "core/result.h"

namespace ratelimit {

// A text by its lines, without a byte order mark and without carriage returns.
std::vector<std::string_view> split_lines(std::string_view text);

// One line of a file as it is shown: harmless, tabs as spaces, cut to a width around one place. It
// knows where bytes of the line have gone, so that carets stand under them.
class Excerpt {
 public:
  // `focus` is the byte that must be seen.
  Excerpt(std::string_view line, std::size_t focus, std::size_t width, Charset charset);

  [[nodiscard]] const std::string& text() const { return text_; }

  // The column under which a byte stands, from 0; what is cut off stands at the cut.
  [[nodiscard]] std::size_t column(std::size_t byte) const;

 private:
  std::string text_;
  std::size_t begin_ = 0;             // The first byte that is shown.
  std::vector<std::size_t> columns_;  // Of each byte from begin_, and of what follows the last.
};

}  // namespace ratelimit
