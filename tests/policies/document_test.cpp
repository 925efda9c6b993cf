#include "policies/document.h"

#include <iterator>
#include <string>

#include "core/random.h"
#include "policies/key_scan.h"
#include "tests/catch.h"

using namespace ratelimit;

namespace {

constexpr std::size_t bytes_max = std::size_t{1} << 20;

Node document(std::string_view text) {
  auto node = parse_document(text, "d.toml", bytes_max);
  REQUIRE(node);
  return *node;
}

Error error_of(std::string_view text) {
  const auto node = parse_document(text, "d.toml", bytes_max);
  REQUIRE_FALSE(node.has_value());
  REQUIRE(node.errors().size() == 1);
  return node.error();
}

}  // namespace

TEST_CASE("document: values keep their kind, and reals and times their spelling") {
  const Node node = document(
      "a = 1\nb = \"x\"\nc = true\nd = 1.50\ne = 2026-01-01T00:00:00Z\nf = [1, \"y\"]\ng = { h = 2 "
      "}\n");
  CHECK(node.find("a")->integer == 1);
  CHECK(node.find("b")->text == "x");
  CHECK(node.find("c")->truth);
  CHECK(node.find("d")->kind == Node::Kind::real);
  CHECK(node.find("d")->text == "1.50");
  CHECK(node.find("e")->kind == Node::Kind::time);
  CHECK(node.find("e")->text == "2026-01-01T00:00:00Z");
  CHECK(node.find("f")->items.at(1).text == "y");
  CHECK(node.find("g")->find("h")->integer == 2);
  CHECK(node.find("z") == nullptr);
}

TEST_CASE("document: entries stand in the order of the file, each with its place") {
  const Node node = document("z = \"é\"\n  a   = [\n1]\n[t.b]\nk = 1\n[t.a]\n");
  REQUIRE(node.entries.size() == 3);
  CHECK(node.entries[0].key == "z");
  CHECK(node.entries[0].value.place == Place{.line = 1, .column = 5, .span = 4});
  CHECK(node.entries[1].place == Place{.line = 2, .column = 3, .span = 1});
  CHECK(node.entries[1].value.place == Place{.line = 2, .column = 9, .span = 1});
  const Node& t = node.entries[2].value;
  REQUIRE(t.entries.size() == 2);
  CHECK(t.entries[0].key == "b");
  CHECK(t.entries[0].place == Place{.line = 4, .column = 4, .span = 1});
  CHECK(t.entries[1].key == "a");
}

