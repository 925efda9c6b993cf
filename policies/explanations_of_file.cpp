#include "policies/explanation_tables.h"

namespace ratelimit {
namespace {

// Of the file as a whole.
constexpr Explanation table[] = {
    {"E001", "This is not TOML",
     R"(The file breaks a rule of the TOML format at the place shown, so nothing behind it can be
understood.)",
     R"(A value that is a word or a length of time needs quotes; a key and its value are joined by
an equals sign.)",
     R"([policy.http]
on = "http"
limit 20
window = "60s")",
     R"([policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E002", "The file is not UTF-8",
     R"(A byte at the place shown belongs to no character of UTF-8, the only encoding that TOML
allows.)",
     R"(The file was probably saved in Latin-1 or Windows-1252. Save it as UTF-8: iconv -f latin1
-t utf8.)",
     "", ""},
    {"E003", "A key is defined twice", "The same key, or the same table, stands in the file twice.",
     "Either value could be meant, so neither is taken. Both places are shown; keep one of them.",
     R"([policy.http]
on = "http"
limit = 20
window = "60s"
limit = 30)",
     R"([policy.http]
on = "http"
limit = 30
window = "60s")"},
    {"E004", "The file is too large", "A policy file may have 4 MiB.",
     R"(The limit keeps a wrong file (a log, a disk image) from filling the memory. Real policy
files have a few kilobytes.)",
     "", ""},
    {"E005", "Tables are nested too deep",
     "Tables in tables, lists in lists and dotted keys together go at most 32 levels deep.",
     "No policy needs more than five. The limit keeps a made-up file from exhausting the stack.",
     "", ""},
    {"E006", "The file has no policy", "The file is read, but it has no [policy.NAME] table.",
     R"(An empty policy file would let every request pass, and that is hardly what a limiter is
started for.)",
     R"([server]
listen = "127.0.0.1:8000")",
     R"([server]
listen = "127.0.0.1:8000"

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E007", "More mistakes than are listed",
     "The file has more than 1000 mistakes; the first thousand found are listed.",
     "So many have one cause more often than a thousand. Mend the first few and check again.", "",
     ""},
};

}  // namespace

std::span<const Explanation> explanations_of_file() {
  return table;
}

}  // namespace ratelimit
