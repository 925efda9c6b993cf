#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ratelimit {

// Days from 1970-01-01 to a day of the proleptic Gregorian calendar; month and day count from 1.
constexpr std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  // Years begin in March here, so that the leap day comes last (Hinnant, "chrono-compatible
  // low-level date algorithms"). Years of logs are not negative.
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

// Seconds since 1970, and the zone that they were written in, in minutes east of UTC.
struct LogTime {
  std::int64_t seconds = 0;
  int zone_minutes = 0;
};

// Reads the times of access logs: "09/Jul/1995:00:00:00 -0400". Remembers the last day and zone,
// for the lines of a log mostly share them.
class ClfClock {
 public:
  static constexpr std::size_t bytes = 26;

  // False: not such a time, or one that no calendar has.
  bool read(std::string_view text, LogTime& time);

 private:
  bool read_day(std::string_view text);
  bool read_zone(std::string_view text);

  std::array<char, 11> day_text_{};
  std::array<char, 5> zone_text_{};
  std::int64_t day_seconds_ = 0;
  int zone_minutes_ = 0;
};

}  // namespace ratelimit
