#include "policies/caller.h"

#include <algorithm>
#include <cassert>
#include <cctype>
#include <cstring>

#include "policies/digest.h"
#include "policies/host.h"

namespace ratelimit {
namespace {

constexpr std::size_t hex_digits_shown = 12;

// The token of `Authorization: Bearer TOKEN` (RFC 6750 section 2.1); empty: it is something else.
std::string_view bearer_token(std::string_view value) {
  constexpr std::string_view scheme = "bearer ";
  if (value.size() <= scheme.size()) return {};
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(value[i])) != scheme[i]) return {};
  }
  value.remove_prefix(scheme.size());
  const std::size_t begin = value.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view{} : value.substr(begin);
}

}  // namespace

Caller::Caller(const Policies& policies, const UserIndex& users, const Request& request,
               CallerTexts& texts)
    : request_(request), identity_(policies.identity), texts_(texts) {
  address_ = parse_address(request.ip);
  if (address_) {
    const Address client = client_prefix(*address_, policies.identity.ipv6_prefix);
    std::memcpy(address_bytes_.data(), client.bytes.data(), client.bytes.size());
  }
  if (request.on == On::http) path_ = normalise_path(request.path, texts.path);
  if (!policies.users.empty()) verify(users);
  tier_ = user_ != nullptr && !user_->tier.empty() ? std::string_view(user_->tier)
                                                   : policies.identity.default_tier;
}

// An API key speaks before a bearer token; a credential that nobody owns is as good as none.
void Caller::verify(const UserIndex& users) {
  if (!request_.user.empty()) user_ = users.named(request_.user);
  if (const auto key = header(identity_.api_key_header); key && !key->empty()) {
    const Digest digest = sha256(*key);
    if (const User* const owner = users.with_api_key(digest)) {
      api_key_ = digest;
      if (user_ == nullptr) user_ = owner;
    }
  }
  if (user_ != nullptr) return;
  if (const auto authorization = header("authorization")) {
    const std::string_view token = bearer_token(*authorization);
    if (!token.empty()) user_ = users.with_bearer(sha256(token));
  }
}

bool Caller::is_in(const ClientList& list) const {
  if (user_ != nullptr &&
      std::find(list.users.begin(), list.users.end(), user_->name) != list.users.end()) {
    return true;
  }
  return address_ && std::any_of(list.addresses.begin(), list.addresses.end(),
                                 [&](const Cidr& block) { return block.contains(*address_); });
}

std::optional<std::string_view> Caller::route_in(const std::vector<RequestPattern>& match) const {
  if (match.empty()) return std::string_view{};
  for (const RequestPattern& pattern : match) {
    if (covers(pattern)) return pattern.text;
  }
  return std::nullopt;
}

bool Caller::covers(const RequestPattern& pattern) const {
  if (!pattern.tool.empty() && !glob_matches(pattern.tool, request_.tool)) return false;
  if (!pattern.methods.empty()) {
    const auto allows = [&](std::string_view method) {
      return std::find(pattern.methods.begin(), pattern.methods.end(), method) !=
             pattern.methods.end();
    };
    if (!allows(request_.method) && !(request_.method == "HEAD" && allows("GET"))) return false;
  }
  if (pattern.path && !pattern.path->covers_all() && !(path_ && pattern.path->matches(*path_))) {
    return false;
  }
  // A port or a last dot in the pattern means as little as in the request.
  if (!pattern.host.empty() && !glob_matches(bare_host(pattern.host), host())) return false;
  return std::all_of(pattern.headers.begin(), pattern.headers.end(),
                     [&](const HeaderPattern& wanted) { return has_header(wanted); });
}

std::optional<std::string_view> Caller::header(std::string_view name) const {
  for (const Header& header : request_.headers) {
    if (header.name == name) return header.value;
  }
  return std::nullopt;
}

// Any line of that name will do: a second one must not hide the first, nor the first the second.
bool Caller::has_header(const HeaderPattern& wanted) const {
  return std::any_of(request_.headers.begin(), request_.headers.end(), [&](const Header& line) {
    return line.name == wanted.name && glob_matches(wanted.glob, line.value);
  });
}

std::string_view Caller::host() const {
  if (!host_) host_ = normalise_host(request_.host, texts_.host);
  return *host_;
}

// What the request has for a link; empty: nothing.
std::string_view Caller::link(KeyLink::Kind kind, std::string_view header_name,
                              std::string_view route) const {
  switch (kind) {
    case KeyLink::Kind::ip:
      if (address_) return {address_bytes_.data(), address_bytes_.size()};
      return request_.ip;
    case KeyLink::Kind::user:
      return user_ == nullptr ? std::string_view{} : user_->name;
    case KeyLink::Kind::api_key:
      if (!api_key_) return {};
      return {reinterpret_cast<const char*>(api_key_->data()), api_key_->size()};
    case KeyLink::Kind::session:
      return request_.session;
    case KeyLink::Kind::tool:
      return request_.tool;
    case KeyLink::Kind::route:
      return route;
    case KeyLink::Kind::path:
      return path_.value_or(std::string_view{});
    case KeyLink::Kind::method:
      return request_.method;
    case KeyLink::Kind::host:
      return host();
    case KeyLink::Kind::header:
      return header(header_name).value_or(std::string_view{});
    case KeyLink::Kind::global:
      return "*";
  }
  return {};
}

KeyParts Caller::key_of(const Policy& policy, std::string_view route) const {
  KeyParts key;
  const auto add = [&](KeyLink::Kind kind, std::string_view header_name, std::string_view bytes) {
    key.parts[key.count++] = {.kind = kind, .header = header_name, .bytes = bytes};
  };
  for (const KeyLink& candidate : policy.key) {
    const std::string_view bytes = link(candidate.kind, candidate.header, route);
    if (bytes.empty()) continue;
    add(candidate.kind, candidate.header, bytes);
    break;
  }
  if (key.count == 0) {
    const std::string_view ip = link(KeyLink::Kind::ip, {}, route);
    key.denied = policy.on_missing == OnMissing::deny;
    key.shared = policy.on_missing == OnMissing::shared || ip.empty();
    if (!key.denied && !key.shared) add(KeyLink::Kind::ip, {}, ip);
  }
  assert(policy.partition.size() < KeyParts::parts_max);
  for (const KeyLink& extra : policy.partition) {
    add(extra.kind, extra.header, link(extra.kind, extra.header, route));
  }
  return key;
}

std::string Caller::label(const KeyPart& part) const {
  std::string name = to_string(KeyLink{.kind = part.kind, .header = std::string(part.header)});
  switch (part.kind) {
    case KeyLink::Kind::global:
      return name;
    case KeyLink::Kind::ip:
      if (!address_) break;
      {
        Address address;
        std::memcpy(address.bytes.data(), part.bytes.data(), address.bytes.size());
        return name + "=" + to_string(address);
      }
    case KeyLink::Kind::api_key:
      return name + "=" + to_hex(*api_key_).substr(0, hex_digits_shown);
    case KeyLink::Kind::header: {
      const bool secret = part.header == "authorization" || part.header == "cookie" ||
                          part.header == identity_.api_key_header;
      if (!secret) break;
      return name + "=" + to_hex(sha256(part.bytes)).substr(0, hex_digits_shown);
    }
    default:
      break;
  }
  return name + "=" + std::string(part.bytes);
}

}  // namespace ratelimit
