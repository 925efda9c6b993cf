#include "cli/simulate_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
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
#include "policies/replay.h"
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

// The text of a policy file, or of the built-in policies.
Result<std::string> policy_text(const std::string& path) {
  if (path.empty()) return std::string(default_policy_text());
  if (const auto missing = missing_file(path)) return *missing;
  return read_file(path, policy_bytes_max);
}

// Policies that this version can enforce; what is wrong with them is told on stderr.
std::optional<Policies> load_policies(const SimulateOptions& options,
                                      const Environment& environment,
                                      const Style& style_of_errors) {
  const Result<std::string> text = policy_text(options.policy);
  if (!text) {
    say(draw_failure(text.error(), style_of_errors));
    return std::nullopt;
  }
  const std::string source = options.policy.empty() ? "built-in policies" : options.policy;
  Result<Policies> policies = parse_policies(*text, source);
  if (policies && options.environment) {
    policies = apply_environment(std::move(*policies), [&environment](std::string_view name) {
      return std::optional(environment(std::string(name).c_str()));
    });
  }
  const std::vector<Error> errors = policies ? not_yet(*policies) : policies.errors();
  if (errors.empty()) return std::move(*policies);
  say(draw_errors(errors, *text, style_of_errors));
  return std::nullopt;
}

std::string name_of_log(const std::string& path) {
  return path == "-" ? "standard input" : std::filesystem::path(path).filename().string();
}

// Scans the log, which a first ^C ends. What is read again for the replay is the replay's business.
Result<std::unique_ptr<LogTraffic>> open_traffic(const SimulateOptions& options,
                                                 const Style& style_of_errors) {
  if (const auto missing = missing_file(options.log)) return *missing;
  const auto progress = std::make_shared<std::optional<Progress>>(
      std::in_place, options.progress, terminal_of(STDERR_FILENO).is_terminal, style_of_errors,
      Stage::reading);
  LogOptions reading = options.reading;
  // Shared with the traffic, which asks as long as it reads.
  reading.progress = [progress](std::uint64_t done, std::uint64_t total) {
    if (!progress->has_value()) return true;
    (*progress)->at(static_cast<Count>(done), static_cast<Count>(total));
    return !interrupted();
  };
  auto traffic = LogTraffic::open(options.log, reading);
  (*progress)->erase();
  progress->reset();
  return traffic;
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

bool wants(const Destinations& destinations, ReportFormat format) {
  return std::any_of(
      destinations.begin(), destinations.end(),
      [format](const Destination& destination) { return destination.format == format; });
}

RunResult play(LogTraffic& traffic, const Enforcer& enforcer, Lanes& lanes,
               Destinations& destinations, Progress& progress) {
  std::vector<std::unique_ptr<NdjsonSink>> lines;
  std::vector<VerdictSink*> sinks;
  if (wants(destinations, ReportFormat::text)) sinks.push_back(&lanes);
  for (Destination& destination : destinations) {
    if (destination.format != ReportFormat::ndjson) continue;
    Output& output = destination.output;
    lines.push_back(std::make_unique<NdjsonSink>(
        enforcer, [&output](std::string_view chunk) { output.write(chunk); }));
    sinks.push_back(lines.back().get());
  }
  const auto total = static_cast<Count>(traffic.scan().requests);
  RunOptions options;
  options.interrupted = [&destinations] { return interrupted() || is_unread(destinations); };
  options.progress = [&progress, total](Count done, Instant) { progress.at(done, total); };
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

// Everything is written before anything is put in place.
int write_reports(Destinations& destinations, const Report& report, const Lanes& lanes,
                  const LaneChoice& choice, const Style& style_of_errors) {
  for (Destination& destination : destinations) {
    destination.output.write(draw(destination, report, lanes, choice));
  }
  int status = ExitStatus::done;
  for (Destination& destination : destinations) {
    const std::optional<Error> error = destination.output.finish();
    if (error) status = fail(*error, style_of_errors, ExitStatus::failed);
  }
  return status;
}

// "35,272 decisions in 41 ms (860 k/s), written to run.json"
std::string closing_line(const SimulateOptions& options, Count decisions, Duration elapsed) {
  std::string line = fmt::format("{} decisions in {} ({})", format_count(decisions),
                                 format_length(elapsed), throughput(decisions, elapsed));
  for (const ReportFile& file : options.files) {
    line += (&file == &options.files.front() ? ", written to " : ", ") + file.path;
  }
  return line + "\n";
}

int run_with(const SimulateOptions& options, const Policies& policies, LogTraffic& traffic,
             Destinations& destinations, const Style& style, const Style& style_of_errors) {
  const LogScan& scan = traffic.scan();
  const TimeAxis axis = axis_of(scan);
  MemoryStore store({.max_keys = policies.store.max_keys,
                     .max_memory = policies.store.max_memory,
                     .when_full = policies.store.when_full});
  const Enforcer enforcer(policies, store, options.seed);
  Lanes lanes(axis.begin, axis.end, lane_columns(style.width));
  const bool is_terminal = terminal_of(STDERR_FILENO).is_terminal;
  Progress progress(options.progress, is_terminal, style_of_errors, Stage::replay);
  const RunResult result = play(traffic, enforcer, lanes, destinations, progress);
  progress.erase();
  if (traffic.failure()) return fail(*traffic.failure(), style_of_errors, ExitStatus::bad_input);
  if (is_unread(destinations)) return ExitStatus::done;

  std::vector<Error> warnings = policies.warnings;
  for (std::vector<Error>& more :
       std::array{replay_warnings(policies), log_warnings(scan), run_warnings(result)}) {
    std::move(more.begin(), more.end(), std::back_inserter(warnings));
  }
  warn(warnings, style_of_errors);
  const Report report{.name = name_of_log(options.log),
                      .path = options.log,
                      .seed = options.seed,
                      .axis = axis,
                      .policies = policies,
                      .result = result,
                      .scan = scan,
                      .options = options.reading,
                      .warnings = warnings};
  const LaneChoice choice =
      options.lanes.value_or(LaneChoice{.count = lanes_for(terminal_of(STDOUT_FILENO))});
  const Duration elapsed = progress.elapsed();
  const int status = write_reports(destinations, report, lanes, choice, style_of_errors);
  if (status != ExitStatus::done) return status;
  if (options.progress != ProgressChoice::none) {
    say(closing_line(options, result.totals.requests, elapsed));
  }
  return interrupted() ? ExitStatus::interrupted : ExitStatus::done;
}

}  // namespace

int run_simulate(const SimulateOptions& options) {
  const Environment environment = process_environment();
  const Style style = style_for(options.style, environment, terminal_of(STDOUT_FILENO));
  const Style style_of_errors = style_for(options.style, environment, terminal_of(STDERR_FILENO));
  const auto policies = load_policies(options, environment, style_of_errors);
  if (!policies) return ExitStatus::bad_input;
  Result<Destinations> destinations = open_destinations(options, style);
  if (!destinations) return fail(destinations.error(), style_of_errors, ExitStatus::failed);
  catch_interrupts();
  const auto traffic = open_traffic(options, style_of_errors);
  if (!traffic) {
    return fail(traffic.error(), style_of_errors,
                interrupted() ? ExitStatus::interrupted : ExitStatus::bad_input);
  }
  return run_with(options, *policies, **traffic, *destinations, style, style_of_errors);
}

}  // namespace ratelimit
