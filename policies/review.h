#pragma once

#include <vector>

#include "policies/findings.h"
#include "policies/parse_policy.h"
#include "policies/policy.h"

namespace ratelimit {

// What shows only when a policy is seen as a whole, or all of them together: costs that can never
// pass, too many quotas, and warnings of what is valid and probably not meant.
void review(const std::vector<PolicyDraft>& drafts, const std::vector<User>& users,
            Findings& findings);

}  // namespace ratelimit
