#pragma once

#include <map>
#include <optional>
#include <string>

#include "policies/parse_clients.h"
#include "policies/parse_quota.h"
#include "policies/policy.h"

namespace ratelimit {

// A policy while its file is read: with the document's nodes, for what is found out later.
struct PolicyDraft {
  Policy policy;
  const Node* node = nullptr;
  std::string where = {};               // "policy 'http'"
  std::optional<QuotaDrafts> own = {};  // nullopt: they are wrong.
  std::map<std::string, QuotaDrafts, std::less<>> tiers = {};
  std::map<std::string, QuotaDrafts, std::less<>> users = {};
};

// Everything that `[policy.NAME]` says by itself.
PolicyDraft read_policy(const Entry& entry, const Names& names, Findings& findings);

// Policies, tiers and users: a letter or digit, then those and `_-.@+`; at most 64. They stand in
// headers, in logs and in expressions.
bool check_own_name(const Entry& entry, std::string_view what, Findings& findings);

}  // namespace ratelimit
