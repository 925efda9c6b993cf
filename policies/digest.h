#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policies/policy.h"

namespace ratelimit {

// The SHA-256 of some bytes: how API keys and tokens are kept and compared.
Digest sha256(std::string_view bytes);

// 64 lower-case hexadecimal digits.
std::string to_hex(const Digest& digest);

// nullopt: not exactly 64 hexadecimal digits, of either case.
std::optional<Digest> parse_digest(std::string_view hex);

}  // namespace ratelimit
