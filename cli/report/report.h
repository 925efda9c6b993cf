#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/report/axis.h"
#include "core/result.h"
#include "policies/policy.h"
#include "scenarios/log_traffic.h"
#include "scenarios/run_result.h"

namespace ratelimit {

// A finished run and all that must be known to tell of it. Every format is drawn from this.
struct Report {
  std::string name;  // Of the traffic, for people: the file's name without its folder.
  std::string path;  // As given.
  std::uint64_t seed = 0;
  TimeAxis axis;  // Of the whole traffic, also where the run was interrupted.
  const Policies& policies;
  const RunResult& result;
  const LogScan& scan;
  LogOptions options;
  std::vector<Error> warnings;  // Of the policy file and of the log.
};

// The result of a policy, by name; every policy has one.
const Tally& tally_of(const RunResult& result, const Policy& policy);

}  // namespace ratelimit
