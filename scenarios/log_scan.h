#pragma once

#include <string>

#include "core/result.h"
#include "scenarios/line_format.h"
#include "scenarios/line_reader.h"
#include "scenarios/log_traffic.h"

namespace ratelimit {

// The first pass over a log, from its first line to its end. `scan` says which format reads it.
Result<LogScan> scan_log(LineReader& reader, LineFormat& format, LogScan scan,
                         const LogOptions& options);

}  // namespace ratelimit
