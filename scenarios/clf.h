#pragma once

#include <cstdint>
#include <string_view>

#include "scenarios/line_format.h"
#include "scenarios/log_time.h"

namespace ratelimit {

// Lines of Apache and nginx, common and combined:
//
//   client ident user [time] "request" status bytes
//   client ident user [time] "request" status bytes "referer" "user agent" …
//
// also with the virtual host in front (Apache's vhost_combined). What comes after the bytes is not
// looked at: a request is a request, however its line ends.
class ClfFormat final : public LineFormat {
 public:
  std::string_view read(std::string_view line, Arrival& arrival) override;
  [[nodiscard]] int zone_minutes() const override { return time_.zone_minutes; }

 private:
  ClfClock clock_;
  LogTime time_;
};

// What a line has after its bytes.
enum class ClfTail : std::uint8_t {
  nothing,   // The common format.
  combined,  // A referer and a user agent.
  more,      // And further fields.
};

ClfTail clf_tail(std::string_view line);

}  // namespace ratelimit
