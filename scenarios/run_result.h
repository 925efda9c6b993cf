#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/quota.h"
#include "core/result.h"
#include "core/time.h"

namespace ratelimit {

// How often things happened. requests = allowed + denied; delayed and shadow_denied are parts of
// allowed.
struct Tally {
  Count requests = 0;
  Count allowed = 0;
  Count denied = 0;
  Count delayed = 0;
  Count shadow_denied = 0;
  friend bool operator==(const Tally&, const Tally&) = default;
};

// What one policy covered, and what its own quotas denied (so sums may exceed the totals).
struct PolicyResult {
  std::string name;
  Tally tally;
};

struct ClientResult {
  std::string name;
  Tally tally;
  std::string policy;  // The policy that denied it most; else the one that bound it most; or empty.
  std::optional<Instant> first_denied;
  Duration longest_lockout{};  // From a first denial to the next pass, or to the last try.
  Duration retry_after_max{};
  Count early_retries = 0;  // Sent before the last retry_after had ended.
};

// Decisions of equal stretches of time.
struct Bins {
  Instant begin;
  Duration width{1};
  std::vector<Count> allowed;
  std::vector<Count> denied;
};

// What happened in a run: aggregates only; single verdicts go through a VerdictSink.
struct RunResult {
  Instant begin;
  Instant end;  // Of the last request, or of the span that was asked for.
  bool interrupted = false;
  Tally totals;
  std::vector<PolicyResult> policies;  // In the order of the policy file's names; none is left out.
  std::vector<ClientResult> clients;   // In the order of their first request.
  Bins bins;
  // Paths that `ratelimit serve` would answer with 400, so that only policies for all paths cover
  // them.
  Count bad_paths = 0;
};

}  // namespace ratelimit
