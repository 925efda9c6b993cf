#pragma once

#include <string_view>

#include "scenarios/traffic.h"

namespace ratelimit {

// Reads the lines of one log format.
class LineFormat {
 public:
  LineFormat() = default;
  LineFormat(const LineFormat&) = delete;
  LineFormat& operator=(const LineFormat&) = delete;
  virtual ~LineFormat() = default;

  // Fills in the arrival and returns nothing, or says what is wrong with the line. Views of the
  // arrival and the words live until the line is gone or the next call.
  virtual std::string_view read(std::string_view line, Arrival& arrival) = 0;

  // The zone of the last good line, in minutes east of UTC.
  [[nodiscard]] virtual int zone_minutes() const { return 0; }
};

}  // namespace ratelimit
