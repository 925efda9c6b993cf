#include "policies/sections.h"

#include <array>

namespace ratelimit {
namespace {

using Name = std::string_view;

constexpr auto top_keys = std::to_array<Name>(
    {"version", "allow", "deny", "identity", "tier", "user", "policy", "store", "server", "log"});
constexpr auto identity_keys = std::to_array<Name>(
    {"trusted_proxies", "forwarded_header", "ipv6_prefix", "api_key_header", "default_tier"});
constexpr auto tier_keys = std::to_array<Name>({"scale", "exempt"});
constexpr auto user_keys =
    std::to_array<Name>({"api_key_sha256", "bearer_sha256", "tier", "quotas"});
// The second half is the short form of a single quota.
constexpr auto policy_keys =
    std::to_array<Name>({"on",      "match", "fallback", "key",       "partition",    "on_missing",
                         "quotas",  "tiers", "penalty",  "cost",      "expose_key",   "mode",
                         "on_deny", "allow", "deny",     "adaptive",  "algorithm",    "limit",
                         "window",  "burst", "align",    "max_delay", "charge_denied"});
constexpr auto match_keys = std::to_array<Name>({"method", "path", "host", "header"});
constexpr auto quota_keys = std::to_array<Name>(
    {"algorithm", "limit", "window", "burst", "align", "max_delay", "charge_denied"});
constexpr auto penalty_keys = std::to_array<Name>({"denials", "within", "ban"});
constexpr auto cost_keys = std::to_array<Name>({"per_bytes"});
constexpr auto adaptive_keys = std::to_array<Name>({"algorithm", "min", "max", "target_latency"});
constexpr auto store_keys =
    std::to_array<Name>({"kind", "max_keys", "max_memory", "when_full", "url", "on_error"});
constexpr auto server_keys =
    std::to_array<Name>({"listen", "admin_listen", "max_body", "allowed_origins", "allowed_hosts"});
constexpr auto log_keys = std::to_array<Name>({"level", "file", "file_level"});

}  // namespace

namespace sections {
const Section top{"Top level", top_keys};
const Section identity{"[identity]", identity_keys};
const Section tier{"[tier.NAME]", tier_keys};
const Section user{"[user.NAME]", user_keys};
const Section policy{"[policy.NAME]", policy_keys};
const Section match{"match", match_keys};
const Section quota{"quotas", quota_keys};
const Section penalty{"penalty", penalty_keys};
const Section cost{"cost", cost_keys};
const Section adaptive{"adaptive", adaptive_keys};
const Section store{"[store]", store_keys};
const Section server{"[server]", server_keys};
const Section log{"[log]", log_keys};
}  // namespace sections

std::span<const Section* const> all_sections() {
  static constexpr std::array<const Section*, 13> all = {
      &sections::top,    &sections::identity, &sections::tier,  &sections::user,
      &sections::policy, &sections::match,    &sections::quota, &sections::penalty,
      &sections::cost,   &sections::adaptive, &sections::store, &sections::server,
      &sections::log};
  return all;
}

}  // namespace ratelimit
