#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/quota.h"

namespace ratelimit {

// What kind of traffic a policy covers (`on = "…"`).
enum class On : std::uint8_t {
  http,         // Every request on the public listener but /mcp and /health.
  mcp,          // `tools/call`.
  mcp_session,  // `initialize`: a new session.
  mcp_message,  // Every other MCP message.
};

// One header of a request; the name is in lower case.
struct Header {
  std::string_view name;
  std::string_view value;
};

// What a policy charged when the request was recorded.
struct ChargedCost {
  std::string_view policy;
  Count cost = 1;
};

// One request as the policies see it, from a socket, a trace, a log or a synthetic client. Every
// view is borrowed and need only live for the call. An empty view means that the request has no
// such thing.
struct Request {
  On on = On::http;
  std::string_view method = {};
  std::string_view path = {};  // As sent; the query and what normalise_path mends do not matter.
  std::string_view host = {};
  // The client's address, already resolved through trusted proxies; in logs it may be a host name,
  // which is a key as written.
  std::string_view ip = {};
  std::span<const Header> headers = {};
  std::string_view session = {};  // An MCP session that is alive.
  std::string_view tool = {};
  // A user whose credentials were verified before (in recordings); otherwise credentials in
  // `headers` decide.
  std::string_view user = {};
  // What a policy without a cost of its own charges.
  Count cost = 1;
  // In recordings: the costs as charged, which go before what a policy would find out itself.
  // Sorted by policy.
  std::span<const ChargedCost> costs = {};
  // Bytes of the body, for `cost = { per_bytes = N }`; nullopt where it comes in chunks.
  std::optional<Count> body_bytes = 0;
  // True when the peer is a trusted proxy: only then `cost = "header:…"` is read.
  bool from_trusted_proxy = false;
};

std::string_view name_of(On on);

}  // namespace ratelimit
