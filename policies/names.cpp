#include "policies/policy.h"
#include "policies/verdict.h"

namespace ratelimit {

std::string_view name_of(On on) {
  switch (on) {
    case On::http:
      return "http";
    case On::mcp:
      return "mcp";
    case On::mcp_session:
      return "mcp-session";
    case On::mcp_message:
      return "mcp-message";
  }
  return {};
}

std::string_view name_of(Mode mode) {
  switch (mode) {
    case Mode::enforce:
      return "enforce";
    case Mode::shadow:
      return "shadow";
    case Mode::off:
      return "off";
  }
  return {};
}

std::string_view name_of(Cause cause) {
  switch (cause) {
    case Cause::quota:
      return "quota";
    case Cause::banned:
      return "banned";
    case Cause::cost_exceeds_limit:
      return "cost-exceeds-limit";
    case Cause::deny_list:
      return "deny-list";
    case Cause::missing_key:
      return "missing-key";
    case Cause::unknown_session:
      return "unknown-session";
    case Cause::store_full:
      return "store-full";
    case Cause::store_down:
      return "store-down";
    case Cause::allow_list:
      return "allow-list";
    case Cause::exempt:
      return "exempt";
    case Cause::uncovered:
      return "uncovered";
  }
  return {};
}

std::string to_string(const KeyLink& link) {
  switch (link.kind) {
    case KeyLink::Kind::ip:
      return "ip";
    case KeyLink::Kind::user:
      return "user";
    case KeyLink::Kind::api_key:
      return "api-key";
    case KeyLink::Kind::session:
      return "session";
    case KeyLink::Kind::tool:
      return "tool";
    case KeyLink::Kind::route:
      return "route";
    case KeyLink::Kind::path:
      return "path";
    case KeyLink::Kind::method:
      return "method";
    case KeyLink::Kind::host:
      return "host";
    case KeyLink::Kind::header:
      return "header:" + link.header;
    case KeyLink::Kind::global:
      return "global";
  }
  return {};
}

}  // namespace ratelimit
