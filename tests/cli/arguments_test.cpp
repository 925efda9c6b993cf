#include "cli/arguments.h"

#include <string>
#include <vector>

#include "cli/check_command.h"
#include "cli/simulate_options.h"
#include "tests/catch.h"

using namespace ratelimit;

namespace {

using Words = std::vector<std::string>;

Result<SimulateOptions> simulate_with(const Words& words) {
  const Result<Arguments> arguments = Arguments::match(simulate_spec(), words);
  if (!arguments) return arguments.error();
  return read_simulate_options(*arguments);
}

}  // namespace

TEST_CASE("arguments: every option of simulate reaches its field") {
  const auto options = simulate_with({"--policy",     "p.toml",    "--log=access.log",
                                      "--log-format", "common",    "--subsecond",
                                      "burst",        "--max-bad", "7",
                                      "--format",     "json",      "--out",
                                      "ndjson=a",     "--out",     "text=b=c",
                                      "--lanes",      "12",        "--env",
                                      "--seed",       "99",        "--color",
                                      "never",        "--charset", "ascii",
                                      "--width",      "80",        "--progress",
                                      "none"});
  REQUIRE(options);
  CHECK(options->policy == "p.toml");
  CHECK(options->log == "access.log");
  CHECK(options->reading.format == LogFormat::common);
  CHECK(options->reading.subsecond == Subsecond::burst);
  CHECK(options->reading.max_bad == 7);
  CHECK(options->format == ReportFormat::json);
  REQUIRE(options->files.size() == 2);
  CHECK(options->files[0].format == ReportFormat::ndjson);
  CHECK(options->files[1].path == "b=c");
  REQUIRE(options->lanes);
  CHECK(options->lanes->count == 12);
  CHECK(options->environment);
  CHECK(options->seed == 99);
  CHECK(options->style.color == ColorChoice::never);
  CHECK(options->style.charset == CharsetChoice::ascii);
  CHECK(options->style.width == 80);
  CHECK(options->progress == ProgressChoice::none);
}

TEST_CASE("arguments: an operand may stand before or behind an option and its value") {
  for (const Words& words : {Words{"--format", "short", "a.toml", "b.toml"},
                             Words{"a.toml", "--format", "short", "b.toml"},
                             Words{"a.toml", "b.toml", "--format", "short"}}) {
    const Result<Arguments> arguments = Arguments::match(check_spec(), words);
    REQUIRE(arguments);
    CHECK(arguments->operands() == Words{"a.toml", "b.toml"});
    CHECK(arguments->text("--format") == "short");
  }
}

TEST_CASE("arguments: what is not given has its default") {
  const auto options = simulate_with({"--trace", "-"});
  REQUIRE(options);
  CHECK(options->policy.empty());
  CHECK(options->log == "-");
  CHECK(options->reading.format == LogFormat::trace);
  CHECK(options->reading.max_bad == -1);
  CHECK(options->format == ReportFormat::text);
  CHECK_FALSE(options->lanes);
  CHECK_FALSE(options->style.width);
  CHECK_FALSE(options->environment);
}

TEST_CASE("arguments: lanes are all, a number or a pattern") {
  CHECK(simulate_with({"--log", "a", "--lanes", "all"})->lanes->count > 1'000'000);
  CHECK(simulate_with({"--log", "a", "--lanes", "0"})->lanes->count == 0);
  CHECK(simulate_with({"--log", "a", "--lanes", "10.0.*"})->lanes->glob == "10.0.*");
}

