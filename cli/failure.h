#pragma once

#include <string>
#include <vector>

#include "cli/report/style.h"
#include "core/result.h"

namespace ratelimit {

// What the process says when it ends.
struct ExitStatus {
  static constexpr int done = 0;
  static constexpr int check_failed = 1;  // What the user asked to hold does not.
  static constexpr int usage = 2;
  static constexpr int bad_input = 3;  // A file that cannot be used.
  static constexpr int failed = 4;     // The disk is full, or our own bug.
  static constexpr int interrupted = 130;
};

// "error: cannot read x.toml: no such file", and below it what might help.
std::string draw_failure(const Error& error, const Style& style);

// Writes to stderr.
void say(const std::string& text);

// Says it and returns the status.
int fail(const Error& error, const Style& style, int status);

}  // namespace ratelimit
