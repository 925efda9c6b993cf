#include "policies/identity.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>

namespace ratelimit {
namespace {

constexpr std::size_t port_digits_max = 5;

std::string_view header_of(Identity::Forwarded forwarded) {
  switch (forwarded) {
    case Identity::Forwarded::x_forwarded_for:
      return "x-forwarded-for";
    case Identity::Forwarded::forwarded:
      return "forwarded";
    case Identity::Forwarded::x_real_ip:
      return "x-real-ip";
  }
  return {};
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_escaped(std::string_view text, std::size_t at) {
  std::size_t backslashes = 0;
  while (backslashes < at && text[at - 1 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 != 0;
}

// Takes the last element off a list whose elements may hold quoted strings. Quotes are counted from
// the right: one that a client left open reaches no hop that a proxy wrote after it.
std::string_view take_last(std::string_view& list, char separator, bool& is_first) {
  bool quoted = false;
  for (std::size_t at = list.size(); at-- > 0;) {
    if (list[at] == '"' && !(quoted && is_escaped(list, at))) quoted = !quoted;
    if (quoted || list[at] != separator) continue;
    const std::string_view last = list.substr(at + 1);
    list = list.substr(0, at);
    return trimmed(last);
  }
  is_first = true;
  return trimmed(list);
}

bool is_for(std::string_view name) {
  constexpr std::string_view wanted = "for";
  return std::equal(name.begin(), name.end(), wanted.begin(), wanted.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == b;
  });
}

// The node of `for=192.0.2.60;proto=http` (RFC 7239 section 4); empty: there is none, or two.
std::string_view node_in(std::string_view element) {
  std::string_view node;
  for (bool is_first = false; !is_first;) {
    const std::string_view pair = take_last(element, ';', is_first);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || !is_for(trimmed(pair.substr(0, equals)))) continue;
    if (!node.empty()) return {};
    node = trimmed(pair.substr(equals + 1));
    if (node.size() >= 2 && node.front() == '"' && node.back() == '"') {
      node = node.substr(1, node.size() - 2);
    }
    if (node.empty()) return {};
  }
  return node;
}

// ":8080"; RFC 7239 knows obfuscated ports, too: ":_x". Empty: no port.
bool is_port(std::string_view text) {
  if (text.empty()) return true;
  text.remove_prefix(1);
  if (text.starts_with('_')) return true;
  return !text.empty() && text.size() <= port_digits_max &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A hop without brackets and port; nullopt: it is no address.
std::optional<std::string_view> address_in(std::string_view hop) {
  std::string_view address = hop;
  std::string_view port;
  const std::size_t colon = hop.find(':');
  if (hop.starts_with('[')) {
    const std::size_t end = hop.find(']');
    if (end == std::string_view::npos || hop.substr(0, end).find(':') == std::string_view::npos) {
      return std::nullopt;
    }
    address = hop.substr(1, end - 1);
    port = hop.substr(end + 1);
    if (!port.empty() && port.front() != ':') return std::nullopt;
  } else if (colon != std::string_view::npos && colon == hop.rfind(':')) {
    address = hop.substr(0, colon);
    port = hop.substr(colon);
  }
  if (!is_port(port) || !parse_address(address)) return std::nullopt;
  return address;
}

bool is_trusted(std::string_view text, const Identity& identity) {
  const auto address = parse_address(text);
  return address && std::any_of(identity.trusted_proxies.begin(), identity.trusted_proxies.end(),
                                [&](const Cidr& block) { return block.contains(*address); });
}

}  // namespace

ClientAddress client_of(std::string_view peer, std::span<const Header> headers,
                        const Identity& identity) {
  ClientAddress client{.address = peer, .from_trusted_proxy = is_trusted(peer, identity)};
  if (!client.from_trusted_proxy) return client;
  const std::string_view name = header_of(identity.forwarded_header);
  const bool has_nodes = identity.forwarded_header == Identity::Forwarded::forwarded;
  for (auto line = headers.rbegin(); line != headers.rend(); ++line) {
    if (line->name != name) continue;
    std::string_view rest = line->value;
    for (bool is_first = false; !is_first;) {
      const std::string_view element = take_last(rest, ',', is_first);
      const auto address = address_in(has_nodes ? node_in(element) : element);
      if (!address) return client;
      client.address = *address;
      if (!is_trusted(*address, identity)) return client;
    }
  }
  return client;
}

}  // namespace ratelimit
