#include "policies/pattern.h"

#include "tests/catch.h"

using namespace ratelimit;

namespace {

std::string normal(std::string_view path) {
  std::string out;
  const auto normalised = normalise_path(path, out);
  return normalised ? std::string(*normalised) : "400";
}

bool covers(std::string_view pattern, std::string_view path) {
  return PathPattern::parse(pattern)->matches(path);
}

}  // namespace

TEST_CASE("path: every spelling of a path is matched as one") {
  const std::pair<const char*, const char*> cases[] = {
      {"/", "/"},
      {"/login", "/login"},
      {"//login", "/login"},
      {"/login?next=/x", "/login"},
      {"/login#top", "/login"},
      {"/?", "/"},
      {"///", "/"},
      {"/a//b///c", "/a/b/c"},
      {"/a/", "/a/"},  // Another resource than /a.
      {"/a//", "/a/"},
      {"/./login", "/login"},
      {"/a/../b", "/b"},
      {"/a/./b/.", "/a/b/"},
      {"/a/b/..", "/a/"},
      {"/..", "/"},
      {"/../../etc/passwd", "/etc/passwd"},
      {"/a/b/../../../c", "/c"},
      {"/a//../b", "/b"},  // The empty segment is none.
      {"/%7Euser", "/~user"},
      {"/%6cogin", "/login"},
      {"/%2e%2E/x", "/x"},
      {"/a%3fb", "/a%3Fb"},  // A coded question mark begins no query.
      {"/caf%c3%a9", "/caf%C3%A9"},
      {"/a%20b", "/a%20b"},
      {"/%252F", "/%252F"},  // Decoded once, not twice.
      {"/.well-known/x", "/.well-known/x"},
      {"/...", "/..."},
      {"/a/..b", "/a/..b"},
  };
  for (const auto& [path, wanted] : cases) {
    CAPTURE(path);
    CHECK(normal(path) == wanted);
    CHECK(normal(normal(path)) == wanted);
  }
}

TEST_CASE("path: what could be read in two ways is refused") {
  for (const char* const path : {"", "login", "*", "http://host/x", "/a%2Fb", "/a%2fb", "/a%00",
                                 "/%", "/%4", "/%zz", "/a%+1"}) {
    CAPTURE(path);
    CHECK(normal(path) == "400");
  }
  CHECK(normal(std::string_view("/a\0b", 4)) == "400");
  CHECK(normal("/a?x=%2F%00%") == "/a");  // The query is not looked at.
}

TEST_CASE("path: what is normal already is not copied") {
  std::string out = "untouched";
  const std::string path = "/items/7";
  CHECK(normalise_path(path, out)->data() == path.data());
  CHECK(out == "untouched");
}

TEST_CASE("glob: a star stands for any run of characters") {
  const std::tuple<const char*, const char*, bool> cases[] = {
      {"", "", true},
      {"", "a", false},
      {"*", "", true},
      {"*", "abc", true},
      {"abc", "abc", true},
      {"abc", "abd", false},
      {"a*", "abc", true},
      {"*c", "abc", true},
      {"a*c", "ac", true},
      {"a*c", "abcbc", true},
      {"a*c", "abcb", false},
      {"*bot*", "Googlebot/2.1", true},
      {"*b*b*", "ab", false},
      {"a**c", "abc", true},
      {"write_*", "write_", true},
      {"write_*", "Write_x", false},
  };
  for (const auto& [glob, text, matches] : cases) {
    CAPTURE(glob, text);
    CHECK(glob_matches(glob, text) == matches);
  }
}

TEST_CASE("path pattern: exact, one star a segment, two stars for any number of segments") {
  const std::tuple<const char*, const char*, bool> cases[] = {
      {"/", "/", true},
      {"/", "/a", false},
      {"/login", "/login", true},
      {"/login", "/Login", false},
      {"/login", "/login/", false},
      {"/login/", "/login/", true},
      {"/login/", "/login", false},
      {"/items/*", "/items/7", true},
      {"/items/*", "/items/7/8", false},
      {"/items/*", "/items", false},
      {"/v*/users", "/v2/users", true},
      {"/v*/users", "/v/users", true},
      {"/v*/users", "/v2/x/users", false},
      {"/search/**", "/search", true},
      {"/search/**", "/search/", true},
      {"/search/**", "/search/a/b", true},
      {"/search/**", "/searches", false},
      {"/**", "/", true},
      {"/**", "/a/b/c", true},
      {"/**/edit", "/edit", true},
      {"/**/edit", "/a/b/edit", true},
      {"/**/edit", "/a/edit/b", false},
      {"/a/**/z", "/a/z", true},
      {"/a/**/z", "/a/b/z/c/z", true},
      {"/a/**/m/**/z", "/a/1/m/2/3/z", true},
      {"/a/**/m/**/z", "/a/1/2/3/z", false},
      {"/**/*.php", "/x/y/index.php", true},
  };
  for (const auto& [pattern, path, matches] : cases) {
    CAPTURE(pattern, path);
    CHECK(covers(pattern, path) == matches);
  }
}

TEST_CASE("path pattern: what is no pattern is refused") {
  for (const std::string_view text : {"", "login", "*", "/a//b", "//", "/a**", "/**b/c", "/***"}) {
    CAPTURE(text);
    CHECK_FALSE(PathPattern::parse(text));
  }
}

TEST_CASE("path pattern: only stars for segments cover everything") {
  CHECK(PathPattern::parse("/**")->covers_all());
  CHECK(PathPattern::parse("/**/**")->covers_all());
  CHECK_FALSE(PathPattern::parse("/*")->covers_all());
  CHECK_FALSE(PathPattern::parse("/")->covers_all());
  CHECK_FALSE(PathPattern::parse("/api/**")->covers_all());
}

TEST_CASE("patterns: an adversary's pattern takes no exponential time") {
  std::string glob;
  std::string pattern;
  for (int i = 0; i < 100; ++i) {
    glob += "*a";
    pattern += "/**/a";
  }
  const std::string text = std::string(5'000, 'a') + "b";
  std::string path;
  for (int i = 0; i < 2'000; ++i) path += "/a";
  CHECK_FALSE(glob_matches(glob, text));
  CHECK_FALSE(covers(pattern, path + "/b"));
  CHECK(covers(pattern, path));
}
