#include "policies/address.h"

#include "tests/catch.h"

using namespace ratelimit;

namespace {

std::string rewritten(std::string_view text) {
  const auto address = parse_address(text);
  return address ? to_string(*address) : "not an address";
}

bool contains(std::string_view block, std::string_view address) {
  return parse_cidr(block)->contains(*parse_address(address));
}

}  // namespace

TEST_CASE("address: every spelling is written as RFC 5952 has it") {
  const std::pair<const char*, const char*> cases[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"0.0.0.0", "0.0.0.0"},
      {"255.255.255.255", "255.255.255.255"},
      {"::", "::"},
      {"::1", "::1"},
      {"1::", "1::"},
      {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
      {"2001:0db8::0001", "2001:db8::1"},
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},     // The first of equal runs.
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},  // One group is not shortened.
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},           // The longest run.
      {"fe80:0:0:0:1:0:0:0", "fe80::1:0:0:0"},           // The first of two of three.
      {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},      // A dotted tail.
      {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
      {"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"},
      {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},  // `::` for one group.
  };
  for (const auto& [text, canonical] : cases) {
    CAPTURE(text);
    CHECK(rewritten(text) == canonical);
  }
}

TEST_CASE("address: an IPv4-mapped IPv6 address is the IPv4 address") {
  CHECK(parse_address("::ffff:192.0.2.1") == parse_address("192.0.2.1"));
  CHECK(parse_address("::FFFF:c000:201") == parse_address("192.0.2.1"));
  CHECK(parse_address("::ffff:1.2.3.4")->is_v4());
  CHECK_FALSE(parse_address("::1.2.3.4")->is_v4());
}

TEST_CASE("address: what is no address is refused") {
  for (const std::string_view text : {"",
                                      " ",
                                      "localhost",
                                      "1.2.3",
                                      "1.2.3.4.5",
                                      "1.2.3.256",
                                      "01.2.3.4",
                                      "1.2.3.04",
                                      "1.2.3.-4",
                                      "1.2.3.4 ",
                                      " 1.2.3.4",
                                      "0x1.2.3.4",
                                      "1..2.3",
                                      "1.2.3.",
                                      ".1.2.3",
                                      "1234",
                                      ":",
                                      ":::",
                                      "1:",
                                      ":1",
                                      "1::2::3",
                                      "1:2:3:4:5:6:7",
                                      "1:2:3:4:5:6:7:8:9",
                                      "1:2:3:4:5:6:7:8::",
                                      "::1:2:3:4:5:6:7:8",
                                      "12345::",
                                      "g::",
                                      "fe80::1%eth0",
                                      "[::1]",
                                      "1.2.3.4::",
                                      "::1.2.3.4:5",
                                      "1:2:3:4:5:6:7:1.2.3.4",
                                      "::1.2.3",
                                      "-1::",
                                      "+1::",
                                      "1: 2::"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_address(text));
  }
}

TEST_CASE("address: a client is its IPv6 prefix, or its whole IPv4 address") {
  const auto client = [](std::string_view text, int prefix) {
    return to_string(client_prefix(*parse_address(text), prefix));
  };
  CHECK(client("2001:db8:1:2:3:4:5:6", 64) == "2001:db8:1:2::");
  CHECK(client("2001:db8:1:2:3:4:5:6", 128) == "2001:db8:1:2:3:4:5:6");
  CHECK(client("2001:db8:1:2:ff00:4:5:6", 71) == "2001:db8:1:2:fe00::");
  CHECK(client("2001:db8::1", 0) == "::");
  CHECK(client("192.0.2.7", 8) == "192.0.2.7");
}

TEST_CASE("cidr: a block contains what shares its prefix") {
  CHECK(contains("10.0.0.0/8", "10.255.1.2"));
  CHECK_FALSE(contains("10.0.0.0/8", "11.0.0.0"));
  CHECK(contains("10.0.0.0/8", "::ffff:10.1.1.1"));
  CHECK(contains("192.0.2.128/25", "192.0.2.255"));
  CHECK_FALSE(contains("192.0.2.128/25", "192.0.2.127"));
  CHECK(contains("192.0.2.7", "192.0.2.7"));
  CHECK_FALSE(contains("192.0.2.7", "192.0.2.8"));
  CHECK(contains("2001:db8::/32", "2001:db8:ffff::1"));
  CHECK_FALSE(contains("2001:db8::/32", "2001:db9::"));
  CHECK(contains("0.0.0.0/0", "203.0.113.9"));
  CHECK_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
  CHECK(contains("::ffff:10.0.0.0/104", "10.1.2.3"));
}

TEST_CASE("cidr: a block of IPv6 holds no IPv4 address, unless it is written as one") {
  for (const std::string_view block : {"::/0", "::/1", "::/64", "::/80", "::fffe:0:0/95"}) {
    CAPTURE(block);
    CHECK_FALSE(contains(block, "203.0.113.9"));
    CHECK_FALSE(contains(block, "::ffff:203.0.113.9"));
  }
  CHECK(contains("::/0", "2001:db8::1"));
  CHECK(contains("::/1", "2001:db8::1"));
  CHECK_FALSE(contains("::/1", "8000::"));
  for (const std::string_view block : {"::ffff:0:0/96", "0.0.0.0/0"}) {
    CAPTURE(block);
    CHECK(contains(block, "203.0.113.9"));
    CHECK_FALSE(contains(block, "2001:db8::1"));
    CHECK_FALSE(contains(block, "::203.0.113.9"));
  }
}

TEST_CASE("cidr: what is no block is refused, host bits included") {
  for (const std::string_view text :
       {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "/8", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0/8",
        "2001:db8::/129", "2001:db8::1/64", "10.0.0.0/8/8", "10.0.0.0/ 8", "host/8", ""}) {
    CAPTURE(text);
    CHECK_FALSE(parse_cidr(text));
  }
}
