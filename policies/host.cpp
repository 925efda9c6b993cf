#include "policies/host.h"

#include <algorithm>
#include <cstddef>

#include "policies/address.h"

namespace ratelimit {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

}  // namespace

std::string_view bare_host(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    return end == std::string_view::npos ? host : host.substr(1, end - 1);
  }
  const std::size_t colon = host.find(':');
  // Logs have IPv6 addresses without brackets.
  if (colon != host.rfind(':') && parse_address(host)) return host;
  host = host.substr(0, colon);
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

std::string_view normalise_host(std::string_view host, std::string& out) {
  host = bare_host(host);
  if (std::none_of(host.begin(), host.end(), is_upper)) return host;
  out = host;
  for (char& c : out) c = is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace ratelimit
