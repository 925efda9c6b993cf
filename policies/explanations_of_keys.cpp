#include "policies/explanation_tables.h"

namespace ratelimit {
namespace {

// Of keys and their values.
constexpr Explanation table[] = {
    {"E101", "A value is of the wrong type",
     R"(The key takes another type of value than it has: an integer where it has a string, a list
where it has a table.)",
     R"(Values are never converted silently: "20" might be a typing slip for 20, or for "20s".)",
     R"([policy.http]
on = "http"
limit = "20"
window = "60s")",
     R"([policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E102", "Unknown key",
     "The table has no such key. If the name is close to one that it has, that is offered.",
     R"(A misspelt key that was ignored would leave a limit at its default, and nobody would
notice before it matters.)",
     R"([policy.http]
on = "http"
limit = 20
windw = "60s")",
     R"([policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E103", "A required key is missing",
     R"(A policy needs `on`, `limit` and (but for concurrency) `window`; a penalty needs all of
its three keys.)",
     "There is no default that would be right for everybody.",
     R"([policy.http]
on = "http"
limit = 20)",
     R"([policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E104", "Not one of the choices",
     "The key takes one of a few words, and this is none of them. The note lists them.",
     "They are written exactly so, in lower case.",
     R"([policy.http]
on = "http"
limit = 20
window = "60s"
mode = "observe")",
     R"([policy.http]
on = "http"
limit = 20
window = "60s"
mode = "shadow")"},
    {"E105", "Not a duration",
     R"(A duration is a string of whole numbers with units, the greater first: ns, us, ms, s, m,
h, d, as in "1h30m".)",
     R"(A bare number would leave open whether seconds or milliseconds are meant, a difference of
a factor of a thousand.)",
     R"([policy.http]
on = "http"
limit = 20
window = 60)",
     R"([policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E106", "Not a size",
     R"(A size is an integer (bytes) or a whole number with a unit: "500B", "64KiB", "1MiB",
"1GiB".)",
     "The units with an i are powers of 1024, those without (kB, MB, GB) powers of 1000.",
     R"([server]
max_body = "1mb"

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([server]
max_body = "1MiB"

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E107", "Out of range",
     "The value is outside of what the key can mean; the message names the bound.",
     "It is refused instead of being bent to the nearest bound: what runs is what was written.",
     R"([identity]
ipv6_prefix = 129

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([identity]
ipv6_prefix = 64

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E108", "Not a name",
     R"(Names of policies, tiers and users begin with a letter or a digit, go on with these and _
- . @ +, and have at most 64 characters.)",
     R"(They stand in header fields, in logs and in expressions, where anything else would have to
be quoted.)",
     R"([policy."my policy"]
on = "http"
limit = 20
window = "60s")",
     R"([policy.my-policy]
on = "http"
limit = 20
window = "60s")"},
    {"E109", "Unknown version",
     "The file says that it is written for another version of this format.",
     "What its keys mean there is not known here, so nothing of it is used.",
     R"(version = 2

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"(version = 1

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E110", "Unknown algorithm", "The name is none of the algorithms.",
     R"(They differ in what they let through at the edges of a window and in what they remember of
a client; docs/policy.md compares them.)",
     R"([policy.http]
on = "http"
algorithm = "sliding-windw-log"
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
algorithm = "sliding-window-log"
limit = 20
window = "60s")"},
    {"E146", "An empty list",
     "The list needs at least one entry. To get the default, leave the key out.",
     "An empty list of matches could mean everything or nothing.",
     R"([policy.http]
on = "http"
match = []
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
limit = 20
window = "60s")"},
};

}  // namespace

std::span<const Explanation> explanations_of_keys() {
  return table;
}

}  // namespace ratelimit
