#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace ratelimit {

// The stretch of time that a picture spans, and how times on it are written.
struct TimeAxis {
  Instant begin;
  Instant end;
  // Set for recorded traffic: times of day in this zone. Otherwise times since `zero`.
  std::optional<int> zone_minutes = {};
  Instant zero = {};
};

// The width of one of so many columns.
Duration column_width(const TimeAxis& axis, std::size_t columns);

// One instant in the notation of the axis: "6:12", or "1995-07-09 03:56:14".
std::string axis_instant(const TimeAxis& axis, Instant at);

struct Tick {
  std::size_t column;
  std::string label;
};

// Ticks at round times, far enough apart for their labels, which start at their columns.
std::vector<Tick> time_ticks(const TimeAxis& axis, std::size_t columns);

}  // namespace ratelimit
