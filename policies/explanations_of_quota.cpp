#include "policies/explanation_tables.h"

namespace ratelimit {
namespace {

// Of quotas.
constexpr Explanation table[] = {
    {"E119", "Both ways to write quotas",
     "The policy has a list `quotas` and, beside it, keys of a single quota.",
     "Whether the single one is meant in addition or as a default for the list cannot be told.",
     R"([policy.http]
on = "http"
limit = 20
quotas = [{ limit = 5, window = "1s" }])",
     R"([policy.http]
on = "http"
quotas = [{ limit = 20, window = "60s" }, { limit = 5, window = "1s" }])"},
    {"E120", "A limit below 1", "A limit is a whole number of at least 1.",
     R"(To let nobody pass, use the list `deny`; to let everybody pass, leave the policy out or
set mode = "off".)",
     R"([policy.http]
on = "http"
limit = 0
window = "60s")",
     R"([policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E121", "A window of no length", "A window must be longer than zero.",
     "In a window of 0 s nothing is ever counted together, so the limit has no meaning.",
     R"([policy.http]
on = "http"
limit = 20
window = "0s")",
     R"([policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E122", "More than one request per nanosecond",
     "The limit is greater than the number of nanoseconds in the window.",
     "Time is counted in whole nanoseconds; what is faster cannot be told apart.",
     R"([policy.http]
on = "http"
limit = 2000
window = "1us")",
     R"([policy.http]
on = "http"
limit = 2000
window = "1s")"},
    {"E123", "A burst below 1",
     "A burst is the number of requests that may come at one instant from rest: at least 1.",
     R"(With a burst of 0 nothing could ever pass. Left out, it equals the limit (for a leaky-
bucket 1).)",
     R"([policy.http]
on = "http"
algorithm = "gcra"
burst = 0
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
algorithm = "gcra"
burst = 1
limit = 20
window = "60s")"},
    {"E124", "An algorithm without burst", "Only token-bucket, gcra and leaky-bucket have a burst.",
     R"(A window of the other algorithms admits up to `limit` at one instant; there is nothing to
set.)",
     R"([policy.http]
on = "http"
burst = 10
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
algorithm = "gcra"
burst = 10
limit = 20
window = "60s")"},
    {"E125", "Longer than 15 years",
     "A window, a delay or the time in which a whole burst is refilled exceeds 15 years.",
     R"(Beyond it sums of times might overflow. Windows so long are a slip of the unit more often
than meant.)",
     R"([policy.http]
on = "http"
limit = 20
window = "6000d")",
     R"([policy.http]
on = "http"
limit = 20
window = "60d")"},
    {"E126", "An algorithm without delay",
     "Only a leaky-bucket holds requests back, so only there a max_delay means something.",
     "The others answer at once.",
     R"([policy.http]
on = "http"
algorithm = "gcra"
max_delay = "1s"
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
algorithm = "leaky-bucket"
max_delay = "1s"
limit = 20
window = "60s")"},
    {"E127", "A leaky-bucket needs a max_delay",
     "A leaky-bucket delays what comes too early by up to max_delay and denies the rest.",
     R"(How long your clients are willing to wait is not for this program to guess. One that
delays nothing is gcra with burst = 1.)",
     R"([policy.http]
on = "http"
algorithm = "leaky-bucket"
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
algorithm = "leaky-bucket"
max_delay = "1s"
limit = 20
window = "60s")"},
    {"E128", "An algorithm without alignment",
     "Only a fixed-window begins at set times, so only there `align` means something.",
     R"(A sliding window has no beginning; a sliding-window-counter is always aligned to the
epoch.)",
     R"([policy.http]
on = "http"
align = "first-request"
limit = 20
window = "60s")",
     R"([policy.http]
on = "http"
algorithm = "fixed-window"
align = "first-request"
limit = 20
window = "60s")"},
    {"E129", "Concurrency has no window",
     "Concurrency counts requests in flight: a slot is free when its request has ended.",
     "No time is involved, so a window would say nothing.",
     R"([policy.http]
on = "http"
algorithm = "concurrency"
limit = 50
window = "60s")",
     R"([policy.http]
on = "http"
algorithm = "concurrency"
limit = 50)"},
    {"E130", "A denied request holds no slot",
     R"(charge_denied makes denied requests count; under concurrency they hold nothing that could
count.)",
     "They are over as soon as they are answered.",
     R"([policy.http]
on = "http"
algorithm = "concurrency"
limit = 50
charge_denied = true)",
     R"([policy.http]
on = "http"
algorithm = "concurrency"
limit = 50)"},
    {"E131", "The length of a ban", "A ban is longer than zero and shorter than 15 years.",
     "For ever is what the list `deny` is for.",
     R"([policy.http]
on = "http"
limit = 20
window = "60s"
penalty = { denials = 3, within = "1m", ban = "6000d" })",
     R"([policy.http]
on = "http"
limit = 20
window = "60s"
penalty = { denials = 3, within = "1m", ban = "10m" })"},
    {"E132", "A cost that can never pass",
     R"(Every request of this policy costs more than its quota ever has: the burst, where there is
one, else the limit.)",
     "So every request would be denied, however long its client waits.",
     R"([policy.http]
on = "http"
limit = 20
window = "60s"
cost = 50)",
     R"([policy.http]
on = "http"
limit = 200
window = "60s"
cost = 50)"},
    {"E133", "One number for several quotas",
     "A tier or a user replaces the limit by a number, but the policy has several quotas.",
     "Which of them is meant cannot be told. Write the whole list.",
     R"([tier.pro]

[policy.http]
on = "http"
quotas = [{ limit = 5, window = "1s" }, { limit = 50, window = "1d" }]
tiers = { pro = 100 })",
     R"([tier.pro]

[policy.http]
on = "http"
quotas = [{ limit = 5, window = "1s" }, { limit = 50, window = "1d" }]
tiers = { pro = [{ limit = 10, window = "1s" }, { limit = 100, window = "1d" }] })"},
    {"E134", "A scale that is too great",
     R"(Multiplied by the scale of this tier, a limit or a burst of a policy is no longer a valid
one.)",
     "For no limit at all there is exempt = true.",
     R"([tier.internal]
scale = 9000000000000000000

[policy.http]
on = "http"
limit = 20
window = "60s")",
     R"([tier.internal]
exempt = true

[policy.http]
on = "http"
limit = 20
window = "60s")"},
    {"E139", "Bounds that contradict",
     "Of an adaptive limit, `min` is at most `max`, and the limit to begin with lies between.",
     "Otherwise there is no limit that it could have.",
     R"([policy.http]
on = "http"
algorithm = "concurrency"
limit = 500
adaptive = { algorithm = "gradient", min = 5, max = 200, target_latency = "200ms" })",
     R"([policy.http]
on = "http"
algorithm = "concurrency"
limit = 50
adaptive = { algorithm = "gradient", min = 5, max = 200, target_latency = "200ms" })"},
    {"E150", "This limit cannot adapt",
     "Only the limit of a policy with a single concurrency quota can adapt.",
     "It is moved by the latency of requests in flight; a limit per window has no such measure.",
     R"([policy.http]
on = "http"
limit = 20
window = "60s"
adaptive = { algorithm = "gradient", min = 5, max = 200, target_latency = "200ms" })",
     R"([policy.http]
on = "http"
algorithm = "concurrency"
limit = 20
adaptive = { algorithm = "gradient", min = 5, max = 200, target_latency = "200ms" })"},
};

}  // namespace

std::span<const Explanation> explanations_of_quota() {
  return table;
}

}  // namespace ratelimit
