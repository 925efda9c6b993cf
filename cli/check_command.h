#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/terminal.h"
#include "core/result.h"

namespace ratelimit {

enum class CheckFormat : std::uint8_t { text, short_lines, json };

struct CheckOptions {
  std::vector<std::string> paths;  // Files, and folders whose *.toml are meant.
  CheckFormat format = CheckFormat::text;
  bool deny_warnings = false;
  std::string explain = {};  // A code: say what it means, and check nothing.
  StyleFlags style = {};
};

// What a command would write, and its exit status.
struct CheckOutcome {
  std::string out = {};
  std::string errors = {};  // For stderr: what could not be read.
  int status = 0;
};

const CommandSpec& check_spec();
Result<CheckOptions> read_check_options(const Arguments& arguments);

// Finds mistakes in policy files. Reads files, writes nothing.
CheckOutcome check_files(const CheckOptions& options, const Style& style,
                         const Style& style_of_errors);

// check_files, written to the standard streams.
int run_check(const CheckOptions& options);

}  // namespace ratelimit
