#include "cli/check_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "cli/diagnostics.h"
#include "cli/explain_code.h"
#include "cli/failure.h"
#include "cli/files.h"
#include "cli/output.h"
#include "policies/error_line.h"
#include "policies/json_writer.h"
#include "policies/parse.h"

namespace ratelimit {
namespace {

constexpr std::string_view format_names[] = {"text", "short", "json"};
constexpr std::string_view color_names[] = {"auto", "always", "never"};
constexpr std::string_view charset_names[] = {"auto", "unicode", "ascii"};

constexpr OptionSpec options_known[] = {
    {"--format", "NAME", "text, short (one line a finding, for editors) or json"},
    {"--deny-warnings", "", "exit 1 for warnings, too"},
    {"--explain", "CODE", "say more about a code such as E121, with an example"},
    {"--color", "WHEN", "auto, always or never"},
    {"--charset", "NAME", "auto, unicode or ascii"},
    {"--width", "N", "columns to draw for"},
};

constexpr CommandSpec spec{.name = "check",
                           .summary = "Finds mistakes in policy files, all of them in one go.",
                           .usage = "check FILE... [options]",
                           .operands = "FILE...",
                           .options = options_known};

// One file that could be read, and what is wrong with it.
struct Checked {
  std::string path;
  std::size_t policies = 0;
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::vector<Error> findings;
};

struct Totals {
  std::size_t policies = 0;
  std::size_t errors = 0;
  std::size_t warnings = 0;
};

Checked check_text(const std::string& path, std::string_view text) {
  PolicyReview review = review_policies(text, path);
  Checked checked{.path = path, .findings = std::move(review.findings)};
  checked.policies = review.policies ? review.policies->policies.size() : 0;
  checked.warnings = static_cast<std::size_t>(
      std::count_if(checked.findings.begin(), checked.findings.end(), is_warning));
  checked.errors = checked.findings.size() - checked.warnings;
  return checked;
}

// The files meant by the paths: those of a folder in its place.
Result<std::vector<std::string>> expand(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  std::vector<Error> errors;
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored)) {
      files.push_back(path);
      continue;
    }
    const auto found = files_below(path, ".toml");
    if (!found) {
      errors.push_back(found.error());
    } else if (found->empty()) {
      errors.push_back({.code = "", .message = "no .toml file in " + path});
    } else {
      files.insert(files.end(), found->begin(), found->end());
    }
  }
  if (!errors.empty()) return errors;
  return files;
}

// "policies/gateway.toml: 3 errors, 2 warnings. `ratelimit check --explain E121` says more."
std::string summary_of(const Checked& checked) {
  const auto last =
      std::find_if(checked.findings.rbegin(), checked.findings.rend(),
                   [&](const Error& each) { return checked.errors == 0 || !is_warning(each); });
  return fmt::format("\n{}: {}. `ratelimit check --explain {}` says more.\n", checked.path,
                     count_findings(checked.errors, checked.warnings), last->code);
}

std::string closing_line(const std::vector<Checked>& all, const Totals& totals) {
  const std::string findings = count_findings(totals.errors, totals.warnings);
  return fmt::format("checked {} file{}: {} {}, {}\n", all.size(), all.size() == 1 ? "" : "s",
                     totals.policies, totals.policies == 1 ? "policy" : "policies",
                     findings.empty() ? "no problems" : findings);
}

void put_place(JsonWriter& json, const Place& place) {
  json.field("line", std::int64_t{place.line})
      .field("column", std::int64_t{place.column})
      .field("span", std::int64_t{place.span});
}

void put_finding(JsonWriter& json, const Error& error) {
  json.begin_object()
      .field("code", error.code)
      .field("severity", is_warning(error) ? "warning" : "error")
      .field("message", error.message)
      .field("file", error.file);
  put_place(json, error.place);
  json.field("label", error.label).field("note", error.note).key("other");
  if (error.other.line == 0) {
    json.null();
  } else {
    json.begin_object();
    put_place(json, error.other);
    json.field("label", error.other_label).end_object();
  }
  json.end_object();
}

std::string to_json(const std::vector<Checked>& all, const Totals& totals) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .field("schema_version", std::int64_t{1})
      .field("files", static_cast<std::int64_t>(all.size()))
      .field("policies", static_cast<std::int64_t>(totals.policies))
      .field("errors", static_cast<std::int64_t>(totals.errors))
      .field("warnings", static_cast<std::int64_t>(totals.warnings))
      .key("findings")
      .begin_array();
  for (const Checked& checked : all) {
    for (const Error& each : checked.findings) put_finding(json, each);
  }
  json.end_array().end_object();
  return out + "\n";
}

