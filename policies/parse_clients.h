#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "policies/policy.h"
#include "policies/table_reader.h"

namespace ratelimit {

// The names that tables of the file have, for references to them; views of the document.
struct Names {
  std::vector<std::string_view> tiers;     // Sorted.
  std::vector<std::string_view> users;     // Sorted.
  std::vector<std::string_view> policies;  // Sorted.
};

// Reports a name that is none of `known`; `what` is "tier", "user" or "policy".
bool check_name(std::string_view code, std::string_view what, std::string_view name, Place place,
                const std::vector<std::string_view>& known, Findings& findings);

// "10.0.0.0/8" or "::1"; what is wrong is reported.
std::optional<Cidr> read_cidr(const TableReader& reader, const Node& node, std::string_view text);

// `allow` and `deny`: "ip:10.0.0.0/8", "user:alice".
ClientList read_clients(const TableReader& reader, std::string_view key, const Names& names);

// The links of `key` or `partition`.
std::vector<KeyLink> read_links(const TableReader& policy, std::string_view key);

}  // namespace ratelimit