TEST_CASE("arguments: a mistake is named, with what was probably meant") {
  struct Row {
    Words words;
    std::string message;
    std::string note;
  };
  const std::string see = "see `ratelimit simulate --help`";
  const Row rows[] = {
      {{"--log", "a", "--polcy", "p.toml"},
       "unknown option '--polcy'",
       "did you mean '--policy'?  " + see},
      {{"--log", "a", "--polcy=p.toml"},
       "unknown option '--polcy'",
       "did you mean '--policy'?  " + see},
      {{"--log", "a", "--zzz"}, "unknown option '--zzz'", see},
      {{"--log", "a", "-x"}, "unknown option '-x'", see},
      {{"launch.toml", "--log", "a"}, "unexpected argument 'launch.toml'", see},
      {{"--log"}, "option '--log' needs a value", see},
      {{"--log", "a", "--env=yes"}, "option '--env' takes no value", see},
      {{"--log", "a", "--log", "b"}, "option '--log' is given twice", see},
      {{}, "nothing to replay: give a log with --log FILE", see},
      {{"--log", "a", "--trace", "b"}, "a run replays one of --log and --trace", see},
      {{"--trace", "a", "--log-format", "common"}, "--log-format is for --log", see},
      {{"--log", "-", "--policy", "-"},
       "only one of --policy and the traffic can be standard input",
       see},
      {{"--log", "a", "--color", "alwys"},
       "option '--color' wants auto, always or never, not 'alwys'",
       "did you mean 'always'?"},
      {{"--log", "a", "--subsecond", "even"},
       "option '--subsecond' wants spread or burst, not 'even'",
       ""},
      {{"--log", "a", "--format", "jsn"},
       "option '--format' wants text, json or ndjson, not 'jsn'",
       "did you mean 'json'?"},
      {{"--log", "a", "--out", "jsn=x"},
       "option '--out' wants text, json or ndjson, not 'jsn'",
       "did you mean 'json'?"},
      {{"--log", "a", "--out", "x.json"}, "option '--out' wants FORMAT=FILE, not 'x.json'", see},
      {{"--log", "a", "--out", "json=x", "--out", "text=x"}, "two reports go to 'x'", see},
      {{"--log", "a", "--max-bad", "-5"},
       "option '--max-bad' wants a whole number from 0, not '-5'",
       ""},
      {{"--log", "a", "--seed", "-1"}, "option '--seed' wants a whole number from 0, not '-1'", ""},
      {{"--log", "a", "--seed", "99999999999999999999"},
       "option '--seed' wants a whole number from 0, not '99999999999999999999'",
       ""},
      {{"--log", "a", "--width", "wide"},
       "option '--width' wants a whole number from 20 to 200, not 'wide'",
       ""},
      {{"--log", "a", "--width", "80.5"},
       "option '--width' wants a whole number from 20 to 200, not '80.5'",
       ""},
      {{"--log", "a", "--lanes", "-3"},
       "option '--lanes' wants a whole number from 0 to 1000000, not '-3'",
       ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.words);
    const auto options = simulate_with(row.words);
    REQUIRE_FALSE(options);
    CHECK(options.error().message == row.message);
    CHECK(options.error().note == row.note);
  }
}

TEST_CASE("arguments: help wins over everything else") {
  const Words words{"--nonsense", "--help"};
  const auto arguments = Arguments::match(simulate_spec(), words);
  REQUIRE(arguments);
  CHECK(arguments->has("--help"));
}

TEST_CASE("arguments: the help of a command names every option") {
  const std::string help = command_help(simulate_spec());
  for (const OptionSpec& option : simulate_spec().options) {
    CAPTURE(option.name);
    CHECK(help.find("\n  " + std::string(option.name)) != std::string::npos);
    CHECK_FALSE(option.help.empty());
  }
}

TEST_CASE("arguments: an unknown command is answered with the nearest one") {
  const CommandSpec commands[] = {simulate_spec()};
  CHECK(unknown_command("simulat", commands).message == "there is no command 'simulat'");
  CHECK(unknown_command("simulat", commands).note == "did you mean 'simulate'?");
  CHECK(unknown_command("serve-me", commands).note == "see `ratelimit --help`");
  CHECK(unknown_command("--versoin", commands).message == "unknown option '--versoin'");
}
