#pragma once

#include <optional>
#include <string_view>

#include "policies/parse_clients.h"
#include "policies/policy.h"
#include "policies/table_reader.h"

namespace ratelimit {

Identity read_identity(const TableReader& reader, const Names& names);
StoreConfig read_store(const TableReader& reader);
ServerConfig read_server(const TableReader& reader);
LogConfig read_log(const TableReader& reader);

// An address to listen on: "127.0.0.1:8000", "[::1]:0", "localhost:8000".
bool is_listen_address(std::string_view text);
// "redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]", or rediss.
bool is_redis_url(std::string_view text);
bool is_log_level(std::string_view text);

}  // namespace ratelimit
