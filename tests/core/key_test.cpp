#include "core/key.h"

#include <set>
#include <string>

#include "tests/catch.h"

using namespace ratelimit;

TEST_CASE("key: the same text and seed make the same key on every machine") {
  const Key key = KeyHasher(42).hash("ip=203.0.113.7");
  CHECK(key == KeyHasher(42).hash("ip=203.0.113.7"));
  CHECK(key != KeyHasher(43).hash("ip=203.0.113.7"));
}

TEST_CASE("key: texts of all lengths, and texts that differ in one bit, make different keys") {
  const KeyHasher hasher(7);
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  std::set<std::uint64_t> highs;
  std::set<std::uint64_t> lows;
  std::size_t count = 0;
  const auto add = [&](const std::string& text) {
    const Key key = hasher.hash(text);
    seen.insert({key.high, key.low});
    highs.insert(key.high);
    lows.insert(key.low);
    ++count;
  };
  for (std::size_t length = 0; length < 200; ++length) {
    add(std::string(length, '\0'));
    add(std::string(length, 'x') + "y");
  }
  for (std::size_t bit = 0; bit < 40 * 8; ++bit) {
    std::string text(40, 'a');
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
    add(text);
  }
  CHECK(seen.size() == count);
  CHECK(highs.size() == count);
  CHECK(lows.size() == count);
}

TEST_CASE("key: a view that points nowhere is the empty text") {
  CHECK(KeyHasher(7).hash(std::string_view{}) == KeyHasher(7).hash(""));
}

TEST_CASE("key: addresses in a row fall evenly into shards and buckets") {
  const KeyHasher hasher(1);
  int counts[64] = {};
  for (int i = 0; i < 64 * 256; ++i) {
    const Key key = hasher.hash("10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256));
    ++counts[key.low & 63];
  }
  // 256 each are expected; 16 is one standard deviation.
  for (const int count : counts) {
    CHECK(count > 256 - 6 * 16);
    CHECK(count < 256 + 6 * 16);
  }
}

TEST_CASE("key: a sequence is told from its reverse and from its parts in other places") {
  const KeyHasher hasher(1);
  const Key a = hasher.hash("a");
  const Key b = hasher.hash("b");
  CHECK(hasher.then(a, b) != hasher.then(b, a));
  CHECK(hasher.then(hasher.then({}, a), b) != hasher.then({}, hasher.then(a, b)));
}
