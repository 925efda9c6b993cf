#pragma once

#include <span>
#include <string>

#include "cli/arguments.h"

namespace ratelimit {

// What `ratelimit` says of itself.
std::string overview(std::span<const CommandSpec> commands, std::string_view version);

}  // namespace ratelimit
