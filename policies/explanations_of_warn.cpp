#include "policies/explanation_tables.h"

namespace ratelimit {
namespace {

// Warnings.
constexpr Explanation table[] = {
    {"W201", "An adaptive limit acts later",
     "The setting is read and checked, but this version cannot adapt limits.",
     "simulate and serve refuse such a file (E160).",
     R"([policy.http]
on = "http"
algorithm = "concurrency"
limit = 50
adaptive = { algorithm = "gradient", min = 5, max = 200, target_latency = "200ms" })",
     R"([policy.http]
on = "http"
algorithm = "concurrency"
limit = 50)"},
    {"W202", "A Redis store acts later",
     "The setting is read and checked, but this version keeps its state in memory only.",
     "simulate and serve refuse such a file (E161).",
     R"([store]
kind = "redis"

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([store]
kind = "memory"

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"W203", "Callers can choose this key",
     "A header, the path or the host is whatever the caller writes.",
     R"(With a new value for each request it has a new budget for each. Add a policy that counts
what callers cannot choose, such as their address.)",
     R"([policy.http]
on = "http"
key = ["header:x-tenant", "ip"]
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
key = "ip"
limit = 20
window = "60s")"},
    {"W204", "New sessions are new budgets",
     "The policy counts by session alone, and nothing limits how many sessions a client opens.",
     "Whoever is denied opens another session and goes on.",
     R"([policy.mcp]
on = "mcp"
key = "session"
limit = 20
window = "60s")",
     R"([policy.mcp]
on = "mcp"
key = "session"
limit = 20
window = "60s"

[policy.handshakes]
on = "mcp-session"
limit = 20
window = "60s")"},
    {"W205", "A fallback that can never apply",
     R"(A fallback applies only where no other enforced policy does, and one of them covers
everything.)",
     "So its limit is never looked at.",
     R"([policy.everything]
on = "http"
limit = 20
window = "60s"

[policy.rest]
on = "http"
fallback = true
limit = 20
window = "60s")",
     R"([policy.api]
on = "http"
match = "/api/**"
limit = 20
window = "60s"

[policy.rest]
on = "http"
fallback = true
limit = 20
window = "60s")"},
    {"W206", "A variable without its policy",
     R"(RATE_LIMIT_HTTP_* set the policy `http`, RATE_LIMIT_MCP_DEFAULT_* the policy `mcp`; this
file has no such policy.)",
     "The variable has no effect. Name the policy so, or unset the variable.", "", ""},
    {"W207", "A link that requests never have",
     R"(No request of this kind has what the link counts by: there are no sessions on http, and
without `match` there is no route.)",
     "The link is passed over every time.",
     R"([policy.http]
on = "http"
key = ["session", "ip"]
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
key = "ip"
limit = 20
window = "60s")"},
    {"W208", "Links that are never reached",
     "The first link that a request has is taken, and every request has this one.",
     "What stands behind it has no effect; the order is probably meant the other way round.",
     R"([policy.http]
on = "http"
key = ["ip", "header:x-tenant"]
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
key = "ip"
limit = 20
window = "60s")"},
    {"W209", "A setting without effect", "The key says nothing here.",
     "It is allowed, but whoever reads the file may believe that it does something.",
     R"([policy.http]
on = "http"
limit = 20
window = "60s"
on_deny = "http-429")",
     R"([policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"W210", "A very large burst", "The burst is more than what four windows give.",
     R"(A client that was quiet may send all of it at one instant, which is probably what the
limit was meant to prevent.)",
     R"([policy.http]
on = "http"
algorithm = "gcra"
limit = 20
window = "60s"
burst = 500)",
     R"([policy.http]
on = "http"
algorithm = "gcra"
limit = 20
window = "60s"
burst = 40)"},
    {"W211", "Nobody has this key",
     R"(The policy counts by user or API key alone, but no user of this file has such a
credential.)",
     "Every request falls to on_missing, so all are counted by address.",
     R"([policy.http]
on = "http"
key = "api-key"
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
key = "ip"
limit = 20
window = "60s")"},
    {"W215", "Everybody is trusted",
     "A trusted proxy may say who the client is, and this block of addresses holds everybody.",
     "Any client can then pretend to have any address, and no limit by address holds.",
     R"([identity]
trusted_proxies = ["0.0.0.0/0"]

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([identity]
trusted_proxies = ["10.0.0.0/8"]

[policy.http]
on = "http"
limit = 20
window = "60s")"},
};

}  // namespace

std::span<const Explanation> explanations_of_warn() {
  return table;
}

}  // namespace ratelimit
