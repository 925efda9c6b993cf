#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "policies/policy.h"

namespace ratelimit {

// The value of a variable of the environment, or nothing.
using Lookup = std::function<std::optional<std::string>(std::string_view name)>;

// The policies as they are under these variables, which go before the file:
//
//   RATE_LIMIT_HTTP_LIMIT, RATE_LIMIT_HTTP_WINDOW                  of the policy `http`
//   RATE_LIMIT_MCP_DEFAULT_LIMIT, RATE_LIMIT_MCP_DEFAULT_WINDOW    of the policy `mcp`
//   LOG_LEVEL, RATE_LIMIT_LISTEN, RATE_LIMIT_STORE_URL
//
// Bare numbers are seconds in a window. The file is read again with these values in it, so tiers
// and checks follow them. `policies` must come from parse_policies. A variable that names an absent
// policy becomes a warning (W206); a bad value is an error (E151) that names the variable. An empty
// variable is none.
Result<Policies> apply_environment(Policies policies, const Lookup& lookup);

}  // namespace ratelimit
