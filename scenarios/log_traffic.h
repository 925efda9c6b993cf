#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "scenarios/line_reader.h"
#include "scenarios/traffic.h"

namespace ratelimit {

// `--subsecond`: where the requests of one second lie when the log does not say.
enum class Subsecond : std::uint8_t {
  spread,  // The k-th of n, from 0, in file order: k * 10^9 / n nanoseconds into the second.
  burst,   // All at its start.
};

enum class LogFormat : std::uint8_t { automatic, common, combined, trace };
std::string_view name_of(LogFormat format);

// What may be held to put lines in order: the lines of one second and of `worst_step`, packed.
inline constexpr std::size_t reorder_bytes_max = std::size_t{1} << 30;

struct LogOptions {
  LogFormat format = LogFormat::automatic;
  Subsecond subsecond = Subsecond::spread;
  std::int64_t max_bad = -1;  // Lines that may be bad; -1: any number, as long as one line is good.
  std::size_t reorder_bytes = reorder_bytes_max;
  // Told now and then how far the first pass is; false stops it, with the error E309.
  ReadProgress progress = [](std::uint64_t, std::uint64_t) { return true; };
};

// A line that could not be read: where, and what was wrong. At most `bad_lines_shown` are kept.
struct BadLine {
  std::uint64_t number = 0;
  std::string text;  // Its first 120 bytes.
  std::string reason;
};
inline constexpr std::size_t bad_lines_shown = 2;

// What a first pass over a log found: everything that must be known before the replay starts.
struct LogScan {
  std::string path;  // As given; "-" for standard input.
  LogFormat format = LogFormat::automatic;
  int format_share = 100;      // Percent of the first 20 lines that the format reads.
  bool extra_field = false;    // Fields after the user agent, ignored.
  std::uint64_t lines = 0;     // Not counting empty ones.
  std::uint64_t requests = 0;  // Good lines.
  std::uint64_t bad = 0;
  std::vector<BadLine> bad_lines = {};  // The first few.
  std::uint64_t backward_steps = 0;     // Lines whose time lies before that of the good line above.
  Duration worst_step{};       // How far a line lies before the latest time so far, at most.
  bool whole_seconds = false;  // Times have no fraction.
  int zone_minutes = 0;        // Of the first line, east of UTC.
  Instant first = {};          // Of the good lines.
  Instant last = {};
  std::uint64_t last_requests = 0;  // Lines at `last`.
  // Set when every request lies in one minute of its hour although the log spans hours: it was
  // edited.
  bool one_minute_of_each_hour = false;
  int that_minute = 0;
};

// Requests from an access log or a trace, sorted by time. The log is read twice; what cannot be
// read twice, such as standard input, is first copied to an unlinked file.
class LogTraffic final : public Traffic {
 public:
  // Opens and scans. Errors: what cannot be opened or read (E301, E302, E303), no format reads it
  // (E304), no good line (E305), too many bad ones (E306).
  static Result<std::unique_ptr<LogTraffic>> open(const std::string& path,
                                                  const LogOptions& options);
  ~LogTraffic() override;

  bool next(Arrival& arrival) override;
  [[nodiscard]] Instant first() const override;
  [[nodiscard]] Instant last() const override;
  // Also E307: more than `reorder_bytes` would have to be held.
  [[nodiscard]] const std::optional<Error>& failure() const override;
  [[nodiscard]] const LogScan& scan() const;

 private:
  struct Reader;
  explicit LogTraffic(std::unique_ptr<Reader> reader);
  std::unique_ptr<Reader> reader_;
};

}  // namespace ratelimit
