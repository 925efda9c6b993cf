#include "policies/identity.h"

#include <string>
#include <vector>

#include "tests/catch.h"

using namespace ratelimit;

namespace {

using Forwarded = Identity::Forwarded;

Identity behind_proxies(Forwarded forwarded = Forwarded::x_forwarded_for) {
  Identity identity;
  for (const char* block : {"127.0.0.0/8", "10.0.0.0/8", "::1", "2001:db8:aa::/48"}) {
    identity.trusted_proxies.push_back(*parse_cidr(block));
  }
  identity.forwarded_header = forwarded;
  return identity;
}

std::string client(Forwarded forwarded, const std::vector<Header>& headers,
                   std::string_view peer = "127.0.0.1") {
  return std::string(client_of(peer, headers, behind_proxies(forwarded)).address);
}

struct Row {
  std::string_view value;
  std::string_view client;
};

}  // namespace

TEST_CASE("identity: x-forwarded-for is walked from the right to the first untrusted hop") {
  const Row rows[] = {
      {"203.0.113.7", "203.0.113.7"},
      {"203.0.113.7, 10.1.2.3", "203.0.113.7"},
      {"203.0.113.7,10.1.2.3,127.0.0.9", "203.0.113.7"},
      {" 203.0.113.7 \t,\t10.1.2.3 ", "203.0.113.7"},
      // Spoofed: what the client sent stands to the left of what the proxy saw.
      {"198.51.100.1, 203.0.113.7", "203.0.113.7"},
      {"10.9.9.9, 203.0.113.7, 10.1.2.3", "203.0.113.7"},
      {"garbage, 203.0.113.7", "203.0.113.7"},
      {"\", 203.0.113.7", "203.0.113.7"},
      {",,,, 203.0.113.7", "203.0.113.7"},
      // All trusted: the left-most.
      {"10.0.0.1, 10.0.0.2", "10.0.0.1"},
      // Ports and IPv6.
      {"203.0.113.7:4711", "203.0.113.7"},
      {"2001:db8::7", "2001:db8::7"},
      {"[2001:db8::7]", "2001:db8::7"},
      {"[2001:db8::7]:4711", "2001:db8::7"},
      {"[2001:db8::7]:4711, [2001:db8:aa::1]:80", "2001:db8::7"},
      {"203.0.113.7, ::ffff:10.0.0.1", "203.0.113.7"},
      // What is no address ends the walk at the last good hop.
      {"", "127.0.0.1"},
      {"unknown", "127.0.0.1"},
      {"203.0.113.7,", "127.0.0.1"},
      {"203.0.113.7, , 10.0.0.1", "10.0.0.1"},
      {"203.0.113.7, unknown, 10.0.0.1", "10.0.0.1"},
      {"203.0.113.7, host.example, 10.0.0.1", "10.0.0.1"},
      {"203.0.113.7:port", "127.0.0.1"},
      {"203.0.113.7:", "127.0.0.1"},
      {"203.0.113.7:123456", "127.0.0.1"},
      {"[203.0.113.7]", "127.0.0.1"},
      {"[2001:db8::7", "127.0.0.1"},
      {"[2001:db8::7]80", "127.0.0.1"},
      {"[]", "127.0.0.1"},
      {"fe80::1%eth0", "127.0.0.1"},
      {"0203.0.113.7", "127.0.0.1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value);
    CHECK(client(Forwarded::x_forwarded_for, {{"x-forwarded-for", row.value}}) == row.client);
  }
}

TEST_CASE("identity: forwarded is read as RFC 7239 has it") {
  const Row rows[] = {
      {"for=203.0.113.7", "203.0.113.7"},
      {"For=203.0.113.7;proto=http;by=10.0.0.1", "203.0.113.7"},
      {"proto=http; FOR=\"203.0.113.7:4711\"", "203.0.113.7"},
      {"for=\"[2001:db8::7]:4711\"", "2001:db8::7"},
      {"for=\"[2001:db8::7]:_port\", for=10.0.0.1", "2001:db8::7"},
      {"for=203.0.113.7, for=\"[2001:db8:aa::1]\"", "203.0.113.7"},
      {"for=10.0.0.1, for=10.0.0.2", "10.0.0.1"},
      // Separators within quotes separate nothing.
      {"for=203.0.113.7;host=\"a, for=6.6.6.6\"", "203.0.113.7"},
      {"for=203.0.113.7;host=\"a;for=6.6.6.6\"", "203.0.113.7"},
      {"for=203.0.113.7;host=\"a\\\", for=6.6.6.6\"", "203.0.113.7"},
      // Spoofed.
      {"for=198.51.100.1, for=203.0.113.7", "203.0.113.7"},
      {"for=\", for=203.0.113.7", "203.0.113.7"},
      {"for=\"\\, for=203.0.113.7", "203.0.113.7"},
      {"for=\", for=\"[2001:db8::7]\"", "2001:db8::7"},
      {"for=10.0.0.9, for=203.0.113.7, for=10.0.0.1", "203.0.113.7"},
      // What is no address ends the walk at the last good hop.
      {"", "127.0.0.1"},
      {"for=unknown", "127.0.0.1"},
      {"for=_hidden, for=10.0.0.1", "10.0.0.1"},
      {"for=203.0.113.7, for=unknown, for=10.0.0.1", "10.0.0.1"},
      {"proto=http", "127.0.0.1"},
      {"for=", "127.0.0.1"},
      {"for=\"\"", "127.0.0.1"},
      {"for=\"", "127.0.0.1"},
      {"for=203.0.113.7;for=198.51.100.1", "127.0.0.1"},
      {"203.0.113.7", "127.0.0.1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value);
    CHECK(client(Forwarded::forwarded, {{"forwarded", row.value}}) == row.client);
  }
}

TEST_CASE("identity: several lines of the header are one list, in their order") {
  CHECK(client(Forwarded::x_forwarded_for, {{"x-forwarded-for", "198.51.100.1"},
                                            {"host", "example.org"},
                                            {"x-forwarded-for", "203.0.113.7"},
                                            {"x-forwarded-for", "10.0.0.1, 10.0.0.2"}}) ==
        "203.0.113.7");
  CHECK(client(Forwarded::forwarded, {{"forwarded", "for=198.51.100.1, for=\""},
                                      {"forwarded", "for=203.0.113.7"}}) == "203.0.113.7");
  CHECK(client(Forwarded::x_forwarded_for,
               {{"x-forwarded-for", ""}, {"x-forwarded-for", "203.0.113.7"}}) == "203.0.113.7");
}

TEST_CASE("identity: the policies choose one header, and no other is read") {
  const std::vector<Header> all = {{"x-forwarded-for", "203.0.113.1"},
                                   {"forwarded", "for=203.0.113.2"},
                                   {"x-real-ip", "203.0.113.3"}};
  CHECK(client(Forwarded::x_forwarded_for, all) == "203.0.113.1");
  CHECK(client(Forwarded::forwarded, all) == "203.0.113.2");
  CHECK(client(Forwarded::x_real_ip, all) == "203.0.113.3");
  CHECK(client(Forwarded::x_real_ip, {all[0], all[1]}) == "127.0.0.1");
}

TEST_CASE("identity: only a trusted peer is believed") {
  const std::vector<Header> headers = {{"x-forwarded-for", "203.0.113.7"}};
  const Identity identity = behind_proxies();
  for (const char* peer : {"127.0.0.1", "::1", "10.20.30.40", "::ffff:10.0.0.1"}) {
    CAPTURE(peer);
    const ClientAddress found = client_of(peer, headers, identity);
    CHECK(found.address == "203.0.113.7");
    CHECK(found.from_trusted_proxy);
  }
  for (const char* peer : {"198.51.100.9", "2001:db8::1", "stdio", ""}) {
    CAPTURE(peer);
    const ClientAddress found = client_of(peer, headers, identity);
    CHECK(found.address == peer);
    CHECK_FALSE(found.from_trusted_proxy);
  }
  CHECK(client_of("127.0.0.1", headers, Identity{}).address == "127.0.0.1");
  CHECK(client_of("127.0.0.1", {}, identity).from_trusted_proxy);
}
