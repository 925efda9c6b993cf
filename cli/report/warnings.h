#pragma once

#include <string>
#include <vector>

#include "cli/report/style.h"
#include "core/result.h"
#include "scenarios/log_traffic.h"
#include "scenarios/run_result.h"

namespace ratelimit {

// What makes a replay less true than it looks: disorder (W301), unreadable lines (W302), paths that
// a server would refuse (W303), times that somebody edited (W304).
std::vector<Error> log_warnings(const LogScan& scan);
std::vector<Error> run_warnings(const RunResult& result);

// "warning: 273 of 16,062 lines could not be read, skipped  [W302]", with its note below.
std::string draw_warning(const Error& warning, const Style& style);

}  // namespace ratelimit
