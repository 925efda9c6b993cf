#include "cli/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cassert>
#include <charconv>
#include <limits>
#include <optional>

#include "policies/suggest.h"

namespace ratelimit {
namespace {

std::string see_help(std::string_view command) {
  return fmt::format("see `ratelimit {} --help`", command);
}

std::string joined(const std::string& hint, const std::string& rest) {
  return hint.empty() ? rest : hint + "  " + rest;
}

Error unknown_word(const CommandSpec& command, const std::string& word) {
  if (word.size() < 2 || word.front() != '-') {
    return {.code = "",
            .message = fmt::format("unexpected argument '{}'", word),
            .note = see_help(command.name)};
  }
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string_view> names{"--help"};
  for (const OptionSpec& option : command.options) names.push_back(option.name);
  return {.code = "",
          .message = fmt::format("unknown option '{}'", name),
          .note = joined(did_you_mean(name, names), see_help(command.name))};
}

std::optional<Error> flag_with_value(const CommandSpec& command,
                                     std::span<const std::string> words) {
  for (const std::string& word : words) {
    const std::string_view name = std::string_view(word).substr(0, word.find('='));
    if (name.size() == word.size()) continue;
    for (const OptionSpec& option : command.options) {
      if (option.name != name || !option.value.empty()) continue;
      return Error{.code = "",
                   .message = fmt::format("option '{}' takes no value", name),
                   .note = see_help(command.name)};
    }
  }
  return std::nullopt;
}

// CLI11 words its messages differently from version to version; all begin with the option's name.
Error mismatch(const CommandSpec& command, const CLI::ParseError& error) {
  const std::string_view what = error.what();
  const std::string_view name = what.substr(0, what.find_first_of(": "));
  const auto option = std::find_if(command.options.begin(), command.options.end(),
                                   [name](const OptionSpec& spec) { return spec.name == name; });
  const std::string message = option == command.options.end()
                                  ? std::string(what)
                                  : fmt::format("option '{}' needs a value", name);
  return {.code = "", .message = message, .note = see_help(command.name)};
}

}  // namespace

Result<Arguments> Arguments::match(const CommandSpec& command, std::span<const std::string> words) {
  if (auto error = flag_with_value(command, words)) return *error;
  Arguments arguments;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<std::string> operands;
  bool help = false;
  app.add_flag("-h,--help", help);
  if (!command.operands.empty()) app.add_option("operands", operands);
  std::map<std::string_view, std::vector<std::string>> values;
  std::map<std::string_view, bool> flags;
  for (const OptionSpec& option : command.options) {
    const std::string name(option.name);
    if (option.value.empty()) {
      app.add_flag(name, flags[option.name]);
    } else {
      // Any number of times, one value each time.
      app.add_option(name, values[option.name])
          ->type_size(1)
          ->expected(1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
          ->allow_extra_args(false);  // What follows the value is not its.
    }
  }
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    return mismatch(command, error);
  }
  if (help) arguments.values_["--help"];
  const std::vector<std::string> unknown = app.remaining();
  if (!help && !unknown.empty()) return unknown_word(command, unknown.front());
  for (const OptionSpec& option : command.options) {
    if (option.value.empty()) {
      if (flags[option.name]) arguments.values_[std::string(option.name)];
      continue;
    }
    std::vector<std::string>& texts = values[option.name];
    if (texts.size() > 1 && !option.repeats) {
      return Error{.code = "",
                   .message = fmt::format("option '{}' is given twice", option.name),
                   .note = see_help(command.name)};
    }
    if (!texts.empty()) arguments.values_[std::string(option.name)] = std::move(texts);
  }
  arguments.operands_ = std::move(operands);
  return arguments;
}

const std::string& Arguments::text(std::string_view option) const {
  const auto found = values_.find(option);
  assert(found != values_.end() && !found->second.empty());
  return found->second.front();
}

std::vector<std::string> Arguments::texts(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

Result<std::int64_t> Arguments::number(std::string_view option, std::int64_t least,
                                       std::int64_t most) const {
  const std::string& value = text(option);
  std::int64_t number = 0;
  const char* last = value.data() + value.size();
  const auto [end, error] = std::from_chars(value.data(), last, number);
  if (error != std::errc() || end != last || number < least || number > most) {
    const bool bounded = most < std::numeric_limits<std::int64_t>::max();
    const std::string range =
        bounded ? fmt::format("{} to {}", least, most) : std::to_string(least);
    return Error{.code = "",
                 .message = fmt::format("option '{}' wants a whole number from {}, not '{}'",
                                        option, range, value)};
  }
  return number;
}

Result<std::size_t> Arguments::choice(std::string_view option,
                                      std::span<const std::string_view> names) const {
  const auto found = std::find(names.begin(), names.end(), text(option));
  if (found == names.end()) return bad_choice(option, text(option), names);
  return static_cast<std::size_t>(found - names.begin());
}

Error bad_choice(std::string_view option, std::string_view text,
                 std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) {
    if (!list.empty()) list += name == names.back() ? " or " : ", ";
    list += name;
  }
  return {.code = "",
          .message = fmt::format("option '{}' wants {}, not '{}'", option, list, text),
          .note = did_you_mean(text, {names.begin(), names.end()})};
}

Error unknown_command(std::string_view word, std::span<const CommandSpec> commands) {
  if (word.starts_with("-")) {
    return {.code = "",
            .message = fmt::format("unknown option '{}'", word),
            .note = joined(did_you_mean(word, {"--help", "--version"}), "see `ratelimit --help`")};
  }
  std::vector<std::string_view> names{"help"};
  for (const CommandSpec& command : commands) names.push_back(command.name);
  const std::string hint = did_you_mean(word, names);
  return {.code = "",
          .message = fmt::format("there is no command '{}'", word),
          .note = hint.empty() ? "see `ratelimit --help`" : hint};
}

std::string command_help(const CommandSpec& command) {
  std::string out = fmt::format("usage  ratelimit {}\n\n{}\n\n", command.usage, command.summary);
  const auto head = [](const OptionSpec& option) {
    return option.value.empty() ? std::string(option.name)
                                : fmt::format("{} {}", option.name, option.value);
  };
  std::size_t width = 0;
  for (const OptionSpec& option : command.options) width = std::max(width, head(option).size());
  for (const OptionSpec& option : command.options) {
    out += fmt::format("  {:<{}}  {}\n", head(option), width, option.help);
  }
  out += fmt::format("  {:<{}}  {}\n", "-h, --help", width, "print this");
  return out;
}

}  // namespace ratelimit
