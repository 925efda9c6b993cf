#pragma once

#include <string>
#include <string_view>

#include "core/quota.h"
#include "core/result.h"

namespace ratelimit {

// "500ms", "10s", "1h30m", "1d": whole numbers with units, the greater unit first. Zero is a
// duration; whether it makes sense is the caller's business. An error has a message and, as its
// label, the way out; no place.
Result<Duration> parse_duration(std::string_view text);

// "1GiB", "64KiB", "500B", "2MB": bytes, as a whole number with a unit.
Result<Count> parse_size(std::string_view text);

// The shortest spelling that parse_duration reads back: "1h30m", "60s" for a minute, as people
// write windows: seconds up to two minutes.
std::string format_duration(Duration duration);

}  // namespace ratelimit
