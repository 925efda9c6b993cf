#include "policies/explanation_tables.h"

namespace ratelimit {
namespace {

// Of recorded traffic: why it cannot be read, and what makes a replay less true than it looks.
constexpr Explanation table[] = {
    {"E301", "A log that cannot be opened",
     "The log is missing, empty, not readable by you, or a folder or device.",
     "Without a first line there is nothing to replay. `-` stands for standard input.", "", ""},
    {"E302", "No room for a copy of standard input",
     "What comes through a pipe is copied to a temporary file first, and that failed.",
     "A log is read twice: once to know its format, its span and its order, and once to replay "
     "it.\n"
     "The copy lies in the system's folder for temporary files, without a name.",
     "", ""},
    {"E303", "A log that could not be read to its end",
     "A compressed log is damaged or cut off, a disk failed, or the file changed meanwhile.",
     "A replay of a part would look like one of the whole.", "", ""},
    {"E304", "A log of no known format",
     "None of the first lines is one of an access log or a trace.",
     "Known are the common and the combined format of web servers, and our trace: a JSON object a\n"
     "line. --log-format names the format where it is not recognised.",
     "", ""},
    {"E305", "A log without a line that can be read", "Every line is a bad one.",
     "Most likely the log has another format than the one that was asked for.", "", ""},
    {"E306", "More bad lines than you allow", "--max-bad says how many lines may be unreadable.",
     "The first of them are shown with what is wrong.", "", ""},
    {"E307", "Too many lines to put in order",
     "The log goes back in time by so much that over 1 GiB of lines would have to be held.",
     "Lines are held as long as an earlier one may still come. Sort the log by time first.", "",
     ""},
    {"E309", "Interrupted", "Reading was stopped before the replay began.",
     "Nothing has been judged yet, so there is nothing to show.", "", ""},
    {"E311", "A line of a trace with a mistake",
     "It is no JSON object, or a field is unknown, missing, of the wrong type or out of range.",
     "A misspelt field would otherwise be taken for one that is absent, and the request for "
     "another.",
     "", ""},
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
     "In a replay only policies that cover every path count them.", "", ""},
    {"W304", "A log that was edited",
     "Every request lies in the same minute of its hour, which no real traffic does.",
     "Sampled or shifted logs put requests closer together than they were, so limits with windows\n"
     "below an hour look stricter than they are.",
     "", ""},
    {"W305", "A cost that no log tells",
     "A policy takes its cost from a header of a trusted proxy, or from the length of the body.",
     "Logs and traces have neither, so each request costs 1 and the replay denies less than a "
     "server\n"
     "would. A recording says what every policy charged, and a replay of it charges that.",
     "", ""},
};

}  // namespace

std::span<const Explanation> explanations_of_traffic() {
  return table;
}

}  // namespace ratelimit
