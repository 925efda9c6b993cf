#include "policies/address.h"

#include <algorithm>
#include <charconv>

namespace ratelimit {
namespace {

constexpr std::array<std::uint8_t, 12> v4_head = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int v4_head_bits = 96;
constexpr int address_bits = 128;
constexpr std::size_t groups_max = 8;

// A decimal number of at most `digits_max` digits without leading zeros.
std::optional<int> parse_decimal(std::string_view text, std::size_t digits_max) {
  if (text.empty() || text.size() > digits_max) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::array<std::uint8_t, 4>> parse_v4(std::string_view text) {
  std::array<std::uint8_t, 4> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = i + 1 < parts.size() ? text.find('.') : text.size();
    if (end == std::string_view::npos) return std::nullopt;
    const auto part = parse_decimal(text.substr(0, end), 3);
    if (!part || *part > 255) return std::nullopt;
    parts[i] = static_cast<std::uint8_t>(*part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// The groups on one side of a `::`, two bytes each; the last may be a dotted IPv4 address.
struct Groups {
  std::array<std::uint16_t, groups_max> values{};
  std::size_t count = 0;

  bool add(unsigned value) {
    if (count == groups_max) return false;
    values[count++] = static_cast<std::uint16_t>(value);
    return true;
  }
};

bool parse_group(std::string_view text, bool is_last, Groups& groups) {
  if (is_last && text.find('.') != std::string_view::npos) {
    const auto tail = parse_v4(text);
    return tail && groups.add((*tail)[0] * 256U + (*tail)[1]) &&
           groups.add((*tail)[2] * 256U + (*tail)[3]);
  }
  if (text.empty() || text.size() > 4) return false;
  unsigned value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return fault == std::errc{} && end == text.data() + text.size() && groups.add(value);
}

bool parse_groups(std::string_view text, bool may_end_dotted, Groups& groups) {
  if (text.empty()) return true;
  while (true) {
    const std::size_t colon = text.find(':');
    const bool is_last = colon == std::string_view::npos;
    if (!parse_group(text.substr(0, colon), is_last && may_end_dotted, groups)) return false;
    if (is_last) return true;
    text.remove_prefix(colon + 1);
    if (text.empty()) return false;  // A single colon at the end.
  }
}

std::optional<Address> parse_v6(std::string_view text) {
  Groups head;
  Groups tail;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    if (!parse_groups(text, true, head) || head.count != groups_max) return std::nullopt;
  } else {
    if (!parse_groups(text.substr(0, gap), false, head)) return std::nullopt;
    if (!parse_groups(text.substr(gap + 2), true, tail)) return std::nullopt;
    if (head.count + tail.count >= groups_max) return std::nullopt;
  }
  Address address;
  const auto put = [&](std::size_t group, std::uint16_t value) {
    address.bytes[group * 2] = static_cast<std::uint8_t>(value >> 8);
    address.bytes[group * 2 + 1] = static_cast<std::uint8_t>(value & 0xFF);
  };
  for (std::size_t i = 0; i < head.count; ++i) put(i, head.values[i]);
  for (std::size_t i = 0; i < tail.count; ++i) put(groups_max - tail.count + i, tail.values[i]);
  return address;
}

// The longest run of zero groups, at least two, the first of equals (RFC 5952 section 4.2).
struct Run {
  std::size_t begin = groups_max;
  std::size_t length = 0;
};

Run longest_zeros(const std::array<unsigned, groups_max>& groups) {
  Run best;
  for (std::size_t i = 0; i < groups_max; ++i) {
    std::size_t end = i;
    while (end < groups_max && groups[end] == 0) ++end;
    if (end - i > std::max<std::size_t>(best.length, 1)) best = {i, end - i};
    i = std::max(i, end);
  }
  return best;
}

}  // namespace

bool Address::is_v4() const {
  return std::equal(v4_head.begin(), v4_head.end(), bytes.begin());
}

std::optional<Address> parse_address(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return parse_v6(text);
  const auto parts = parse_v4(text);
  if (!parts) return std::nullopt;
  Address address;
  const auto end = std::copy(v4_head.begin(), v4_head.end(), address.bytes.begin());
  std::copy(parts->begin(), parts->end(), end);
  return address;
}

std::string to_string(const Address& address) {
  std::string text;
  if (address.is_v4()) {
    for (std::size_t i = v4_head.size(); i < address.bytes.size(); ++i) {
      if (!text.empty()) text += '.';
      text += std::to_string(address.bytes[i]);
    }
    return text;
  }
  std::array<unsigned, groups_max> groups{};
  for (std::size_t i = 0; i < groups_max; ++i) {
    groups[i] = address.bytes[i * 2] * 256U + address.bytes[i * 2 + 1];
  }
  const Run zeros = longest_zeros(groups);
  for (std::size_t i = 0; i < groups_max; ++i) {
    if (i == zeros.begin) {
      text += "::";
      i += zeros.length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    std::array<char, 4> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), groups[i], 16).ptr;
    text.append(digits.data(), end);
  }
  return text;
}

Address with_prefix(Address address, int prefix) {
  for (std::size_t i = 0; i < address.bytes.size(); ++i) {
    const int kept = std::clamp(prefix - static_cast<int>(i) * 8, 0, 8);
    address.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] & (0xFF00U >> kept));
  }
  return address;
}

Address client_prefix(Address address, int ipv6_prefix) {
  return address.is_v4() ? address : with_prefix(address, ipv6_prefix);
}

bool Cidr::contains(const Address& address) const {
  // IPv4 lies among the IPv6 addresses only in our memory: `::/0` says nothing about it.
  if (prefix < v4_head_bits && address.is_v4()) return false;
  return with_prefix(address, prefix) == network;
}

std::optional<Cidr> parse_cidr(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view written = text.substr(0, slash);
  const auto network = parse_address(written);
  if (!network) return std::nullopt;
  if (slash == std::string_view::npos) return Cidr{.network = *network, .prefix = address_bits};
  const auto bits = parse_decimal(text.substr(slash + 1), 3);
  // A prefix counts the bits of the spelling: ::ffff:10.0.0.0/104 is 10.0.0.0/8.
  const int unwritten = written.find(':') == std::string_view::npos ? v4_head_bits : 0;
  if (!bits || *bits + unwritten > address_bits) return std::nullopt;
  const Cidr block{.network = *network, .prefix = *bits + unwritten};
  if (with_prefix(block.network, block.prefix) != block.network) return std::nullopt;
  return block;
}

}  // namespace ratelimit
