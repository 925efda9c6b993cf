#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/progress.h"
#include "cli/report/picture.h"
#include "cli/terminal.h"
#include "core/result.h"
#include "scenarios/log_traffic.h"

namespace ratelimit {

enum class ReportFormat : std::uint8_t { text, json, ndjson };

struct ReportFile {
  ReportFormat format;
  std::string path;
};

// What `ratelimit simulate` is asked to do.
struct SimulateOptions {
  std::string policy = {};  // Empty: the built-in policy; "-": standard input, as for the log.
  std::string log = {};
  LogOptions reading = {};
  ReportFormat format = ReportFormat::text;
  std::vector<ReportFile> files = {};
  StyleFlags style = {};
  std::optional<LaneChoice> lanes = {};  // Nothing: as many as the screen has room for.
  ProgressChoice progress = ProgressChoice::automatic;
  bool environment = false;  // RATE_LIMIT_* override the policy file.
  std::uint64_t seed = 1;
};

const CommandSpec& simulate_spec();
Result<SimulateOptions> read_simulate_options(const Arguments& arguments);

}  // namespace ratelimit
