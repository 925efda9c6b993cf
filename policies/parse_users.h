#pragma once

#include <vector>

#include "policies/parse_clients.h"
#include "policies/parse_policy.h"
#include "policies/policy.h"

namespace ratelimit {

// `[tier.NAME]`.
Tier read_tier(const Entry& entry, Findings& findings);

// `[user.NAME]`; the quotas that are hers alone go into the policies' drafts, which are sorted by
// name.
User read_user(const Entry& entry, const Names& names, std::vector<PolicyDraft>& policies,
               Findings& findings);

// Reports credentials that two users share.
void check_credentials(const Node& users, Findings& findings);

// Gives each policy the quotas that the scales of the tiers make of its own.
void scale_policies(const std::vector<Tier>& tiers, const Node& tables,
                    std::vector<PolicyDraft>& policies, Findings& findings);

}  // namespace ratelimit
