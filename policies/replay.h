#pragma once

#include <vector>

#include "core/result.h"
#include "policies/policy.h"

namespace ratelimit {

// What these policies ask of a request that logs do not tell (W305): a cost that a trusted proxy
// writes into a header or that depends on the body.
std::vector<Error> replay_warnings(const Policies& policies);

}  // namespace ratelimit
