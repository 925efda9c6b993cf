#include "scenarios/log_traffic.h"

#include <utility>

#include "core/int128.h"
#include "scenarios/log_format.h"
#include "scenarios/log_scan.h"
#include "scenarios/reorder_buffer.h"

namespace ratelimit {
namespace {

constexpr Duration second = std::chrono::seconds(1);

std::vector<std::string> first_lines(LineReader& reader) {
  std::vector<std::string> sample;
  Line line;
  while (sample.size() < sample_lines && reader.next(line)) {
    if (!line.text.empty()) sample.emplace_back(line.text);
  }
  return sample;
}

// Where the k-th of n requests of a second lies in it.
Duration within_second(std::uint64_t k, std::uint64_t n) {
  return Duration(multiply_divide_floor(static_cast<std::int64_t>(k), second.count(),
                                        static_cast<std::int64_t>(n)));
}

}  // namespace

std::string_view name_of(LogFormat format) {
  switch (format) {
    case LogFormat::automatic:
      return "auto";
    case LogFormat::common:
      return "common";
    case LogFormat::combined:
      return "combined";
    case LogFormat::trace:
      return "trace";
  }
  return {};
}

// The second pass: lines -> in order -> one second -> one request.
struct LogTraffic::Reader {
  Reader(std::unique_ptr<LineReader> lines_in, std::unique_ptr<LineFormat> format_in,
         LogScan scan_in, const LogOptions& options)
      : lines(std::move(lines_in)),
        format(std::move(format_in)),
        scan(std::move(scan_in)),
        is_spread(scan.whole_seconds && options.subsecond == Subsecond::spread),
        reorder_bytes(options.reorder_bytes),
        reorder(scan.worst_step) {}

  bool next(Arrival& arrival);
  void read_line();
  void fail(std::string code, const std::string& why);

  std::unique_ptr<LineReader> lines;
  std::unique_ptr<LineFormat> format;
  LogScan scan;
  bool is_spread;
  std::size_t reorder_bytes;
  ReorderBuffer reorder;
  bool at_end = false;
  PackedArrivals instant;  // What comes next: the requests at `at`, of which `done` are handed out.
  Instant at;
  std::uint64_t done = 0;
  Arrival parsed;
  std::optional<Error> failure;
};

void LogTraffic::Reader::fail(std::string code, const std::string& why) {
  failure = Error{.code = std::move(code),
                  .message = "cannot read " + name_of_log(scan.path) + ": " + why};
}

void LogTraffic::Reader::read_line() {
  Line line;
  if (!lines->next(line)) {
    at_end = true;
    failure = lines->failure();
    return;
  }
  if (line.text.empty() || line.too_long || !format->read(line.text, parsed).empty()) return;
  if (!reorder.add(parsed)) return fail("E303", "it changed while it was read");
  if (reorder.bytes() > reorder_bytes) {
    fail("E307", "too many lines are to be put in order at once; sort it by time first");
  }
}

bool LogTraffic::Reader::next(Arrival& arrival) {
  while (!instant.next(arrival)) {
    instant.clear();
    if (const std::optional<Instant> earliest = reorder.take(at_end, instant)) {
      at = *earliest;
      done = 0;
      continue;
    }
    if (at_end) return false;
    read_line();
    if (failure) return false;
  }
  arrival.at = is_spread ? at + within_second(done, instant.size()) : at;
  ++done;
  return true;
}

LogTraffic::LogTraffic(std::unique_ptr<Reader> reader) : reader_(std::move(reader)) {}
LogTraffic::~LogTraffic() = default;

Result<std::unique_ptr<LogTraffic>> LogTraffic::open(const std::string& path,
                                                     const LogOptions& options) {
  Result<std::unique_ptr<LineReader>> lines = LineReader::open(path, options.progress);
  if (!lines) return lines.errors();
  LineReader& reader = **lines;
  const std::vector<std::string> sample = first_lines(reader);
  if (reader.failure()) return *reader.failure();
  if (sample.empty()) {
    return Error{.code = "E301",
                 .message = "cannot read " + name_of_log(path) + ": it has only empty lines"};
  }
  const Result<Recognition> found = recognise(sample, options.format, path);
  if (!found) return found.errors();

  std::unique_ptr<LineFormat> format = make_line_format(found->format);
  reader.rewind(false);
  Result<LogScan> scan = scan_log(reader, *format,
                                  {.path = path,
                                   .format = found->format,
                                   .format_share = found->share,
                                   .extra_field = found->extra_field,
                                   .whole_seconds = found->format != LogFormat::trace},
                                  options);
  if (!scan) return scan.errors();
  reader.rewind(true);
  return std::unique_ptr<LogTraffic>(new LogTraffic(
      std::make_unique<Reader>(*std::move(lines), std::move(format), *std::move(scan), options)));
}

bool LogTraffic::next(Arrival& arrival) {
  return reader_->next(arrival);
}

Instant LogTraffic::first() const {
  return reader_->scan.first;
}

Instant LogTraffic::last() const {
  const LogScan& scan = reader_->scan;
  if (!reader_->is_spread) return scan.last;
  return scan.last + within_second(scan.last_requests - 1, scan.last_requests);
}

const std::optional<Error>& LogTraffic::failure() const {
  return reader_->failure;
}

const LogScan& LogTraffic::scan() const {
  return reader_->scan;
}

}  // namespace ratelimit
