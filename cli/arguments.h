#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace ratelimit {

// What one command understands, as data: the same table reads the command line and prints the help.

struct OptionSpec {
  std::string_view name;   // "--policy"
  std::string_view value;  // What stands for its value in the help; empty: it takes none.
  std::string_view help;
  bool repeats = false;
};

struct CommandSpec {
  std::string_view name;
  std::string_view summary;
  std::string_view usage;     // "simulate --log FILE [options]"
  std::string_view operands;  // "FILE...": what the command takes besides options; empty: nothing.
  std::span<const OptionSpec> options;
};

// The arguments of a command, split and checked against its table; values are still text.
class Arguments {
 public:
  // An error's note is the hint that goes below it.
  static Result<Arguments> match(const CommandSpec& command, std::span<const std::string> words);

  [[nodiscard]] bool has(std::string_view option) const { return values_.contains(option); }
  // The value of an option that is given.
  [[nodiscard]] const std::string& text(std::string_view option) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view option) const;
  [[nodiscard]] const std::vector<std::string>& operands() const { return operands_; }

  // The value as a number within bounds.
  [[nodiscard]] Result<std::int64_t> number(std::string_view option, std::int64_t least,
                                            std::int64_t most) const;
  // The value as an index into the names.
  [[nodiscard]] Result<std::size_t> choice(std::string_view option,
                                           std::span<const std::string_view> names) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> operands_;
};

// "option '--color' wants auto, always or never, not 'alwys'", with a did-you-mean.
Error bad_choice(std::string_view option, std::string_view text,
                 std::span<const std::string_view> names);
Error unknown_command(std::string_view word, std::span<const CommandSpec> commands);

std::string command_help(const CommandSpec& command);

}  // namespace ratelimit
