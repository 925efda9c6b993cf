#include "cli/simulate_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "cli/diagnostics.h"
#include "cli/failure.h"
#include "cli/files.h"
#include "cli/interrupt.h"
#include "cli/neighbour.h"
#include "cli/output.h"
#include "cli/report/format.h"
#include "cli/report/json.h"
#include "cli/report/ndjson.h"
#include "cli/report/summary.h"
#include "cli/report/timeline.h"
#include "cli/report/warnings.h"
#include "policies/environment.h"
#include "policies/parse.h"
#include "scenarios/lanes.h"
#include "scenarios/simulate.h"

namespace ratelimit {
namespace {

using namespace std::chrono_literals;

// Where one report goes.
struct Destination {
  ReportFormat format;
  Style style;
  Output output;
};

using Destinations = std::vector<Destination>;

Result<Destinations> open_destinations(const SimulateOptions& options, const Style& style) {
  Destinations destinations;
  destinations.push_back({options.format, style, Output::standard()});
  Style plain = style;
  plain.depth = Depth::none;
  for (const ReportFile& file : options.files) {
    Result<Output> output = Output::create(file.path);
    if (!output) return output.error();
    destinations.push_back({file.format, plain, std::move(*output)});
  }
  return destinations;
}

// A trace that begins on the first day of 1970 runs on virtual time.
TimeAxis axis_of(const LogScan& scan) {
  TimeAxis axis{.begin = scan.first, .end = scan.last};
  const bool is_virtual = scan.format == LogFormat::trace && scan.first < instant_min + 24h;
  if (!is_virtual) axis.zone_minutes = scan.zone_minutes;
  return axis;
}

void warn(const std::vector<Error>& warnings, const Style& style) {
  for (const Error& warning : warnings) say(draw_warning(warning, style));
}

// Nobody is left to read any of the reports.
bool is_unread(const Destinations& destinations) {
  return destinations.size() == 1 && destinations.front().output.is_unread();
}

RunResult play(LogTraffic& traffic, const Enforcer& enforcer, Lanes& lanes,
               Destinations& destinations, Progress& progress) {
  std::vector<std::unique_ptr<NdjsonSink>> lines;
  std::vector<VerdictSink*> sinks;
  for (Destination& destination : destinations) {
    if (destination.format == ReportFormat::text) sinks.push_back(&lanes);
    if (destination.format != ReportFormat::ndjson) continue;
    Output& output = destination.output;
    lines.push_back(std::make_unique<NdjsonSink>(
        enforcer, [&output](std::string_view chunk) { output.write(chunk); }));
    sinks.push_back(lines.back().get());
  }
  RunOptions options;
  options.interrupted = [&destinations] { return interrupted() || is_unread(destinations); };
  options.progress = [&progress](Count done, Instant) { progress.at(done); };
  RunResult result = simulate(traffic, enforcer, sinks, options);
  for (const auto& sink : lines) sink->flush();
  return result;
}

std::string draw(const Destination& destination, const Report& report, const Lanes& lanes,
                 const LaneChoice& choice) {
  switch (destination.format) {
    case ReportFormat::text: {
      const Picture picture = make_picture(report.result, lanes, report.axis, choice);
      return draw_report(report, picture, destination.style);
    }
    case ReportFormat::json:
      return to_json(report, RATELIMIT_VERSION);
    case ReportFormat::ndjson:
      return {};  // Written while it ran.
  }
  return {};
}

}  // namespace
}  // namespace ratelimit
