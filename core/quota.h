#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/result.h"
#include "core/time.h"

namespace ratelimit {

// Requests, or the units of cost that they carry.
using Count = std::int64_t;

enum class Algorithm : std::uint8_t {
  sliding_window_log,
  sliding_window_counter,
  fixed_window,
  token_bucket,
  gcra,
  leaky_bucket,
  concurrency,
  penalty,  // A ban after denials: what `penalty = {…}` of a policy becomes. Not a name in files.
};

// Where fixed windows begin: at multiples of the window since 1970, or at a key's first charge.
enum class Align : std::uint8_t { epoch, first_request };

// How much per how long, and how it is counted. A quota from make_quota is valid; no limiter checks
// again. Quotas are arguments of a decision, never part of a key's state: tiers, reloads and
// adaptive limits depend on it.
struct Quota {
  Algorithm algorithm = Algorithm::sliding_window_log;
  Count limit = 0;       // Units per window; slots in flight for concurrency; denials for penalty.
  Duration window{};     // Zero for concurrency.
  Count burst = 0;       // gcra, token-bucket, leaky-bucket: units at one instant from rest.
  Duration max_delay{};  // leaky-bucket: the longest that a request is held back.
  Align align = Align::epoch;
  bool charge_denied = false;  // Denied requests are charged too, up to a full budget.
  Duration ban{};              // penalty: how long.
  friend bool operator==(const Quota&, const Quota&) = default;
};

// Checks a draft and fills in the default burst (`limit`; 1 for a leaky bucket). An error names the
// field at fault in `subject`.
Result<Quota> make_quota(Quota draft);

// The most units that can ever be charged at one instant. A greater cost never passes.
Count capacity(const Quota& quota);

// True for the algorithms that know a burst: gcra, token-bucket, leaky-bucket.
bool has_burst(Algorithm algorithm);

// The nanoseconds that one unit is worth under gcra and leaky-bucket: window/limit, rounded up, so
// that rounding can only make the limiter stricter.
Duration emission_interval(const Quota& quota);

// The spelling in policy files: "sliding-window-log".
std::string_view name_of(Algorithm algorithm);
std::string_view name_of(Align align);
std::optional<Algorithm> algorithm_named(std::string_view name);
// The algorithms that a policy file may name, in the order in which they are shown.
std::span<const Algorithm> nameable_algorithms();

}  // namespace ratelimit
