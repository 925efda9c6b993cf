#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/memory_store.h"
#include "core/quota.h"
#include "core/result.h"
#include "policies/address.h"
#include "policies/pattern.h"
#include "policies/request.h"

namespace ratelimit {

// What a policy file says, as plain data: parsed once, valid ever after. docs/policy.md explains
// every key; here each field has the name that the file uses.

// One link of a key: who or what is counted.
struct KeyLink {
  enum class Kind : std::uint8_t {
    ip,
    user,
    api_key,
    session,
    tool,
    route,
    path,
    method,
    host,
    header,
    global,
  };
  Kind kind = Kind::ip;
  std::string header = {};  // Lower case; only for Kind::header.
  friend bool operator==(const KeyLink&, const KeyLink&) = default;
};

// "ip", "api-key", "header:x-tenant": the spelling in policy files.
std::string to_string(const KeyLink& link);

// What a request is charged.
struct CostRule {
  enum class Kind : std::uint8_t { request, fixed, header, per_bytes };
  // `request`: no `cost` in the file; what the request itself says, or 1.
  Kind kind = Kind::request;
  Count amount = 1;         // fixed: the cost; per_bytes: bytes that cost 1.
  std::string header = {};  // Lower case.
  friend bool operator==(const CostRule&, const CostRule&) = default;
};

// Clients by address or by verified user name: `allow = ["ip:10.0.0.0/8", "user:alice"]`.
struct ClientList {
  std::vector<Cidr> addresses = {};
  std::vector<std::string> users = {};
};

enum class OnMissing : std::uint8_t { ip, shared, deny };
enum class Mode : std::uint8_t { enforce, shadow, off };
enum class OnDeny : std::uint8_t { tool_result, jsonrpc_error, http_429 };

struct Adaptive {
  std::string algorithm;
  Count min = 0;
  Count max = 0;
  Duration target_latency{};
};

// The quotas that a tier or a user gets in place of a policy's own.
using Quotas = std::vector<Quota>;

struct Policy {
  std::string name = {};
  Place place = {};  // Of `[policy.NAME]`.
  On on = On::http;
  std::vector<RequestPattern> match = {};  // Any of them; empty: everything.
  bool fallback = false;
  std::vector<KeyLink> key = {};        // The first that a request has.
  std::vector<KeyLink> partition = {};  // Each is added to it.
  OnMissing on_missing = OnMissing::ip;
  Quotas quotas = {};
  std::map<std::string, Quotas, std::less<>> tiers = {};  // Already scaled; only tiers that differ.
  std::map<std::string, Quotas, std::less<>> users = {};
  std::optional<Quota> penalty = {};  // Algorithm::penalty.
  CostRule cost = {};
  bool expose_key = false;
  Mode mode = Mode::enforce;
  OnDeny on_deny = OnDeny::tool_result;
  ClientList allow = {};
  ClientList deny = {};
  std::optional<Adaptive> adaptive = {};
};

struct Tier {
  std::string name = {};
  Count scale = 1;
  bool exempt = false;
};

// A SHA-256 digest.
using Digest = std::array<unsigned char, 32>;

struct User {
  std::string name = {};
  std::optional<Digest> api_key = {};
  std::optional<Digest> bearer = {};
  std::string tier = {};  // Empty: identity.default_tier.
};

struct Identity {
  enum class Forwarded : std::uint8_t { x_forwarded_for, forwarded, x_real_ip };
  std::vector<Cidr> trusted_proxies;
  Forwarded forwarded_header = Forwarded::x_forwarded_for;
  int ipv6_prefix = 64;
  std::string api_key_header = "x-api-key";  // Lower case.
  std::string default_tier = {};             // Empty: none.
};

struct StoreConfig {
  enum class Kind : std::uint8_t { memory, redis };
  enum class OnError : std::uint8_t { allow, deny, local };
  Kind kind = Kind::memory;
  std::size_t max_keys = 1'000'000;
  std::size_t max_memory = std::size_t{1} << 30;
  WhenFull when_full = WhenFull::shared;
  std::string url = "redis://127.0.0.1:6379/0";
  OnError on_error = OnError::local;
};

struct ServerConfig {
  std::string listen = "127.0.0.1:8000";
  std::string admin_listen = {};  // Empty: no admin listener.
  std::size_t max_body = std::size_t{1} << 20;
  std::vector<std::string> allowed_origins = {};
  std::vector<std::string> allowed_hosts = {};
};

struct LogConfig {
  std::string level = "info";
  std::string file = "rate_limiting.log";
  std::string file_level = "debug";
};

struct Policies {
  std::string source = {};            // The file's name as given.
  std::string text = {};              // What was parsed; apply_environment reads it again.
  std::vector<Policy> policies = {};  // Sorted by name.
  std::vector<Tier> tiers = {};       // Sorted by name.
  std::vector<User> users = {};       // Sorted by name.
  ClientList allow = {};
  ClientList deny = {};
  Identity identity;
  StoreConfig store;
  ServerConfig server;
  LogConfig log;
  std::vector<Error> warnings;  // W2xx, in file order: what is valid and probably not meant.
};

std::string_view name_of(Mode mode);

}  // namespace ratelimit
