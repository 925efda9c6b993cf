#pragma once

#include <string>

#include "core/quota.h"
#include "core/time.h"

namespace ratelimit {

// Figures as people read them. The same number is always the same text: no locale, no floating
// point.

// "1,234,567"
std::string format_count(Count count);

// "62.0%", and "0" for none. A share that is neither nothing nor everything never reads as if it
// were: "<0.1%", ">99.9%".
std::string format_share(Count part, Count whole);

// "18/s", "6.6/s"; below one a second "12/min" or "3.0/h".
std::string format_rate(Count count, Duration over);

// "850 ms", "12.4 s", "3m20s", "1h04m", "3d11h"; rounded half up.
std::string format_length(Duration length);

// Time since a beginning: "6:12"; "1:06:12" where `hours` is set. `digits` of a second's fraction.
std::string format_elapsed(Duration since, bool hours, int digits = 0);

// A time of day in a zone so many minutes east of UTC.
std::string format_date(Instant at, int zone_minutes);  // "1995-07-09"
std::string format_time(Instant at, int zone_minutes);  // "03:56:14"
std::string format_zone(int zone_minutes);              // "-04:00"

}  // namespace ratelimit
