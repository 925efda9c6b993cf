#include "scenarios/trace_format.h"

#include <utility>

namespace ratelimit {

std::string_view TraceFormat::read(std::string_view line, Arrival& arrival) {
  Result<TraceLine> result = parse_trace_line(line);
  if (!result) {
    const Error& error = result.error();
    reason_ = error.label.empty() ? error.message : error.message + ": " + error.label;
    return reason_;
  }
  line_ = *std::move(result);
  arrival.at = line_.at;
  arrival.request = line_.request(lists_);
  arrival.duration = line_.duration;
  arrival.client = !line_.client.empty()    ? line_.client
                   : !line_.session.empty() ? line_.session
                                            : line_.ip;
  return {};
}

}  // namespace ratelimit
