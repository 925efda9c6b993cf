#include "policies/findings.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "policies/error_line.h"

namespace ratelimit {

namespace {

// Messages quote what the file says, and that may be a megabyte.
constexpr std::size_t text_max = 200;

void shorten(std::string& text) {
  if (text.size() <= text_max) return;
  std::size_t size = text_max;
  while (size > 0 && (text[size] & 0xC0) == 0x80) --size;
  text.resize(size);
  text += "…";
}

}  // namespace

void Findings::add(Error finding) {
  if (is_full()) return;
  if (found_.size() == errors_max) {
    finding = {.code = "E007",
               .message = "more than " + std::to_string(errors_max) +
                          " mistakes: the others are not listed",
               .place = {.line = std::numeric_limits<int>::max()}};
  }
  finding.file = file_;
  shorten(finding.message);
  shorten(finding.label);
  has_errors_ = has_errors_ || !is_warning(finding);
  found_.push_back(std::move(finding));
}

std::vector<Error> Findings::take() {
  std::stable_sort(found_.begin(), found_.end(), [](const Error& a, const Error& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
  if (!found_.empty() && found_.back().code == "E007") found_.back().place = {};
  return std::move(found_);
}

}  // namespace ratelimit
