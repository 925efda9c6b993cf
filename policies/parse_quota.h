#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policies/document.h"
#include "policies/policy.h"
#include "policies/table_reader.h"

namespace ratelimit {

// A quota, and what it was made of: tiers change what was written, not what followed from it.
struct QuotaDraft {
  Quota written;  // Burst 0 where the file names none.
  Quota quota;    // What make_quota made of it.
  const Node* table =
      nullptr;  // Whose keys say it; or a number that replaces the limit of another.
  // Where a fault of this field is to be shown.
  [[nodiscard]] Place place_of(std::string_view field) const;
};

using QuotaDrafts = std::vector<QuotaDraft>;

// The quota that a table's keys `limit`, `window`, ... describe; all its faults are reported.
std::optional<QuotaDraft> read_quota(const TableReader& reader);

// A list of quotas; nullopt if one of them is wrong.
std::optional<QuotaDrafts> read_quotas(const Node& list, const std::string& where,
                                       Findings& findings);

// What a tier or a user gets in place of `own`: a number (their limit), a table or a list.
// `own` is nullptr where the policy's own quotas are wrong.
std::optional<QuotaDrafts> read_replacement(const Node& node, const QuotaDrafts* own,
                                            const std::string& where, Findings& findings);

// A ban after denials.
std::optional<Quota> read_penalty(const TableReader& reader);

Quotas quotas_of(const QuotaDrafts& drafts);

}  // namespace ratelimit
