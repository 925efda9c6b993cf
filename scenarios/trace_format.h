#pragma once

#include <string>

#include "policies/trace.h"
#include "scenarios/line_format.h"

namespace ratelimit {

// Lines of our own traces: exact times, any request.
class TraceFormat final : public LineFormat {
 public:
  std::string_view read(std::string_view line, Arrival& arrival) override;

 private:
  TraceLine line_;
  RequestLists lists_;
  std::string reason_;
};

}  // namespace ratelimit
