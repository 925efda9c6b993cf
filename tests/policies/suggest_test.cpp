#include "policies/suggest.h"

#include "tests/catch.h"

using namespace ratelimit;

TEST_CASE("suggest: one edit inserts, drops, changes or swaps a letter") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("windw", "window") == 1);
  CHECK(edit_distance("windoow", "window") == 1);
  CHECK(edit_distance("windaw", "window") == 1);
  CHECK(edit_distance("widnow", "window") == 1);
  CHECK(edit_distance("ca", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("suggest: the nearest first, at most three, none too far") {
  CHECK(did_you_mean("windw", {"limit", "window", "burst"}) == "did you mean 'window'?");
  CHECK(did_you_mean("x", {"a", "b", "c", "d"}) == "did you mean 'a', 'b' or 'c'?");
  CHECK(did_you_mean("limt", {"list", "limit"}) == "did you mean 'list' or 'limit'?");
  CHECK(did_you_mean("slidin-window", {"fixed-window", "sliding-window"}, '"') ==
        "did you mean \"sliding-window\"?");
  CHECK(did_you_mean("colour", {"limit", "window"}).empty());
  CHECK(did_you_mean("", {"a"}).empty());
  CHECK(did_you_mean(std::string(1'000'000, 'a'), {std::string(1'000'000, 'b')}).empty());
}
