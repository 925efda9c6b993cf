#include "cli/report/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "core/int128.h"

namespace ratelimit {
namespace {

using namespace std::chrono_literals;

// part * scale / whole, rounded half up. Not for negative numbers.
std::int64_t scaled(std::int64_t part, std::int64_t scale, std::int64_t whole) {
  const Int128 product = Int128{part} * scale + whole / 2;
  return static_cast<std::int64_t>(product / whole);
}

std::string with_tenth(std::int64_t tenths) {
  return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

Instant local(Instant at, int zone_minutes) {
  return at + std::chrono::minutes{zone_minutes};
}

}  // namespace

std::string format_count(Count count) {
  std::string text = std::to_string(count);
  const std::size_t first = count < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3;) text.insert(at -= 3, ",");
  return text;
}

std::string format_share(Count part, Count whole) {
  if (part == 0 || whole == 0) return "0";
  const std::int64_t tenths = scaled(part, 1000, whole);
  if (tenths == 0) return "<0.1%";
  if (tenths >= 1000 && part < whole) return ">99.9%";
  return with_tenth(tenths) + "%";
}

std::string format_rate(Count count, Duration over) {
  struct Unit {
    Duration length;
    const char* name;
  };
  constexpr Unit units[] = {{1s, "s"}, {1min, "min"}, {1h, "h"}};
  const std::int64_t span = std::max<std::int64_t>(over.count(), 1);
  for (const Unit& unit : units) {
    const std::int64_t tenths = scaled(count, unit.length.count() * 10, span);
    if (tenths < 10 && count > 0 && unit.length != 1h) continue;
    if (tenths < 100 && count > 0) return with_tenth(tenths) + "/" + unit.name;
    return format_count(scaled(count, unit.length.count(), span)) + "/" + unit.name;
  }
  return {};
}

std::string format_length(Duration length) {
  const std::int64_t ns = length.count();
  if (ns < 1'000) return fmt::format("{} ns", ns);
  if (ns < 999'500) return fmt::format("{} us", (ns + 500) / 1'000);
  if (ns < 999'500'000) return fmt::format("{} ms", (ns + 500'000) / 1'000'000);
  const std::int64_t tenths = (ns + 50'000'000) / 100'000'000;
  if (tenths < 600)
    return tenths % 10 == 0 ? fmt::format("{} s", tenths / 10) : with_tenth(tenths) + " s";
  const std::int64_t seconds = (ns + 500'000'000) / 1'000'000'000;
  if (seconds < 3'600) return fmt::format("{}m{:02}s", seconds / 60, seconds % 60);
  const std::int64_t minutes = (seconds + 30) / 60;
  if (minutes < 1'440) return fmt::format("{}h{:02}m", minutes / 60, minutes % 60);
  const std::int64_t hours = (minutes + 30) / 60;
  return fmt::format("{}d{:02}h", hours / 24, hours % 24);
}

std::string format_elapsed(Duration since, bool hours, int digits) {
  const std::int64_t seconds = since / 1s;
  std::string text =
      hours ? fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
            : fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  if (digits > 0) {
    const std::string fraction = fmt::format("{:09}", (since % 1s).count());
    text += "." + fraction.substr(0, static_cast<std::size_t>(digits));
  }
  return text;
}

std::string format_date(Instant at, int zone_minutes) {
  const auto days =
      std::chrono::floor<std::chrono::days>(local(at, zone_minutes).time_since_epoch());
  const std::chrono::year_month_day date{std::chrono::sys_days{days}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string format_time(Instant at, int zone_minutes) {
  const Duration since = local(at, zone_minutes).time_since_epoch();
  const std::int64_t seconds = (since - std::chrono::floor<std::chrono::days>(since)) / 1s;
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string format_zone(int zone_minutes) {
  const int minutes = std::abs(zone_minutes);
  return fmt::format("{}{:02}:{:02}", zone_minutes < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace ratelimit
