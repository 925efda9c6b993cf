#include "cli/report/axis.h"

#include <algorithm>

#include "cli/report/format.h"
#include "core/int128.h"

namespace ratelimit {
namespace {

using namespace std::chrono_literals;

constexpr Duration day = 24h;

// Round steps; days beyond a fortnight are doubled until they are wide enough.
constexpr Duration steps[] = {1us,   2us,   5us,  10us, 20us,  50us,    100us,   200us,
                              500us, 1ms,   2ms,  5ms,  10ms,  20ms,    50ms,    100ms,
                              200ms, 500ms, 1s,   2s,   5s,    10s,     15s,     30s,
                              1min,  2min,  3min, 5min, 10min, 15min,   30min,   1h,
                              2h,    3h,    6h,   12h,  day,   2 * day, 7 * day, 14 * day};

constexpr std::size_t columns_between_min = 10;

Duration span_of(const TimeAxis& axis) {
  return std::max(axis.end - axis.begin, Duration{1});
}

int fraction_digits(Duration step) {
  return step >= 1s ? 0 : step >= 1ms ? 3 : 6;
}

// What instants are round relative to: local midnight of 1970, or the zero of the axis.
Instant origin(const TimeAxis& axis) {
  return axis.zone_minutes ? Instant{} - std::chrono::minutes{*axis.zone_minutes} : axis.zero;
}

std::string label(const TimeAxis& axis, Instant at, Duration step) {
  if (!axis.zone_minutes) {
    return format_elapsed(at - axis.zero, axis.end - axis.zero >= 1h, fraction_digits(step));
  }
  const bool midnight = (at - origin(axis)) % day == 0ns;
  if (step >= day || (midnight && axis.end - axis.begin > day)) {
    return format_date(at, *axis.zone_minutes).substr(5);
  }
  std::string time = format_time(at, *axis.zone_minutes);
  if (step >= 1min) return time.substr(0, 5);
  if (step >= 1s) return time;
  return time + format_elapsed((at - origin(axis)) % 1s, false, fraction_digits(step)).substr(4);
}

std::size_t column_of(const TimeAxis& axis, Instant at, std::size_t columns) {
  return static_cast<std::size_t>(multiply_divide_floor(
      (at - axis.begin).count(), static_cast<std::int64_t>(columns), span_of(axis).count()));
}

Duration step_for(const TimeAxis& axis, std::size_t columns) {
  const auto is_wide_enough = [&](Duration step) {
    const std::size_t wanted =
        std::max(columns_between_min, label(axis, axis.end, step).size() + 2);
    return Int128{step.count()} * columns >= Int128{span_of(axis).count()} * wanted;
  };
  for (const Duration step : steps) {
    if (is_wide_enough(step)) return step;
  }
  Duration step = 14 * day;
  while (step < span_of(axis) && !is_wide_enough(step)) step *= 2;
  return step;
}

}  // namespace

Duration column_width(const TimeAxis& axis, std::size_t columns) {
  return span_of(axis) / static_cast<std::int64_t>(columns);
}

std::string axis_instant(const TimeAxis& axis, Instant at) {
  if (!axis.zone_minutes) return format_elapsed(at - axis.zero, axis.end - axis.zero >= 1h);
  return format_date(at, *axis.zone_minutes) + " " + format_time(at, *axis.zone_minutes);
}

std::vector<Tick> time_ticks(const TimeAxis& axis, std::size_t columns) {
  const Duration step = step_for(axis, columns);
  const Duration since = axis.begin - origin(axis);
  std::vector<Tick> ticks;
  Instant at = origin(axis) + (since + step - Duration{1}) / step * step;
  for (; at <= axis.end; at += step) {
    Tick tick{.column = column_of(axis, at, columns), .label = label(axis, at, step)};
    if (tick.column + tick.label.size() <= columns) ticks.push_back(std::move(tick));
  }
  return ticks;
}

}  // namespace ratelimit
