#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "policies/policy.h"

namespace ratelimit {

// The largest policy file that is read.
inline constexpr std::size_t policy_bytes_max = std::size_t{4} << 20;
inline constexpr std::size_t policies_max = 256;
inline constexpr std::size_t tiers_max = 64;
inline constexpr std::size_t users_max = 100'000;
// Quotas and penalties that one request could meet; well below MemoryStore::questions_max.
inline constexpr std::size_t quotas_max = 400;

// Parses a policy file. All mistakes come in one go, in file order, each with its place; a file
// with a TOML syntax error has that one. `source` is the name for messages.
Result<Policies> parse_policies(std::string_view text, std::string_view source);

// The same for those who show everything: errors and warnings together, in file order. `policies`
// is empty where one of them is an error.
struct PolicyReview {
  std::optional<Policies> policies;
  std::vector<Error> findings;
};
PolicyReview review_policies(std::string_view text, std::string_view source);

// What these policies ask for and this version cannot do: simulate and serve refuse such files.
// Empty: nothing.
std::vector<Error> not_yet(const Policies& policies);

// What holds when no file is given: the smallest policy file of docs/policy.md.
std::string_view default_policy_text();

}  // namespace ratelimit
