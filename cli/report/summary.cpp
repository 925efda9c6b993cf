#include "cli/report/summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/report/format.h"
#include "cli/report/paint.h"
#include "cli/report/printable.h"
#include "cli/report/tables.h"
#include "cli/report/timeline.h"

namespace ratelimit {
namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", format_count(static_cast<Count>(count)), count == 1 ? one : many);
}

std::string span_text(const TimeAxis& axis) {
  const std::string length = format_length(axis.end - axis.begin);
  if (!axis.zone_minutes) return length + " simulated";
  const int zone = *axis.zone_minutes;
  const bool one_day = format_date(axis.begin, zone) == format_date(axis.end, zone);
  return fmt::format("{} {} to {} ({})", axis_instant(axis, axis.begin), format_zone(zone),
                     one_day ? format_time(axis.end, zone) : axis_instant(axis, axis.end), length);
}

std::string reading_text(const LogScan& scan, const LogOptions& options) {
  std::string text = fmt::format("{} format", name_of(scan.format));
  if (options.format == LogFormat::automatic) {
    text += fmt::format(", recognised from the first lines ({}% fit)", scan.format_share);
  }
  if (scan.extra_field) text += "; what follows the user agent is ignored";
  return text;
}

std::string subsecond_text(Subsecond subsecond) {
  return subsecond == Subsecond::spread
             ? "times are whole seconds: each second's requests are spread over it"
             : "times are whole seconds: each second's requests are put at its start";
}

// Items with dots between them, on as many lines as they need.
void put_items(const std::vector<std::string>& items, std::size_t column, const Style& style,
               Painter& painter) {
  const std::string dot = style.charset == Charset::ascii ? ", " : " · ";
  const auto width = static_cast<std::size_t>(style.width);
  bool first = true;
  for (const std::string& item : items) {
    const std::size_t wanted = display_width(item) + (first ? 0 : display_width(dot));
    if (!first && column + wanted > width) {
      painter.line().put("  ");
      column = 2;
      first = true;
    }
    painter.put((first ? "" : dot) + item, Role::faint);
    column += wanted;
    first = false;
  }
  painter.line();
}

}  // namespace

std::string draw_head(const Report& report, const Style& style) {
  const RunResult& result = report.result;
  std::string out;
  Painter painter(out, style.depth);
  if (result.interrupted) {
    painter.put("interrupted", Role::fail);
    painter.put(fmt::format(" at {} of {}", axis_instant(report.axis, result.end),
                            axis_instant(report.axis, report.axis.end)));
    painter.line();
  }
  const std::string name =
      fit(report.name, static_cast<std::size_t>(style.width) / 2, style.charset);
  painter.put(name, Role::strong).put("  ");
  put_items({span_text(report.axis),
             counted(static_cast<std::size_t>(result.totals.requests), "request", "requests"),
             counted(result.clients.size(), "client", "clients"),
             counted(report.policies.policies.size(), "policy", "policies"),
             fmt::format("seed {}", report.seed)},
            display_width(name) + 2, style, painter);
  painter.put("  ");
  std::vector<std::string> reading{reading_text(report.scan, report.options)};
  if (report.scan.whole_seconds) reading.push_back(subsecond_text(report.options.subsecond));
  put_items(reading, 2, style, painter);
  return out;
}

std::string draw_findings(const Report& report, const Style& style) {
  const RunResult& result = report.result;
  std::string out;
  Painter painter(out, style.depth);
  const auto put = [&painter](std::string_view name, const std::string& text) {
    painter.put("  " + pad_right(std::string(name), 19), Role::faint).put(text).line();
  };
  if (result.totals.denied == 0) {
    put("denied", "nothing");
    return out;
  }
  std::size_t clients_denied = 0;
  Count early = 0;
  const ClientResult* locked_out = nullptr;
  for (const ClientResult& client : result.clients) {
    if (client.tally.denied == 0) continue;
    ++clients_denied;
    early += client.early_retries;
    if (!locked_out || client.longest_lockout > locked_out->longest_lockout) locked_out = &client;
  }
  const auto all = [](std::size_t count) { return format_count(static_cast<Count>(count)); };
  put("denied",
      fmt::format("{} of {} requests, {} of {} clients", format_count(result.totals.denied),
                  format_count(result.totals.requests), all(clients_denied),
                  all(result.clients.size())));
  if (locked_out) {
    put("longest lockout", fmt::format("{}: {}", format_length(locked_out->longest_lockout),
                                       fit(locked_out->name, 40, style.charset)));
  }
  put("retried too early", early == 0 ? "nobody"
                                      : fmt::format("{} times, before the wait that a denial "
                                                    "asked for was over",
                                                    format_count(early)));
  return out;
}

std::string draw_report(const Report& report, const Picture& picture, const Style& style) {
  return draw_head(report, style) + "\n" + draw_timeline(picture, style) + "\n" +
         draw_policies(report, style) + "\n" + draw_findings(report, style);
}

}  // namespace ratelimit
