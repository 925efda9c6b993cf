#include <unistd.h>

#include <exception>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/check_command.h"
#include "cli/failure.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/simulate_command.h"
#include "cli/simulate_options.h"
#include "cli/terminal.h"

namespace ratelimit {
namespace {

using Words = std::vector<std::string>;

Style style_of_errors() {
  return style_for({}, process_environment(), terminal_of(STDERR_FILENO));
}

int usage(const Error& error) {
  return fail(error, style_of_errors(), ExitStatus::usage);
}

int print(const std::string& text) {
  Output output = Output::standard();
  output.write(text);
  const auto error = output.finish();
  return error ? fail(*error, style_of_errors(), ExitStatus::failed) : ExitStatus::done;
}

// Reads the options of a command and runs it.
template <class Options>
int start(const Arguments& arguments, Result<Options> (*read)(const Arguments&),
          int (*run)(const Options&)) {
  const Result<Options> options = read(arguments);
  return options ? run(*options) : usage(options.error());
}

struct Command {
  const CommandSpec& spec;
  int (*start)(const Arguments& arguments);
};

const Command commands[] = {
    {simulate_spec(),
     [](const Arguments& arguments) {
       return start(arguments, read_simulate_options, run_simulate);
     }},
    {check_spec(),
     [](const Arguments& arguments) { return start(arguments, read_check_options, run_check); }},
};

int run(Words words) {
  std::vector<CommandSpec> specs;
  for (const Command& command : commands) specs.push_back(command.spec);
  if (words.empty()) words = {"--help"};
  if (words.front() == "help" && words.size() > 1) words = {words[1], "--help"};
  const std::string name = words.front();
  if (name == "help" || name == "--help" || name == "-h") {
    return print(overview(specs, RATELIMIT_VERSION));
  }
  if (name == "--version" || name == "-V") return print("ratelimit " RATELIMIT_VERSION "\n");
  for (const Command& command : commands) {
    if (command.spec.name != name) continue;
    words.erase(words.begin());
    const Result<Arguments> arguments = Arguments::match(command.spec, words);
    if (!arguments) return usage(arguments.error());
    if (arguments->has("--help")) return print(command_help(command.spec));
    return command.start(*arguments);
  }
  return usage(unknown_command(name, specs));
}

}  // namespace
}  // namespace ratelimit

int main(int argc, char** argv) {
  using namespace ratelimit;
  secure_standard_streams();
  try {
    return run(Words(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    const std::string message = std::string("internal error: ") + error.what();
    return fail({.code = "", .message = message}, Style{}, ExitStatus::failed);
  }
}
