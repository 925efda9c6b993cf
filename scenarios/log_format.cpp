#include "scenarios/log_format.h"

#include <algorithm>
#include <array>

#include "scenarios/clf.h"
#include "scenarios/trace_format.h"

namespace ratelimit {
namespace {

// The formats that a line is tried as; on a tie the first wins.
constexpr std::array formats = {LogFormat::combined, LogFormat::common, LogFormat::trace};

bool is_clf(LogFormat format) {
  return format == LogFormat::common || format == LogFormat::combined;
}

// The format whose shape the line has exactly; `automatic`: none.
LogFormat format_of(std::string_view line) {
  Arrival arrival;
  if (ClfFormat().read(line, arrival).empty()) {
    return clf_tail(line) == ClfTail::nothing ? LogFormat::common : LogFormat::combined;
  }
  return TraceFormat().read(line, arrival).empty() ? LogFormat::trace : LogFormat::automatic;
}

LogFormat most_frequent(const std::vector<std::string>& sample) {
  std::array<int, formats.size()> lines{};
  for (const std::string& line : sample) {
    const auto* const found = std::find(formats.begin(), formats.end(), format_of(line));
    if (found != formats.end()) ++lines[static_cast<std::size_t>(found - formats.begin())];
  }
  const auto* const most = std::max_element(lines.begin(), lines.end());
  return *most == 0 ? LogFormat::automatic
                    : formats[static_cast<std::size_t>(most - lines.begin())];
}

}  // namespace

std::unique_ptr<LineFormat> make_line_format(LogFormat format) {
  if (format == LogFormat::trace) return std::make_unique<TraceFormat>();
  return std::make_unique<ClfFormat>();
}

Result<Recognition> recognise(const std::vector<std::string>& sample, LogFormat asked,
                              const std::string& path) {
  Recognition found{.format = asked == LogFormat::automatic ? most_frequent(sample) : asked};
  if (found.format == LogFormat::automatic) {
    return Error{
        .code = "E304",
        .message = "cannot read " + name_of_log(path) + ": its first lines are of no known format",
        .note = "known: common and combined access logs, and traces"};
  }
  const std::unique_ptr<LineFormat> format = make_line_format(found.format);
  std::size_t readable = 0;
  Arrival arrival;
  for (const std::string& line : sample) {
    if (!format->read(line, arrival).empty()) continue;
    ++readable;
    found.extra_field =
        found.extra_field || (is_clf(found.format) && clf_tail(line) == ClfTail::more);
  }
  found.share = static_cast<int>(readable * 100 / std::max<std::size_t>(sample.size(), 1));
  return found;
}

}  // namespace ratelimit