// The findings of one file, as they come: its text is not kept.
std::string draw(const Checked& checked, std::string_view text, CheckFormat format,
                 const Style& style) {
  std::string out;
  if (checked.findings.empty() || format == CheckFormat::json) return out;
  if (format == CheckFormat::text) {
    return draw_errors(checked.findings, text, style) + summary_of(checked);
  }
  for (const Error& each : checked.findings) out += to_line(each) + "\n";
  return out;
}

}  // namespace

const CommandSpec& check_spec() {
  return spec;
}

Result<CheckOptions> read_check_options(const Arguments& arguments) {
  CheckOptions options{.paths = arguments.operands()};
  options.deny_warnings = arguments.has("--deny-warnings");
  const auto choose = [&](std::string_view option, auto names,
                          auto& field) -> std::optional<Error> {
    if (!arguments.has(option)) return std::nullopt;
    const Result<std::size_t> choice = arguments.choice(option, names);
    if (!choice) return choice.error();
    field = static_cast<std::remove_reference_t<decltype(field)>>(*choice);
    return std::nullopt;
  };
  using Names = std::span<const std::string_view>;
  if (auto error = choose("--format", Names(format_names), options.format)) return *error;
  if (auto error = choose("--color", Names(color_names), options.style.color)) return *error;
  if (auto error = choose("--charset", Names(charset_names), options.style.charset)) return *error;
  if (arguments.has("--width")) {
    const auto width = arguments.number("--width", width_min, width_max);
    if (!width) return width.error();
    options.style.width = static_cast<int>(*width);
  }
  if (arguments.has("--explain")) {
    options.explain = arguments.text("--explain");
  } else if (options.paths.empty()) {
    return Error{.code = "",
                 .message = "nothing to check: give policy files or folders",
                 .note = "see `ratelimit check --help`"};
  }
  return options;
}

CheckOutcome check_files(const CheckOptions& options, const Style& style,
                         const Style& style_of_errors) {
  CheckOutcome outcome;
  const auto fail_with = [&](const Error& error) {
    outcome.errors += draw_failure(error, style_of_errors);
    outcome.status = ExitStatus::bad_input;
  };
  const auto files = expand(options.paths);
  if (!files) {
    for (const Error& error : files.errors()) fail_with(error);
    return outcome;
  }
  std::vector<Checked> all;
  Totals totals;
  for (const std::string& path : *files) {
    const auto text = read_file(path, policy_bytes_max);
    if (!text) {
      fail_with(text.error());
      continue;
    }
    Checked checked = check_text(path, *text);
    const std::string drawn = draw(checked, *text, options.format, style);
    if (options.format == CheckFormat::text && !outcome.out.empty() && !drawn.empty()) {
      outcome.out += "\n";
    }
    outcome.out += drawn;
    totals.policies += checked.policies;
    totals.errors += checked.errors;
    totals.warnings += checked.warnings;
    all.push_back(std::move(checked));
  }
  if (options.format == CheckFormat::json) outcome.out = to_json(all, totals);
  const bool all_well = totals.errors + totals.warnings == 0;
  if (options.format == CheckFormat::text && !all.empty() && (all_well || all.size() > 1)) {
    if (!all_well) outcome.out += "\n";
    outcome.out += closing_line(all, totals);
  }
  const bool refused = totals.errors > 0 || (options.deny_warnings && totals.warnings > 0);
  if (outcome.status == ExitStatus::done && refused) outcome.status = ExitStatus::check_failed;
  return outcome;
}

int run_check(const CheckOptions& options) {
  const Environment environment = process_environment();
  const Style style = style_for(options.style, environment, terminal_of(STDOUT_FILENO));
  const Style style_of_errors = style_for(options.style, environment, terminal_of(STDERR_FILENO));
  CheckOutcome outcome;
  if (options.explain.empty()) {
    outcome = check_files(options, style, style_of_errors);
  } else if (const auto text = explain_code(options.explain)) {
    outcome.out = *text;
  } else {
    return fail(text.error(), style_of_errors, ExitStatus::usage);
  }
  Output output = Output::standard();
  output.write(outcome.out);
  say(outcome.errors);
  if (const auto error = output.finish()) return fail(*error, style_of_errors, ExitStatus::failed);
  return outcome.status;
}

}  // namespace ratelimit
