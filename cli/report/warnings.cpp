#include "cli/report/warnings.h"

#include <fmt/format.h>

#include "cli/report/format.h"
#include "cli/report/paint.h"
#include "cli/report/printable.h"

namespace ratelimit {
namespace {

std::string count_of(std::uint64_t count) {
  return format_count(static_cast<Count>(count));
}

Error disorder(const LogScan& scan) {
  const bool one = scan.backward_steps == 1;
  return {.code = "W301",
          .message = fmt::format("{} {} back in time (by at most {}): sorted",
                                 count_of(scan.backward_steps), one ? "line goes" : "lines go",
                                 format_length(scan.worst_step)),
          .file = scan.path};
}

// Every line of the note is shown as it is: strangers' text is made harmless when it is drawn.
Error bad_lines(const LogScan& scan) {
  std::string note;
  for (const BadLine& line : scan.bad_lines) {
    note += fmt::format("line {}: {}: {}\n", count_of(line.number), line.reason, line.text);
  }
  if (scan.bad > scan.bad_lines.size()) {
    note += fmt::format("{} more; ", count_of(scan.bad - scan.bad_lines.size()));
  }
  note += "--max-bad 0 makes this an error";
  return {.code = "W302",
          .message = fmt::format("{} of {} lines could not be read, skipped", count_of(scan.bad),
                                 count_of(scan.lines)),
          .file = scan.path,
          .note = note};
}

Error edited(const LogScan& scan) {
  return {.code = "W304",
          .message = fmt::format("every request lies in minute :{:02} of its hour: this log was "
                                 "edited",
                                 scan.that_minute),
          .file = scan.path,
          .note = "limits with windows below 1 h will look too strict"};
}

}  // namespace

std::vector<Error> log_warnings(const LogScan& scan) {
  std::vector<Error> warnings;
  if (scan.backward_steps > 0) warnings.push_back(disorder(scan));
  if (scan.bad > 0) warnings.push_back(bad_lines(scan));
  if (scan.one_minute_of_each_hour) warnings.push_back(edited(scan));
  return warnings;
}

std::vector<Error> run_warnings(const RunResult& result) {
  if (result.bad_paths == 0) return {};
  return {
      {.code = "W303",
       .message = fmt::format("{} of {} requests have a path that a server answers with 400",
                              format_count(result.bad_paths), format_count(result.totals.requests)),
       .note = "they are judged by the policies that cover every path"}};
}

std::string draw_warning(const Error& warning, const Style& style) {
  std::string out;
  Painter painter(out, style.depth);
  painter.put("warning", Role::delayed).put(": " + printable(warning.message, style.charset));
  painter.put("  [" + warning.code + "]", Role::faint).line();
  const auto width = static_cast<std::size_t>(style.width - 8);
  for (std::size_t from = 0; from < warning.note.size();) {
    const std::size_t end = std::min(warning.note.find('\n', from), warning.note.size());
    const std::string_view line = std::string_view(warning.note).substr(from, end - from);
    painter.put("    " + fit(line, width, style.charset), Role::faint).line();
    from = end + 1;
  }
  return out;
}

}  // namespace ratelimit
