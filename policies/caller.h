#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "policies/policy.h"
#include "policies/request.h"
#include "policies/user_index.h"

namespace ratelimit {

// One link of a key as a request has it: "ip" and the address, "route" and the pattern.
struct KeyPart {
  KeyLink::Kind kind = KeyLink::Kind::global;
  std::string_view header = {};  // The header's name, for Kind::header.
  std::string_view bytes = {};   // What is hashed.
};

// Whom a policy counts on one request: the first link of the chain that the request has, then the
// partition. `shared` and `denied` say what on_missing did where no link was there.
struct KeyParts {
  static constexpr std::size_t parts_max = 12;
  std::array<KeyPart, parts_max> parts;
  std::size_t count = 0;
  bool shared = false;
  bool denied = false;
};

// Where a caller keeps the texts that it had to mend; reused from call to call, so that a check
// allocates nothing.
struct CallerTexts {
  std::string path;
  std::string host;
};

// Who asks and what for, found once per request before any policy is looked at. Borrows
// its arguments.
class Caller {
 public:
  Caller(const Policies& policies, const UserIndex& users, const Request& request,
         CallerTexts& texts);
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  [[nodiscard]] const Request& request() const { return request_; }
  // The verified user, or nullptr.
  [[nodiscard]] const User* user() const { return user_; }
  // The name of the caller's tier; empty: none.
  [[nodiscard]] std::string_view tier() const { return tier_; }
  // The normalised path; nullopt where it is to be answered with 400.
  [[nodiscard]] const std::optional<std::string_view>& path() const { return path_; }
  [[nodiscard]] bool is_in(const ClientList& list) const;

  // Whether one of the patterns covers the request, and which; an empty `match` covers everything
  // with a route of "".
  [[nodiscard]] std::optional<std::string_view> route_in(
      const std::vector<RequestPattern>& match) const;

  [[nodiscard]] KeyParts key_of(const Policy& policy, std::string_view route) const;

  // "ip=198.51.100.17"; credentials as the first 12 hex digits of their SHA-256.
  [[nodiscard]] std::string label(const KeyPart& part) const;

 private:
  [[nodiscard]] bool covers(const RequestPattern& pattern) const;
  // The first line of that name.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] bool has_header(const HeaderPattern& wanted) const;
  [[nodiscard]] std::string_view host() const;
  [[nodiscard]] std::string_view link(KeyLink::Kind kind, std::string_view header_name,
                                      std::string_view route) const;
  void verify(const UserIndex& users);

  const Request& request_;
  const Identity& identity_;
  CallerTexts& texts_;
  const User* user_ = nullptr;
  std::string_view tier_;
  std::optional<Digest> api_key_;  // Verified.
  std::optional<Address> address_;
  std::array<char, 16>
      address_bytes_{};  // With the bits of an IPv6 client below its prefix cleared.
  std::optional<std::string_view> path_;
  mutable std::optional<std::string_view> host_;  // Found when a policy first asks for it.
};

}  // namespace ratelimit
