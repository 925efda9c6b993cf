#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ratelimit {

// An IPv4 or IPv6 address, both as 16 bytes in network order; IPv4 is kept as ::ffff:a.b.c.d, so an
// IPv4-mapped IPv6 address is the IPv4 address.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  [[nodiscard]] bool is_v4() const;
  friend bool operator==(const Address&, const Address&) = default;
};

// Dotted IPv4 (four decimal parts, no leading zeros) or IPv6 (RFC 4291 section 2.2, with `::` and a
// dotted tail); a zone (`%eth0`) and brackets are refused. nullopt: not an address, perhaps a host
// name.
std::optional<Address> parse_address(std::string_view text);

// The canonical spelling: dotted IPv4, or IPv6 as RFC 5952 section 4 has it.
std::string to_string(const Address& address);

// The address with all but the first `prefix` of its 128 bits cleared.
Address with_prefix(Address address, int prefix);

// Who a client is: an IPv6 address with all but its first `ipv6_prefix` bits cleared, or the IPv4
// address as it is.
Address client_prefix(Address address, int ipv6_prefix);

// A block of addresses: "10.0.0.0/8", "2001:db8::/32", or a single address.
struct Cidr {
  Address network;
  int prefix = 128;  // Of the 128 bits; IPv4 blocks have 96 more than written.
  // A block wider than ::ffff:0:0/96 holds no IPv4 address.
  [[nodiscard]] bool contains(const Address& address) const;
  friend bool operator==(const Cidr&, const Cidr&) = default;
};

// nullopt: not a block. Host bits below the prefix must be zero: "10.0.0.1/8" is refused.
std::optional<Cidr> parse_cidr(std::string_view text);

}  // namespace ratelimit
