#pragma once

#include <span>
#include <string_view>

#include "policies/policy.h"
#include "policies/request.h"

namespace ratelimit {

// Who a request comes from: a view of the peer's address or of a header's value.
struct ClientAddress {
  std::string_view address;
  bool from_trusted_proxy = false;
};

// The client behind trusted proxies. Only what a trusted peer says is read, and of it only the
// header that the policies choose, all of its lines as one list:
//
//   client-made, client-made, client, proxy, proxy  <- peer
//                             ^ the right-most hop that is no trusted proxy
//
// Every hop was written by its neighbour on the right, so nothing to the left of the first hop that
// is not trusted is ever looked at. A hop that is no address (empty, `unknown`, an obfuscated
// identifier, garbage) ends the walk at the last good one. Ports are dropped.
ClientAddress client_of(std::string_view peer, std::span<const Header> headers,
                        const Identity& identity);

}  // namespace ratelimit
