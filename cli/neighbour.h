#pragma once

#include <optional>
#include <string>

#include "core/result.h"

namespace ratelimit {

// The error of a file that is not there, with the neighbour whose name is nearest:
// "cannot read policies/gatway.toml: no such file / did you mean policies/gateway.toml?"
// Nothing if the path leads to something, or is "-": standard input.
std::optional<Error> missing_file(const std::string& path);

}  // namespace ratelimit
