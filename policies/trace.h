#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "policies/request.h"

namespace ratelimit {

// What the spans of a request point to; reused from line to line.
struct RequestLists {
  std::vector<Header> headers;
  std::vector<ChargedCost> costs;
};

// One line of a trace: a request and when it came. docs/scenario.md lists the fields. Owns its
// text; reused from line to line.
struct TraceLine {
  Instant at;
  std::string ip;
  std::string method;
  std::string path;
  std::string host;
  std::vector<std::pair<std::string, std::string>> headers;  // Names in lower case.
  std::string session;
  std::string tool;
  std::string rpc;     // "initialize", "tools/list", …; empty for HTTP and tool calls.
  std::string client;  // A label; empty: the address.
  std::string user;
  std::string tier;
  Count cost = 1;
  Duration duration{};                      // How long the request is in flight.
  std::optional<std::uint64_t> seq;         // In recordings: the true order of decisions …
  std::optional<std::uint64_t> finish_seq;  // … and of slots given back.
  std::map<std::string, Count> costs;       // In recordings: policy to the cost as charged.

  // The request, as views of this line and of `lists`.
  [[nodiscard]] Request request(RequestLists& lists) const;

  friend bool operator==(const TraceLine&, const TraceLine&) = default;
};

// Reads one line of JSON; the `verdict` of a recording is passed over. An error has a message and,
// where it is known, a column, but no line.
Result<TraceLine> parse_trace_line(std::string_view json);

// The line, with its newline; fields that say nothing are left out.
std::string to_json_line(const TraceLine& line);

}  // namespace ratelimit
