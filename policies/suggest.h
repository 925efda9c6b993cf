#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ratelimit {

// How many letters are to be inserted, dropped, changed or swapped with their neighbour to make one
// word of the other (Damerau-Levenshtein, each letter touched once).
std::size_t edit_distance(std::string_view a, std::string_view b);

// What somebody may have meant by `word`: candidates at most max(1, length/3) edits away, nearest
// first, at most three. Views of the candidates.
std::vector<std::string_view> suggest(std::string_view word,
                                      const std::vector<std::string_view>& candidates);

// "did you mean 'window'?", "did you mean 'a' or 'b'?"; empty where nothing comes near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates,
                         char quote = '\'');

}  // namespace ratelimit
