#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/decision.h"
#include "core/store.h"
#include "policies/caller.h"
#include "policies/policy.h"

namespace ratelimit {

// Why a request was allowed or denied.
enum class Cause : std::uint8_t {
  quota,               // A policy's budget: spent, or sufficient.
  banned,              // A penalty.
  cost_exceeds_limit,  // It can never pass.
  deny_list,
  missing_key,      // `on_missing = "deny"`.
  unknown_session,  // An MCP session that this server did not mint or that has ended.
  store_full,
  store_down,
  allow_list,  // Allowed, and no quota was touched.
  exempt,      // Allowed: the caller's tier is.
  uncovered,   // Allowed: no policy covers the request.
};

// The spelling on the wire and in output lines: "cost-exceeds-limit".
std::string_view name_of(Cause cause);

// What one quota of one policy decided on one request.
struct PolicyDecision {
  const Policy* policy = nullptr;
  const Quota* quota = nullptr;  // nullptr: a list of the policy, or a missing key, decided.
  int quota_index = 0;           // Within the policy's quotas; the penalty comes after them.
  Cause cause = Cause::quota;
  Count cost = 1;
  bool shadow = false;  // Decided and reported, never denies.
  Decision decision = {};
};

// The decisions of all quotas on one request, and what follows from them. Reused from call to call
// by its owner, so that a verdict allocates nothing. Its pointers live as long as the policies.
struct Verdict {
  bool allowed = true;
  Cause cause = Cause::uncovered;
  // Shadow policies deny nothing, but it is reported when one would have.
  bool shadow_denied = false;
  // The path of an HTTP request is none: a server answers 400, and only policies for all paths
  // cover it.
  bool bad_path = false;
  // The greatest delay of the leaky buckets that allow.
  Duration delay{};
  // The decision that is reported: an index into `decisions`, or -1 where no quota spoke.
  int binding = -1;
  // Ordered by policy name, then quota index; enforced and shadow policies alike.
  std::vector<PolicyDecision> decisions;
  // To be given back when the request ends, through Enforcer::finish.
  std::vector<Slot> slots;

  [[nodiscard]] const PolicyDecision* binding_decision() const {
    return binding < 0 ? nullptr : &decisions[static_cast<std::size_t>(binding)];
  }

  // Scratch of Enforcer::check.
  std::vector<Question> questions;
  std::vector<Decision> answers;
  CallerTexts texts;
};

}  // namespace ratelimit
