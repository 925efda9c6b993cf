#pragma once

#include <string_view>
#include <vector>

#include "policies/policy.h"
#include "policies/table_reader.h"

namespace ratelimit {

// The `match` of a policy: path patterns for http, tool names for mcp, nothing for the others.
std::vector<RequestPattern> read_match(const TableReader& policy, On on);

// True when one of the patterns covers every request, or there is none.
bool covers_everything(const std::vector<RequestPattern>& match);

// RFC 9110 section 5.1: a token.
bool is_header_name(std::string_view name);

std::string lower_case(std::string_view text);

}  // namespace ratelimit
