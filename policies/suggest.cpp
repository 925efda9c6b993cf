#include "policies/suggest.h"

#include <algorithm>
#include <utility>

namespace ratelimit {
namespace {

constexpr std::size_t word_max = 64;  // Longer words were not mistyped; the work stays small.
constexpr std::size_t shown_max = 3;

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Three rows of the matrix: before last, last, and the one being filled.
  std::vector<std::size_t> older(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(older, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], older[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

std::vector<std::string_view> suggest(std::string_view word,
                                      const std::vector<std::string_view>& candidates) {
  if (word.empty() || word.size() > word_max) return {};
  const std::size_t distance_max = std::max<std::size_t>(1, word.size() / 3);
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > word.size() + distance_max) continue;
    if (candidate.size() + distance_max < word.size()) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance <= distance_max) near.emplace_back(distance, candidate);
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string_view> found;
  for (std::size_t i = 0; i < std::min(near.size(), shown_max); ++i) {
    found.push_back(near[i].second);
  }
  return found;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates,
                         char quote) {
  const auto found = suggest(word, candidates);
  if (found.empty()) return {};
  std::string text = "did you mean ";
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i > 0) text += i + 1 == found.size() ? " or " : ", ";
    text += quote;
    text += found[i];
    text += quote;
  }
  return text + "?";
}

}  // namespace ratelimit
