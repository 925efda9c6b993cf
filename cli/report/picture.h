#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/report/axis.h"
#include "scenarios/lanes.h"
#include "scenarios/run_result.h"

namespace ratelimit {

// One client, or several together, over time.
struct Lane {
  std::string name;
  std::vector<LaneCell> cells = {};  // By column; empty ones are left out.
  Count requests = 0;
  Count denied = 0;
};

// Everything that the picture of a run shows, chosen and ready to be drawn.
struct Picture {
  TimeAxis axis;
  std::size_t columns = 0;
  std::vector<LaneCell> all = {};  // Every client together.
  std::vector<Lane> lanes = {};
  std::size_t clients_more = 0;  // Those without a lane of their own …
  Lane more = {};                // … in one.
  bool complete = true;          // False: some lanes were too much to be kept.
};

// Which clients get a lane of their own.
struct LaneChoice {
  std::size_t count = 24;  // Those denied most; all of them in order of appearance if they fit.
  std::string glob = {};   // Not empty: those whose name it matches, instead.
};

Picture make_picture(const RunResult& result, const Lanes& lanes, const TimeAxis& axis,
                     const LaneChoice& choice);

}  // namespace ratelimit
