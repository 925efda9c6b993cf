#include "policies/digest.h"

#include "tests/catch.h"

using namespace ratelimit;

TEST_CASE("digest: SHA-256 of the published examples") {
  CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("digest: hexadecimal of either case is read back") {
  const Digest digest = sha256("abc");
  CHECK(parse_digest(to_hex(digest)) == digest);
  CHECK(parse_digest("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD") == digest);
}

TEST_CASE("digest: anything but 64 hexadecimal digits is refused") {
  const std::string hex(64, 'a');
  CHECK(parse_digest(hex));
  CHECK_FALSE(parse_digest(""));
  CHECK_FALSE(parse_digest(hex.substr(1)));
  CHECK_FALSE(parse_digest(hex + "a"));
  CHECK_FALSE(parse_digest("g" + hex.substr(1)));
  CHECK_FALSE(parse_digest("-" + hex.substr(1)));
  CHECK_FALSE(parse_digest(hex.substr(2) + " a"));
}
