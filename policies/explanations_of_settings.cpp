#include "policies/explanation_tables.h"

namespace ratelimit {
namespace {

// Of settings, limits and what comes later.
constexpr Explanation table[] = {
    {"E140", "Not the URL of a Redis server",
     "The URL has the form redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], or rediss:// for TLS.",
     "It is checked here, so that a slip does not show only when the store is first used.",
     R"([store]
url = "127.0.0.1:6379"

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([store]
url = "redis://127.0.0.1:6379/0"

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E141", "Not an address to listen on",
     R"(An address and a port are wanted: "127.0.0.1:8000", "[::1]:8000", "localhost:8000". Port 0
is any free one. The two listeners need two addresses.)",
     "Metrics and administration must never be reachable on the public listener.",
     R"([server]
listen = "8000"

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([server]
listen = "127.0.0.1:8000"

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E142", "Too many tables", "A file has at most 256 policies, 64 tiers and 100000 users.",
     "Every policy is looked at for every request, so their number is limited.", "", ""},
    {"E143", "Too many quotas",
     R"(The quotas and penalties that a single request could meet, over all policies, are at most
400.)",
     "A request is decided under all of them at one instant, so their number is limited.", "", ""},
    {"E148", "Not an origin, not a host",
     R"(Origins are written "https://app.example", with a scheme and without a path; hosts
"app.example", without either.)",
     "Browsers send them in exactly this form, and they are compared letter by letter.",
     R"([server]
allowed_origins = ["app.example"]

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([server]
allowed_origins = ["https://app.example"]

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E151", "A variable with a bad value",
     R"(A variable of the environment that overrides the policy file has a value that cannot be
used, for example RATE_LIMIT_HTTP_LIMIT=lots.)",
     "The program does not start with a limit that nobody asked for.", "", ""},
    {"E160", "Adaptive limits come later",
     R"(The file asks for an adaptive limit, which this version reads and checks but cannot
enforce.)",
     "simulate and serve refuse it, rather than enforce something else.", "", ""},
    {"E161", "Redis stores come later",
     "The file asks for a Redis store, which this version reads and checks but cannot use.",
     "simulate and serve refuse it, rather than count somewhere else.", "", ""},
};

}  // namespace

std::span<const Explanation> explanations_of_settings() {
  return table;
}

}  // namespace ratelimit
