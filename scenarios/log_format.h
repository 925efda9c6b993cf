#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "scenarios/line_format.h"
#include "scenarios/log_traffic.h"

namespace ratelimit {

std::unique_ptr<LineFormat> make_line_format(LogFormat format);

// What the first lines of a log look like.
struct Recognition {
  LogFormat format = LogFormat::automatic;
  int share = 0;             // Percent of the sample that the format reads.
  bool extra_field = false;  // Some lines have fields after the user agent.
};

inline constexpr std::size_t sample_lines = 20;

// The format that reads most lines of the sample, or what is said of the one that was asked for.
// E304: no format reads any. `path` is for the message.
Result<Recognition> recognise(const std::vector<std::string>& sample, LogFormat asked,
                              const std::string& path);

}  // namespace ratelimit