TEST_CASE("document: a key that stands twice is shown in both places") {
  struct Case {
    const char* text;
    Place first;
    Place second;
  };
  const Case cases[] = {
      {"a = 1\nb = 2\na = 3\n", {1, 1, 1}, {3, 1, 1}},
      {"[x]\na = 1\n[y]\na = 1\n\"a\" = 2\n", {4, 1, 1}, {5, 1, 3}},
      {"[x.y]\n[x]\n[x.y]\n", {1, 4, 1}, {3, 4, 1}},
      {"a.b = 1\na = 2\n", {1, 1, 1}, {2, 1, 1}},
      {"a = 1\na.b = 2\n", {1, 1, 1}, {2, 1, 1}},
      {"a = { b = 1, c = [{ b = 1 }], b = 2 }\n", {1, 7, 1}, {1, 31, 1}},
      {"a = 1\n[a]\n", {1, 1, 1}, {2, 2, 1}},
      {"[[a]]\n[a]\n", {1, 3, 1}, {2, 2, 1}},
      {"s = \"\"\"\na = 1\n\"\"\" # a = 1\na = 1\n[t]\na = '#'\na = 2\n", {6, 1, 1}, {7, 1, 1}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    const Error error = error_of(each.text);
    CHECK(error.code == "E003");
    CHECK(error.other == each.first);
    CHECK(error.place == each.second);
  }
}

TEST_CASE("document: tables in an array of tables may have the same keys") {
  const Node node = document("[[a]]\nb = 1\n[[a]]\nb = 1\n");
  CHECK(node.find("a")->items.size() == 2);
}

TEST_CASE("document: a word without quotes is offered with them") {
  CHECK(error_of("window = 60s\n").label == "did you mean \"60s\"?");
  CHECK(error_of("on = http # all\n").label == "did you mean \"http\"?");
  CHECK(error_of("listen = 127.0.0.1:8000\n").label == "did you mean \"127.0.0.1:8000\"?");
  CHECK(error_of("a = 99999999999999999999\n").label.empty());
  CHECK(error_of("a 3\n").label.empty());
}

TEST_CASE("document: what is not UTF-8 is shown where it begins") {
  const std::pair<std::string, int> cases[] = {
      {"# \xE9\n", 3},         {"# \xC0\x80\n", 3},
      {"# \xED\xA0\x80\n", 3}, {"# \xF4\x90\x80\x80\n", 3},
      {"# \xE2\x82\n", 3},     {"# é\x80\n", 5},
      {"# \xF0\x9F\x98", 3},
  };
  for (const auto& [text, column] : cases) {
    const Error error = error_of(text);
    CHECK(error.code == "E002");
    CHECK(error.place == Place{.line = 1, .column = column, .span = 1});
  }
}

TEST_CASE("document: beyond ASCII nothing may stand outside of strings and comments") {
  struct Case {
    std::string text;
    Place place;
  };
  const Case cases[] = {
      {"\uFEFC\"$", {1, 1, 3}},           {"\uFEFC", {1, 1, 3}},
      {"\u00E9 = 1\n", {1, 1, 2}},        {"a\u00E9 = 1\n", {1, 2, 2}},
      {"a \uFB26 = 1\n", {1, 3, 3}},      {"a = \uFEFC\n", {1, 5, 3}},
      {"a = 1\uFE0F\n", {1, 6, 3}},       {"a = [1, \u3042]\n", {1, 9, 3}},
      {"a = { \u0301 = 1}", {1, 7, 2}},   {"a = 1\n[\uFEFCb]\n", {2, 2, 3}},
      {"[a]\uFEFC\n", {1, 4, 3}},         {"[a\u00A0]\n", {1, 3, 2}},
      {"a = 1 \u2028b = 2\n", {1, 7, 3}}, {"a =\u00A0[[1]]\n", {1, 4, 2}},
      {"a = \u201Cx\u201D\n", {1, 5, 3}}, {"a = \"x\"\U0001F600", {1, 8, 4}},
      {"a = 1\n\uFEFF\n", {2, 1, 3}},     {"\u3000a = 1\n", {1, 1, 3}},
  };
  for (const auto& [text, place] : cases) {
    CAPTURE(text);
    const Error error = error_of(text);
    CHECK(error.code == "E001");
    CHECK(error.place == place);
  }
  CHECK(error_of("\uFEFC\"$").message ==
        "this is not TOML: '\uFEFC' can stand only in strings and comments");
}

TEST_CASE("document: strings and comments hold any character, wherever the library looks") {
  for (const std::string letter :
       {"\u00A1", "\u00E9", "\u3042", "\uFB26", "\uFE0F", "\uFEFC", "\U0001F600"}) {
    CAPTURE(letter);
    const Node node =
        document("# " + letter + "\n\"" + letter + "\" = '" + letter + "' #" + letter +
                 "\nb = \"\"\"\\\n  " + letter + "\"\"\"\nc = '''\n" + letter + "'''");
    CHECK(node.find(letter)->text == letter);
    CHECK(node.find("b")->text == letter);
    CHECK(node.find("c")->text == letter);
    CHECK(error_of("a = \"\"\"\\" + letter + "\"\"\"").code == "E001");
    CHECK(error_of("a = \"\\" + letter + "\"").code == "E001");
  }
}

TEST_CASE("document: nothing that only looks blank hides nesting") {
  std::string dotted = "a";
  for (int i = 0; i < 100'000; ++i) dotted += "\u00A0.a";
  CHECK(error_of(dotted + " = 1").code == "E001");
  CHECK(error_of("[" + dotted + "]\n").code == "E001");
  CHECK(error_of("a =\u3000" + std::string(100'000, '[')).code == "E001");
}

TEST_CASE("document: a look at the keys understands whatever the library understands") {
  // The look is what keeps deep nesting from the library, so it must not end early in a valid text.
  const std::string_view values[] = {"1",
                                     "\"\"",
                                     "'#'",
                                     R"("\"#\"")",
                                     "\"\"\"x\n# \"\" = [\"\"\"\"",
                                     "'''it''s\n]'''",
                                     "[]",
                                     "[ 1, [2, # ]\n 3], ]",
                                     "{}",
                                     R"({ x = '}', y."z.z" = [{ k = 1 }] })",
                                     "1979-05-27 07:32:00",
                                     "-inf",
                                     "0x1_F",
                                     "true # \"",
                                     "[\"a\",\n'b'\n]",
                                     R"("\\")"};
  const std::string_view keys[] = {"k", "\"k k\"", "'k\"'", "k . 'm'", "k.m .n", R"("\"=")"};
  const std::string_view headers[] = {"[h", "[[h", "[ h . 'i'", "[[\"h\" .i"};
  int valid = 0;
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    Random random(seed);
    const auto any = [&](const auto& choices) { return choices[random.below(std::size(choices))]; };
    std::string text;
    for (int i = 0; i < 4; ++i) {
      // Numbers keep the names apart.
      if (random.below(4) == 0) {
        const std::string_view header = any(headers);
        text += header;
        text += "." + std::to_string(i) + (header.starts_with("[[") ? " ]] # ]\n" : "]\n");
      }
      text += any(keys);
      text += "." + std::to_string(i) + " = ";
      text += any(values);
      text += random.below(3) == 0 ? "\r\n" : "\n";
    }
    // Half of them lose a character.
    if (random.below(2) == 0) text.erase(random.below(text.size()), 1);
    const std::string last = text + "\nlast = 1\n";
    CAPTURE(seed, last);
    if (!parse_document(last, "d.toml", bytes_max)) continue;
    ++valid;
    const KeyScan scan = scan_keys(last);
    REQUIRE_FALSE(scan.sites.empty());
    const KeySite& site = scan.sites.back();
    REQUIRE(last.substr(site.begin, site.end - site.begin) == "last");
  }
  CHECK(valid > 2'500);
}
