#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cli/report/picture.h"
#include "cli/report/report.h"

// A quarter of an hour with every kind of client in it, made up of whole numbers: the renderers are
// tested on it without a limiter.
struct SampleRun {
  ratelimit::Policies policies;
  ratelimit::RunResult result;
  ratelimit::LogScan scan;
  ratelimit::TimeAxis axis;
  ratelimit::Picture picture;

  // A picture so many columns wide, of recorded or of virtual time.
  explicit SampleRun(std::size_t columns, bool recorded = true);

  [[nodiscard]] ratelimit::Report report() const {
    return {.name = "access.log",
            .path = "logs/access.log",
            .seed = 1,
            .axis = axis,
            .policies = policies,
            .result = result,
            .scan = scan,
            .options = {},
            .warnings = {}};
  }
};
