#include "scenarios/log_scan.h"

#include <algorithm>
#include <utility>

namespace ratelimit {
namespace {

using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;

// A log that spans less than this may well lie in one minute.
constexpr Duration edited_span_min = hours(3);

class Scanner {
 public:
  explicit Scanner(LogScan scan) : scan_(std::move(scan)) {}

  void good(Instant at, int zone_minutes);
  void bad(const Line& line, std::string_view reason);
  Result<LogScan> finish(const LogOptions& options);

 private:
  LogScan scan_;
  Instant previous_;
  bool one_minute_ = true;
};

// 0 to 59, as the log shows it.
int minute_of_hour(Instant at, int zone_minutes) {
  const auto minute = floor<minutes>(at.time_since_epoch()).count() + zone_minutes;
  return static_cast<int>((minute % 60 + 60) % 60);
}

void Scanner::good(Instant at, int zone_minutes) {
  ++scan_.lines;
  const int minute = minute_of_hour(at, zone_minutes);
  if (scan_.requests++ == 0) {
    scan_.first = scan_.last = previous_ = at;
    scan_.zone_minutes = zone_minutes;
    scan_.that_minute = minute;
  }
  one_minute_ = one_minute_ && minute == scan_.that_minute;
  if (at < previous_) ++scan_.backward_steps;
  previous_ = at;
  scan_.first = std::min(scan_.first, at);
  if (at > scan_.last) {
    scan_.last = at;
    scan_.last_requests = 0;
  }
  if (at == scan_.last) ++scan_.last_requests;
  scan_.worst_step = std::max(scan_.worst_step, scan_.last - at);
}

void Scanner::bad(const Line& line, std::string_view reason) {
  ++scan_.lines;
  ++scan_.bad;
  if (scan_.bad_lines.size() < bad_lines_shown) {
    scan_.bad_lines.push_back({.number = line.number,
                               .text = std::string(line.text.substr(0, 120)),
                               .reason = std::string(reason)});
  }
}

Result<LogScan> Scanner::finish(const LogOptions& options) {
  const std::string name = name_of_log(scan_.path);
  std::string note;
  for (const BadLine& line : scan_.bad_lines) {
    note += (note.empty() ? "line " : "; line ") + std::to_string(line.number) + ": " + line.reason;
  }
  if (scan_.requests == 0) {
    return Error{.code = "E305",
                 .message = "cannot read " + name + ": none of its " + std::to_string(scan_.lines) +
                            " lines is one of the format " + std::string(name_of(scan_.format)),
                 .note = std::move(note)};
  }
  if (options.max_bad >= 0 && scan_.bad > static_cast<std::uint64_t>(options.max_bad)) {
    return Error{.code = "E306",
                 .message = std::to_string(scan_.bad) + " of " + std::to_string(scan_.lines) +
                            " lines of " + name + " could not be read; at most " +
                            std::to_string(options.max_bad) + " may be bad",
                 .note = std::move(note)};
  }
  scan_.one_minute_of_each_hour = one_minute_ && scan_.last - scan_.first >= edited_span_min;
  return std::move(scan_);
}

}  // namespace

Result<LogScan> scan_log(LineReader& reader, LineFormat& format, LogScan scan,
                         const LogOptions& options) {
  Scanner scanner(std::move(scan));
  Line line;
  Arrival arrival;
  while (reader.next(line)) {
    if (line.text.empty()) continue;
    const std::string_view reason =
        line.too_long ? "it is longer than 1 MiB" : format.read(line.text, arrival);
    if (reason.empty()) {
      scanner.good(arrival.at, format.zone_minutes());
    } else {
      scanner.bad(line, reason);
    }
  }
  if (reader.failure()) return *reader.failure();
  return scanner.finish(options);
}

}  // namespace ratelimit
