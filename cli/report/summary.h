#pragma once

#include <string>

#include "cli/report/picture.h"
#include "cli/report/report.h"
#include "cli/report/style.h"

namespace ratelimit {

// What was played: the name, the span, how many; and how the log was read.
std::string draw_head(const Report& report, const Style& style);

// What came of it, in three lines: who was denied, for how long, and who did not wait.
std::string draw_findings(const Report& report, const Style& style);

// The whole text report: head, picture, policies, findings.
std::string draw_report(const Report& report, const Picture& picture, const Style& style);

}  // namespace ratelimit
