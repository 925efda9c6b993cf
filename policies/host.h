#pragma once

#include <string>
#include <string_view>

namespace ratelimit {

// A host without its port, the brackets of an IPv6 address and one dot at its end: however it is
// spelt, it is served by the same server. A view of `host`.
std::string_view bare_host(std::string_view host);

// The bare host in lower case (RFC 9110 section 4.2.3). Writes into `out` and returns a view of it,
// or a view of `host` itself where there is nothing to fold.
std::string_view normalise_host(std::string_view host, std::string& out);

}  // namespace ratelimit
