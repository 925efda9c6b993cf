#pragma once

#include "cli/simulate_options.h"

namespace ratelimit {

// Replays the log against the policies and writes the reports that were asked for; returns the exit
// status.
int run_simulate(const SimulateOptions& options);

}  // namespace ratelimit
