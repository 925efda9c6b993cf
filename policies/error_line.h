#pragma once

#include <string>

#include "core/result.h"

namespace ratelimit {

// Warnings have codes that begin with a W.
bool is_warning(const Error& error);

// One line as compilers write it, so that editors jump, without its newline:
//   policy.toml:8:1: error[E102]: unknown key 'windw' in policy 'http' (did you mean 'window'?)
// Control characters and what is no UTF-8 in names taken from a file are shown as `?`.
std::string to_line(const Error& error);

}  // namespace ratelimit
