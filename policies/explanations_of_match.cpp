#include "policies/explanation_tables.h"

namespace ratelimit {
namespace {

// Of who is counted and what is covered.
constexpr Explanation table[] = {
    {"E111", "Not an address",
     R"(An address or a block of addresses is wanted: "192.0.2.7", "10.0.0.0/8", "2001:db8::/32".)",
     R"(A block has no bits set behind its prefix: 10.0.0.1/8 could mean one host or sixteen
million.)",
     R"(deny = ["ip:10.0.0.1/8"]

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"(deny = ["ip:10.0.0.0/8"]

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E112", "Not a pattern",
     R"(A path pattern begins with a slash; `*` stands for anything within a segment, `**` alone
between slashes for any number of segments. Policies on mcp match names of tools.)",
     R"(Paths are normalised before they are matched, so a pattern that is not in normal form
would never match.)",
     R"([policy.http]
on = "http"
match = "/files/**.txt"
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
match = "/files/**/*.txt"
limit = 20
window = "60s")"},
    {"E113", "Not a method",
     R"(HTTP methods are written in capitals, and several are joined by commas: "GET,POST
/orders".)",
     R"(Methods are compared letter by letter (RFC 9110 section 9.1): "post" would match nothing.)",
     R"([policy.http]
on = "http"
match = "post /login"
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
match = "POST /login"
limit = 20
window = "60s")"},
    {"E114", "Nobody can be counted by this",
     R"(A key is made of links: ip, user, api-key, session, tool, route, path, method, host,
header:NAME, global.)",
     "The first link of the list that a request has says who is counted.",
     R"([policy.http]
on = "http"
key = "api_key"
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
key = ["api-key", "ip"]
limit = 20
window = "60s")"},
    {"E115", "Names no client",
     R"(Entries of `allow` and `deny` say what they are: "ip:10.0.0.0/8" or "user:alice".)",
     "Without it a user called like a host could not be told from one.",
     R"(allow = ["10.0.0.0/8"]

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"(allow = ["ip:10.0.0.0/8"]

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E116", "There is no such tier", "A tier is named that no [tier.NAME] of this file defines.",
     "Its users would silently get no tier at all.",
     R"([user.alice]
tier = "gold"

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([tier.gold]
scale = 10

[user.alice]
tier = "gold"

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E117", "There is no such user", "A user is named that no [user.NAME] of this file defines.",
     "The entry would never apply to anybody.",
     R"(allow = ["user:alice"]

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"(allow = ["user:alice"]

[user.alice]

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E118", "There is no such policy",
     "Quotas of a user are given for a policy that this file does not have.",
     "They would never apply.",
     R"([user.alice]
quotas = { htpp = 500 }

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([user.alice]
quotas = { http = 500 }

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E135", "Not a header's name",
     "The name of a header has letters, digits and hyphens, no blanks and no colon.",
     "No request can ever have a header of this name (RFC 9110 section 5.1).",
     R"([policy.http]
on = "http"
key = ["header:x tenant", "ip"]
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
key = ["header:x-tenant", "ip"]
limit = 20
window = "60s")"},
    {"E137", "Not a SHA-256",
     "Credentials are kept as the 64 hexadecimal digits of their SHA-256, never as they are.",
     R"(Whoever reads the file must not be able to use them. Make it with: printf %s "$KEY" |
sha256sum)",
     R"([user.alice]
api_key_sha256 = "hunter2"

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([user.alice]
api_key_sha256 = "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7"

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E138", "Two users, one credential", "Two users have the same API key or token.",
     "Who of them is asking could not be told.",
     R"([user.a]
bearer_sha256 = "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7"

[user.b]
bearer_sha256 = "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7"

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([user.a]
bearer_sha256 = "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7"

[user.b]

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E144", "There is nothing to match",
     "A policy on mcp-session or mcp-message covers all of its kind.",
     "New sessions have no path and no tool that could tell them apart.",
     R"([policy.s]
on = "mcp-session"
match = "get_time"
limit = 20
window = "60s")",
     R"([policy.s]
on = "mcp-session"
limit = 20
window = "60s")"},
    {"E147", "Too many links", "A key and a partition have at most eight links each.",
     "No request needs more to be told from another, and each costs time on every request.",
     R"([policy.http]
on = "http"
key = ["user", "api-key", "session", "tool", "route", "path", "method", "host", "ip"]
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
key = ["user", "api-key", "ip"]
limit = 20
window = "60s")"},
};

}  // namespace

std::span<const Explanation> explanations_of_match() {
  return table;
}

}  // namespace ratelimit
