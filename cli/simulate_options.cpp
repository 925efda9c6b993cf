#include "cli/simulate_options.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace ratelimit {
namespace {

constexpr std::string_view format_names[] = {"text", "json", "ndjson"};
constexpr std::string_view log_format_names[] = {"auto", "common", "combined"};
constexpr std::string_view subsecond_names[] = {"spread", "burst"};
constexpr std::string_view color_names[] = {"auto", "always", "never"};
constexpr std::string_view charset_names[] = {"auto", "unicode", "ascii"};
constexpr std::string_view progress_names[] = {"auto", "plain", "none"};

constexpr OptionSpec options[] = {
    {"--policy", "FILE", "the policies; without it 20 requests a minute for each address"},
    {"--log", "FILE", "replay this access log; may be gzipped, - is standard input"},
    {"--trace", "FILE", "replay this trace, one JSON object a line"},
    {"--log-format", "NAME", "auto, common or combined"},
    {"--subsecond", "RULE", "where requests lie within a logged second: spread or burst"},
    {"--max-bad", "N", "give up when more than N lines cannot be read"},
    {"--format", "NAME", "what goes to standard output: text, json or ndjson"},
    {"--out", "FORMAT=FILE", "write a report to a file as well; any number of times", true},
    {"--lanes", "WHICH", "clients with a lane of their own: all, a number or a pattern"},
    {"--env", "", "let RATE_LIMIT_* of the environment override the policy file"},
    {"--seed", "N", "what keys are scattered with"},
    {"--color", "WHEN", "auto, always or never"},
    {"--charset", "NAME", "auto, unicode or ascii"},
    {"--width", "N", "columns of the picture"},
    {"--progress", "HOW", "auto, plain or none"},
};

constexpr CommandSpec spec{
    .name = "simulate",
    .summary = "Replays an access log or a trace against policies, and shows who is denied when.",
    .usage = "simulate --log FILE [--policy FILE] [options]",
    .operands = "",
    .options = options};

Error usage(std::string message, std::string hint = "see `ratelimit simulate --help`") {
  return {.code = "", .message = std::move(message), .note = std::move(hint)};
}

// Sets a field where its option is given; keeps the first mistake of all options.
class Fields {
 public:
  explicit Fields(const Arguments& arguments) : arguments_(arguments) {}

  template <class Enum>
  void choice(std::string_view option, std::span<const std::string_view> names, Enum& field) {
    if (!arguments_.has(option)) return;
    keep(arguments_.choice(option, names),
         [&field](std::size_t index) { field = static_cast<Enum>(index); });
  }

  template <class Number>
  void number(std::string_view option, std::int64_t least, std::int64_t most, Number& field) {
    if (!arguments_.has(option)) return;
    keep(arguments_.number(option, least, most),
         [&field](std::int64_t number) { field = static_cast<Number>(number); });
  }

  void text(std::string_view option, std::string& field) {
    if (arguments_.has(option)) field = arguments_.text(option);
  }

  void fail(Error error) {
    if (!error_) error_ = std::move(error);
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  template <class Value, class Set>
  void keep(const Result<Value>& value, Set set) {
    if (value) {
      set(*value);
    } else {
      fail(value.error());
    }
  }

  const Arguments& arguments_;
  std::optional<Error> error_;
};

Result<ReportFile> report_file(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals + 1 == text.size()) {
    return usage("option '--out' wants FORMAT=FILE, not '" + text + "'");
  }
  const std::string format = text.substr(0, equals);
  const auto found = std::find(std::begin(format_names), std::end(format_names), format);
  if (found == std::end(format_names)) return bad_choice("--out", format, format_names);
  return ReportFile{.format = static_cast<ReportFormat>(found - std::begin(format_names)),
                    .path = text.substr(equals + 1)};
}

void read_outputs(const Arguments& arguments, SimulateOptions& options_read, Fields& fields) {
  for (const std::string& text : arguments.texts("--out")) {
    const Result<ReportFile> file = report_file(text);
    if (!file) return fields.fail(file.error());
    for (const ReportFile& other : options_read.files) {
      if (other.path == file->path) fields.fail(usage("two reports go to '" + file->path + "'"));
    }
    options_read.files.push_back(*file);
  }
}

void read_traffic(const Arguments& arguments, SimulateOptions& read, Fields& fields) {
  if (arguments.has("--log") == arguments.has("--trace")) {
    return fields.fail(arguments.has("--log")
                           ? usage("a run replays one of --log and --trace")
                           : usage("nothing to replay: give a log with --log FILE"));
  }
  fields.text("--log", read.log);
  fields.text("--trace", read.log);
  if (arguments.has("--trace")) {
    if (arguments.has("--log-format")) fields.fail(usage("--log-format is for --log"));
    read.reading.format = LogFormat::trace;
  }
  if (read.log == "-" && read.policy == "-") {
    fields.fail(usage("only one of --policy and the traffic can be standard input"));
  }
}

void read_lanes(const Arguments& arguments, SimulateOptions& read, Fields& fields) {
  if (!arguments.has("--lanes")) return;
  const std::string& text = arguments.text("--lanes");
  if (text == "all") {
    read.lanes = LaneChoice{.count = std::numeric_limits<std::size_t>::max()};
  } else if (text.find_first_not_of("0123456789-") != std::string::npos) {
    read.lanes = LaneChoice{.glob = text};
  } else {
    read.lanes = LaneChoice{};
    fields.number("--lanes", 0, 1'000'000, read.lanes->count);
  }
}

}  // namespace

const CommandSpec& simulate_spec() {
  return spec;
}

Result<SimulateOptions> read_simulate_options(const Arguments& arguments) {
  SimulateOptions read;
  Fields fields(arguments);
  fields.text("--policy", read.policy);
  fields.choice("--log-format", log_format_names, read.reading.format);
  fields.choice("--subsecond", subsecond_names, read.reading.subsecond);
  fields.number("--max-bad", 0, std::numeric_limits<std::int64_t>::max(), read.reading.max_bad);
  fields.choice("--format", format_names, read.format);
  fields.choice("--color", color_names, read.style.color);
  fields.choice("--charset", charset_names, read.style.charset);
  fields.number("--width", width_min, width_max, read.style.width.emplace());
  if (!arguments.has("--width")) read.style.width.reset();
  fields.choice("--progress", progress_names, read.progress);
  fields.number("--seed", 0, std::numeric_limits<std::int64_t>::max(), read.seed);
  read.environment = arguments.has("--env");
  read_outputs(arguments, read, fields);
  read_traffic(arguments, read, fields);
  read_lanes(arguments, read, fields);
  if (fields.error()) return *fields.error();
  return read;
}

}  // namespace ratelimit
