#include "scenarios/log_time.h"

#include <algorithm>
#include <cstring>

namespace ratelimit {
namespace {

constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
constexpr std::array<int, 12> month_days = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

// -1: not two digits.
int two_digits(const char* text) {
  const unsigned tens = static_cast<unsigned char>(text[0]) - unsigned{'0'};
  const unsigned ones = static_cast<unsigned char>(text[1]) - unsigned{'0'};
  return tens > 9 || ones > 9 ? -1 : static_cast<int>(tens * 10 + ones);
}

bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

}  // namespace

// "09/Jul/1995"
bool ClfClock::read_day(std::string_view text) {
  const int day = two_digits(text.data());
  const std::size_t month_at = months.find(text.substr(3, 3));
  const int century = two_digits(text.data() + 7);
  const int year_of_century = two_digits(text.data() + 9);
  if (text[2] != '/' || text[6] != '/' || month_at == std::string_view::npos || month_at % 3 != 0 ||
      century < 0 || year_of_century < 0) {
    return false;
  }
  const std::size_t month = month_at / 3;
  const int year = century * 100 + year_of_century;
  if (day < 1 || day > month_days[month] || (month == 1 && day == 29 && !is_leap(year))) {
    return false;
  }
  day_seconds_ = days_from_civil(year, static_cast<int>(month) + 1, day) * 86'400;
  std::copy_n(text.begin(), day_text_.size(), day_text_.begin());
  return true;
}

// "-0400"
bool ClfClock::read_zone(std::string_view text) {
  const int hours = two_digits(text.data() + 1);
  const int minutes = two_digits(text.data() + 3);
  if ((text[0] != '+' && text[0] != '-') || hours < 0 || hours > 23 || minutes < 0 ||
      minutes > 59) {
    return false;
  }
  zone_minutes_ = (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
  std::copy_n(text.begin(), zone_text_.size(), zone_text_.begin());
  return true;
}

bool ClfClock::read(std::string_view text, LogTime& time) {
  if (text.size() != bytes) return false;
  const char* const at = text.data();
  if (std::memcmp(at, day_text_.data(), day_text_.size()) != 0 && !read_day(text.substr(0, 11))) {
    return false;
  }
  if (std::memcmp(at + 21, zone_text_.data(), zone_text_.size()) != 0 &&
      !read_zone(text.substr(21))) {
    return false;
  }
  const int hour = two_digits(at + 12);
  const int minute = two_digits(at + 15);
  const int second = two_digits(at + 18);
  // A leap second is the first second of the next minute, as in Unix time.
  if (at[11] != ':' || at[14] != ':' || at[17] != ':' || at[20] != ' ' || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 60) {
    return false;
  }
  const std::int64_t minutes = hour * 60 + minute - zone_minutes_;
  time.seconds = day_seconds_ + minutes * 60 + second;
  time.zone_minutes = zone_minutes_;
  return true;
}

}  // namespace ratelimit
