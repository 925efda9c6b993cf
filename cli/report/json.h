#pragma once

#include <string>
#include <string_view>

#include "cli/report/report.h"

namespace ratelimit {

// The run as one JSON document; docs/scenario.md lists its fields.
std::string to_json(const Report& report, std::string_view version);

}  // namespace ratelimit
