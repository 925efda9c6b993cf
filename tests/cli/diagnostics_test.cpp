#include "cli/diagnostics.h"

#include <algorithm>
#include <string>

#include "policies/parse.h"
#include "tests/catch.h"

using namespace ratelimit;

namespace {

std::string drawn(const std::string& text, Style style = {}) {
  return draw_errors(review_policies(text, "policies/gateway.toml").findings, text, style);
}

}  // namespace

TEST_CASE("diagnostics: the line, its table's header where it is near, a caret and the way out") {
  const std::string text = R"(# A gateway


#

[policy.http-default]
limit     = 20
windw     = "60s"
algorithm = "sliding-windw-log"
on        = "http"

[policy.login]
#
#
#
#
on        = "http"
limit     = 5
#
#
window    = "0s"
)";
  CHECK(drawn(text) ==
        R"(error[E102]: unknown key 'windw' in policy 'http-default'
  --> policies/gateway.toml:8:1
   |
 6 | [policy.http-default]
 7 | limit     = 20
 8 | windw     = "60s"
   | ^^^^^ did you mean 'window'?
   |
error[E110]: 'sliding-windw-log' is not an algorithm
  --> policies/gateway.toml:9:13
   |
 9 | algorithm = "sliding-windw-log"
   |             ^^^^^^^^^^^^^^^^^^^ did you mean "sliding-window-log"?
   |
   = choose from: sliding-window-log, sliding-window-counter, fixed-window, token-bucket, gcra, )"
        R"(leaky-bucket, concurrency
error[E121]: a window of 0 s can never admit a request again
  --> policies/gateway.toml:21:13
   |
21 | window    = "0s"
   |             ^^^^
)");
}

TEST_CASE("diagnostics: two places, in the order of the file") {
  const std::string text = R"([policy.everything]
on = "http"
limit = 120
window = "60s"
match = "/**"              # policy 'everything' covers every http request
algorithm = "token-bucket"
#
burst = 500

[policy.api-v2]
on = "http"
limit = 1
window = "1s"
fallback = true            # policy 'api-v2'
)";
  CHECK(drawn(text) ==
        R"(warning[W210]: burst (500) is more than 4 windows' worth of limit (120 per 60s)
  --> policies/gateway.toml:8:9
   |
 8 | burst = 500
   |         ^^^ a client that waits may send 500 at once, then 2 a second
warning[W205]: this fallback can never apply
  --> policies/gateway.toml:14:12
   |
 5 | match = "/**"              # policy 'everything' covers every http request
   |         ----- covers everything that…
14 | fallback = true            # policy 'api-v2'
   |            ^^^^ …this would fall back for
   = drop `fallback`, or narrow [policy.everything]
)");
}

TEST_CASE("diagnostics: a syntax error has no way out and no bar for it") {
  CHECK(drawn("[policy.a]\n#\n#\nlimit 3\n") ==
        R"(error[E001]: this is not TOML: expected '=' after the key, found '3'
  --> policies/gateway.toml:4:7
   |
 4 | limit 3
   |       ^
)");
}

TEST_CASE("diagnostics: two places in one line stand below one another") {
  CHECK(drawn("a = { b = 1, b = 2 }\n") == R"(error[E003]: 'b' is defined twice
  --> policies/gateway.toml:1:14
   |
 1 | a = { b = 1, b = 2 }
   |              ^ again here
   |       - first here
   |
)");
}

TEST_CASE("diagnostics: carets stand below characters of any width, and behind tabs") {
  const std::string text = "\"日本\" = 1\t# x\n\t\tlimt\t= 2\n\"é\" =\t\"ä\"\n";
  const std::string out = drawn(text + "[policy.a]\non = \"http\"\nlimit = 1\nwindow = \"1s\"\n");
  CHECK(out.find(" 1 | \"日本\" = 1  # x\n   | ^^^^^^\n") != std::string::npos);
  CHECK(out.find(" 2 |         limt    = 2\n   |         ^^^^\n") != std::string::npos);
  CHECK(out.find(" 3 | \"é\" =   \"ä\"\n   | ^^^\n") != std::string::npos);
}

TEST_CASE("diagnostics: nothing that a file says moves the cursor") {
  const std::string text = "# \x1b[2J\n\"\\u001b]0;x\\u0007\\u202e\" = 1 # \x7f\n";
  for (const Charset charset : {Charset::unicode, Charset::ascii}) {
    const std::string out = drawn(text, {.charset = charset});
    for (const char c : out) {
      CHECK((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
      CHECK(c != '\x7f');
    }
    CHECK(out.find("\u202e") == std::string::npos);
  }
}

TEST_CASE("diagnostics: ASCII stays ASCII") {
  const std::string text =
      "[policy.a]\non = \"http\"\nlimit = 1\nwindow = \"1s\"\n"
      "[policy.b]\non = \"http\"\nlimit = 1\nwindow = \"1s\"\nfallback = true # é\n";
  const std::string out = drawn(text, {.charset = Charset::ascii});
  CHECK(out.find("...this would fall back for") != std::string::npos);
  CHECK(std::none_of(out.begin(), out.end(), [](char c) { return (c & 0x80) != 0; }));
}

TEST_CASE("diagnostics: long lines are shown around the place") {
  const std::string filler(5'000, 'a');
  const std::string text =
      "[policy.a]\n#\n#\n#\non = \"http\"\nlimit = 1\nwindow = \"1s\"\nmatch = [\"/" +
      filler.substr(0, 900) + "\", \"x y\", \"/" + filler + "\"]\n";
  const std::string out = drawn(text, {.width = 60});
  const std::size_t caret = out.find("^^^^^ ");
  REQUIRE(caret != std::string::npos);
  std::size_t longest = 0;
  std::size_t begin = 0;
  for (std::size_t end = out.find('\n'); end != std::string::npos; end = out.find('\n', begin)) {
    const std::string line = out.substr(begin, end - begin);
    if (line.starts_with(" 8 |")) {
      longest = std::max(longest, line.size());
      CHECK(line.find("…") != std::string::npos);
    }
    begin = end + 1;
  }
  CHECK(longest > 40);
  CHECK(longest < 70);
  CHECK(out.find("\"x y\"") != std::string::npos);
}

TEST_CASE("diagnostics: colour changes nothing but colour") {
  const std::string text = "[policy.a]\non = \"http\"\nlimt = 1\nwindow = \"1s\"\n";
  const std::string plain = drawn(text);
  std::string bare;
  const std::string coloured = drawn(text, {.depth = Depth::full});
  CHECK(coloured != plain);
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b') {
      i = coloured.find('m', i);
    } else {
      bare += coloured[i];
    }
  }
  CHECK(bare == plain);
}

TEST_CASE("diagnostics: a finding without a place has its file") {
  CHECK(drawn("") ==
        "error[E006]: this file has no policy\n"
        "  --> policies/gateway.toml\n"
        "   = a policy begins with [policy.NAME]\n");
}
