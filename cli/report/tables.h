#pragma once

#include <string>

#include "cli/report/report.h"
#include "cli/report/style.h"

namespace ratelimit {

// "20/60s burst 10 per session or ip": the quotas of a policy in one cell.
std::string limit_text(const Policy& policy);

// One row a policy, and the total. Where there is no room the algorithms go first, then who is
// counted, then the limits.
std::string draw_policies(const Report& report, const Style& style);

}  // namespace ratelimit
