#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "policies/policy.h"

namespace ratelimit {

// The largest policy file that is read.
inline constexpr std::size_t policy_bytes_max = std::size_t{4} << 20;
inline constexpr std::size_t policies_max = 256;

// Parses a policy file. All mistakes come in one go, in file order, each with its place; a file with
// a TOML syntax error has that one. `source` is the name for messages.
Result<Policies> parse_policies(std::string_view text, std::string_view source);

// What holds when no file is given: the smallest policy file of docs/policy.md.
std::string_view default_policy_text();

}  // namespace ratelimit
