#pragma once

#include <string>
#include <vector>

#include "policies/trace.h"
#include "scenarios/line_format.h"

namespace ratelimit {

// Lines of our own traces: exact times, any request.
class TraceFormat final : public LineFormat {
 public:
  std::string_view read(std::string_view line, Arrival& arrival) override;

 private:
  TraceLine line_;
  std::vector<Header> headers_;
  std::string reason_;
};

}  // namespace ratelimit
