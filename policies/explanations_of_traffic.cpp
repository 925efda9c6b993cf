#include "policies/explanation_tables.h"

namespace ratelimit {
namespace {

// Of recorded traffic: what makes a replay less true than it looks.
constexpr Explanation table[] = {
    {"W301", "Lines of a log go back in time",
     "A request stands behind one that came later; all have been sorted by time.",
     "Servers write a line when a request ends, and several of them may write one log. The order "
     "of\n"
     "requests within the sorted seconds is then a guess.",
     "", ""},
    {"W302", "Lines of a log could not be read",
     "They are not of the log's format and have been left out.",
     "A few cut or mixed lines do not matter; many mean that the format is another one. --max-bad\n"
     "makes more than so many of them an error.",
     "", ""},
    {"W303", "Paths that a server refuses",
     "Paths with %2F, %00 or a broken code are answered with 400 before any policy is looked at.",
     "In a replay, too, no policy counts them.", "", ""},
    {"W304", "A log that was edited",
     "Every request lies in the same minute of its hour, which no real traffic does.",
     "Sampled or shifted logs put requests closer together than they were, so limits with windows\n"
     "below an hour look stricter than they are.",
     "", ""},
};

}  // namespace

std::span<const Explanation> explanations_of_traffic() {
  return table;
}

}  // namespace ratelimit
