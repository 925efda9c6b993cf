// The rules of the house, checked over the source files themselves. Banned words are written in two
// halves, so that this file passes its own check.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/catch.h"

namespace {

namespace fs = std::filesystem;

// A file as the checks see it: its path from the root, and its text.
struct Source {
  std::string path;
  std::string text;

  [[nodiscard]] std::string room() const { return path.substr(0, path.find('/')); }
  [[nodiscard]] bool is_header() const { return path.ends_with(".h"); }
};

using Findings = std::vector<std::string>;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void find(Findings& findings, const Source& source, std::size_t line, const std::string& what) {
  findings.push_back(source.path + ":" + std::to_string(line) + ": " + what);
}

// Which room may reach into which; a room may always reach into itself.
const std::map<std::string, std::set<std::string>> reachable = {
    {"core", {}},
    {"policies", {"core"}},
    {"scenarios", {"core", "policies"}},
    {"server", {"core", "policies"}},
    {"cli", {"core", "policies", "scenarios", "server"}},
    {"bench", {"core", "policies", "scenarios", "server", "cli"}},
    {"tests", {"core", "policies", "scenarios", "server", "cli", "bench"}},
};

// Third parties by the beginning of their header's name, and who may use them.
struct Library {
  std::string prefix;
  std::set<std::string> rooms;
  bool heavy;  // In one .cpp of a room, never in a header.
};
const std::vector<Library> libraries = {
    {"toml++/", {"policies", "scenarios"}, true},
    {"nlohmann/", {"policies", "scenarios", "server", "tests"}, true},
    {"openssl/", {"policies"}, true},
    {"zlib.h", {"scenarios", "tests"}, true},
    {"CLI/", {"cli"}, true},
    {"fmt/", {"cli"}, false},
    {"benchmark/", {"bench"}, false},
    {"catch2/", {"tests"}, false},
};

void check_own_include(Findings& findings, const Source& source, std::size_t line,
                       const std::string& name) {
  const std::string room = name.substr(0, name.find('/'));
  if (!reachable.contains(room)) {
    find(findings, source, line, "\"" + name + "\" is not written from the root");
  } else if (room != source.room() && !reachable.at(source.room()).contains(room)) {
    find(findings, source, line, source.room() + " must not reach into " + room);
  }
}

void check_foreign_include(Findings& findings, const Source& source, std::size_t line,
                           const std::string& name) {
  const auto library = std::find_if(libraries.begin(), libraries.end(), [&](const Library& each) {
    return name.starts_with(each.prefix);
  });
  if (library == libraries.end()) {
    // What is left is the standard library, or the system below it, which only edges may touch.
    const bool edge = source.room() != "core" && source.room() != "policies";
    const bool system = name.find_first_of("/.") != std::string::npos;
    if (system && !edge) find(findings, source, line, "<" + name + "> is no standard header");
    return;
  }
  if (!library->rooms.contains(source.room())) {
    find(findings, source, line, source.room() + " must not use <" + name + ">");
  }
  if (library->heavy && source.is_header()) {
    find(findings, source, line, "<" + name + "> belongs in a .cpp");
  }
  if (library->prefix == "catch2/" && source.path != "tests/catch.h" &&
      source.path != "tests/main.cpp") {
    find(findings, source, line, "include \"tests/catch.h\" instead");
  }
}

void check_includes(Findings& findings, const Source& source) {
  std::size_t number = 0;
  for (const std::string_view line : lines_of(source.text)) {
    ++number;
    const std::string_view directive = "#include ";
    if (!line.starts_with(directive)) continue;
    const bool own = line.substr(directive.size()).starts_with('"');
    const std::string_view rest = line.substr(directive.size() + 1);
    const std::string name(rest.substr(0, rest.find(own ? '"' : '>')));
    // The program that embeds the library sees it as everybody's else does.
    if (own && source.path.starts_with("tests/embed/")) continue;
    if (own) {
      check_own_include(findings, source, number, name);
    } else {
      check_foreign_include(findings, source, number, name);
    }
  }
}

// Words that mean a rule was broken, and where they are at home after all.
struct Banned {
  std::string word;
  std::string why;
  std::set<std::string> at_home;  // Rooms, or files.
};
const std::vector<Banned> banned = {
    {std::string("_clock::") + "now(", "time is an argument", {"cli", "server/live_clock.cpp"}},
    {std::string("system_") + "clock", "time is an argument", {"server/live_clock.cpp"}},
    {std::string("sleep_") + "for", "nothing waits", {}},
    {std::string("sleep_") + "until", "nothing waits", {}},
    {std::string("std::") + "cout", "renderers return text", {"cli"}},
    {std::string("std::") + "cerr", "renderers return text", {"cli"}},
    {std::string("_distri") + "bution<", "standard libraries differ in it", {}},
    {std::string("std::uni") + "form_", "standard libraries differ in it", {}},
    {std::string("std::expo") + "nential_", "standard libraries differ in it", {}},
    {std::string("std::pois") + "son_", "standard libraries differ in it", {}},
    {std::string("random_") + "device", "nothing is random but by seed", {"cli", "server"}},
    {std::string("using namespace ") + "std;", "names say where they come from", {}},
    {std::string("TO") + "DO", "finish it, or file an issue", {}},
    {std::string("FIX") + "ME", "finish it, or file an issue", {}},
};

void check_words(Findings& findings, const Source& source) {
  std::size_t number = 0;
  for (const std::string_view line : lines_of(source.text)) {
    ++number;
    for (const Banned& each : banned) {
      if (each.at_home.contains(source.room()) || each.at_home.contains(source.path)) continue;
      if (line.find(each.word) == std::string_view::npos) continue;
      find(findings, source, number, "'" + each.word + "': " + each.why);
    }
  }
}

// A path that holds on one machine only.
void check_machine_paths(Findings& findings, const Source& source) {
  const std::string folders[] = {std::string("/wo") + "rk/", std::string("/ho") + "me/",
                                 std::string("/ro") + "ot/"};
  std::size_t number = 0;
  for (const std::string_view line : lines_of(source.text)) {
    ++number;
    for (const std::string& folder : folders) {
      if (line.find(folder) != std::string_view::npos) {
        find(findings, source, number, "a path of one machine: " + folder);
      }
    }
  }
}

// Columns as an editor counts them: continuation bytes of UTF-8 take none.
std::size_t columns_of(std::string_view line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

void check_size(Findings& findings, const Source& source) {
  constexpr std::size_t lines_max = 500;
  constexpr std::size_t columns_max = 100;
  const auto lines = lines_of(source.text);
  if (lines.size() > lines_max) find(findings, source, lines.size(), "more than 500 lines");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (columns_of(lines[i]) > columns_max) find(findings, source, i + 1, "more than 100 columns");
  }
}

// As clang-format lays it out, a function begins with a letter at the margin, ends with a brace
// there, and has nothing at the margin between.
void check_functions(Findings& findings, const Source& source) {
  constexpr std::size_t lines_max = 70;
  const auto lines = lines_of(source.text);
  std::size_t begin = lines.size();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (!line.empty() && std::isalpha(static_cast<unsigned char>(line[0])) != 0) begin = i;
    if (line == "}" && begin < i && i - begin + 1 > lines_max) {
      find(findings, source, begin + 1, "a function of more than 70 lines");
    }
  }
}

void check_header(Findings& findings, const Source& source) {
  if (!source.is_header()) return;
  if (!source.text.starts_with("#pragma once\n")) find(findings, source, 1, "no #pragma once");
  const auto lines = lines_of(source.text);
  const bool says_what_it_is = std::any_of(
      lines.begin(), lines.end(), [](std::string_view line) { return line.starts_with("// "); });
  if (!says_what_it_is) find(findings, source, 1, "a header says what its thing is");
}

void check_path(Findings& findings, const Source& source) {
  const std::set<std::string> vague = {"utils", "util", "common", "helpers", "helper", "misc"};
  for (const fs::path& part : fs::path(source.path)) {
    if (vague.contains(part.stem().string())) {
      find(findings, source, 1, "'" + part.stem().string() + "' names nothing");
    }
  }
  // tests/ROOM/thing_test.cpp stands beside ROOM; what tests the whole house stands in tests/.
  if (source.room() != "tests") return;
  const std::string inside = source.path.substr(source.path.find('/') + 1);
  const std::size_t slash = inside.find('/');
  if (slash == std::string::npos) return;
  const std::string folder = inside.substr(0, slash);
  if (folder != "embed" && (folder == "tests" || !reachable.contains(folder))) {
    find(findings, source, 1, "there is no room '" + folder + "' to test");
  }
}

Findings check(const Source& source) {
  Findings findings;
  check_includes(findings, source);
  check_words(findings, source);
  check_machine_paths(findings, source);
  check_size(findings, source);
  check_functions(findings, source);
  check_header(findings, source);
  check_path(findings, source);
  return findings;
}

// Heavy headers that more than one file of a room includes.
Findings check_once_a_room(const std::vector<Source>& sources) {
  std::map<std::string, std::vector<std::string>> users;  // "room toml++/" -> files
  for (const Source& source : sources) {
    if (source.room() == "tests") continue;
    for (const Library& library : libraries) {
      const bool used = source.text.find("#include <" + library.prefix) != std::string::npos;
      if (used && library.heavy) {
        users[source.room() + " includes " + library.prefix].push_back(source.path);
      }
    }
  }
  Findings findings;
  for (const auto& [use, files] : users) {
    if (files.size() == 1) continue;
    std::string finding = use + " in more than one file:";
    for (const std::string& file : files) finding += " " + file;
    findings.push_back(finding);
  }
  return findings;
}

std::vector<Source> read_sources(const fs::path& root) {
  std::vector<Source> sources;
  for (const auto& [room, reach] : reachable) {
    if (!fs::exists(root / room)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cpp") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      sources.push_back({.path = entry.path().lexically_relative(root).generic_string(),
                         .text = {std::istreambuf_iterator<char>(file), {}}});
    }
  }
  std::sort(sources.begin(), sources.end(),
            [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

}  // namespace

TEST_CASE("house: every source file keeps the rules") {
  const std::vector<Source> sources = read_sources(RATELIMIT_SOURCE_DIR);
  REQUIRE(sources.size() > 20);
  for (const Source& source : sources) {
    for (const std::string& finding : check(source)) FAIL_CHECK(finding);
  }
  for (const std::string& finding : check_once_a_room(sources)) FAIL_CHECK(finding);
}

TEST_CASE("house: a clean file has no findings") {
  CHECK(check({"policies/thing.cpp", "#include <string>\n\n#include \"core/key.h\"\n"}).empty());
  CHECK(check({"core/thing.h", "#pragma once\n\n// A thing.\nstruct Thing {};\n"}).empty());
  CHECK(check({"cli/main.cpp", std::string("std::") + "cerr << 1;\n"}).empty());
  CHECK(check({"tests/core/thing_test.cpp", "#include \"tests/catch.h\"\n"}).empty());
}

TEST_CASE("house: each broken rule is found, with its place") {
  const auto finds = [](const Source& source, const std::string& finding) {
    const Findings findings = check(source);
    CAPTURE(source.path, source.text, findings);
    CHECK(std::count(findings.begin(), findings.end(), source.path + finding) == 1);
  };
  finds({"core/a.cpp", "\n#include \"policies/policy.h\"\n"},
        ":2: core must not reach into policies");
  finds({"policies/a.cpp", "#include \"scenarios/lanes.h\"\n"},
        ":1: policies must not reach into scenarios");
  finds({"scenarios/a.cpp", "#include \"cli/flags.h\"\n"}, ":1: scenarios must not reach into cli");
  finds({"core/a.cpp", "#include \"key.h\"\n"}, ":1: \"key.h\" is not written from the root");
  finds({"core/a.cpp", "#include <toml++/toml.h>\n"}, ":1: core must not use <toml++/toml.h>");
  finds({"policies/a.h", "#pragma once\n// A.\n#include <toml++/toml.h>\n"},
        ":3: <toml++/toml.h> belongs in a .cpp");
  finds({"core/a.cpp", "#include <unistd.h>\n"}, ":1: <unistd.h> is no standard header");
  finds({"tests/core/a_test.cpp", "#include <catch2/catch.hpp>\n"},
        ":1: include \"tests/catch.h\" instead");
  for (const Banned& each : banned) {
    finds({"core/a.cpp", "x\n  " + each.word + "\n"}, ":2: '" + each.word + "': " + each.why);
  }
  finds({"core/a.cpp", std::string("// see /wo") + "rk/x\n"},
        std::string(":1: a path of one machine: /wo") + "rk/");
  std::string long_text;
  for (int i = 0; i < 501; ++i) long_text += "\n";
  finds({"core/a.cpp", long_text}, ":501: more than 500 lines");
  finds({"core/a.cpp", std::string(101, 'x') + "\n"}, ":1: more than 100 columns");
  std::string long_function = "\nvoid f() {\n";
  for (int i = 0; i < 69; ++i) long_function += "  g();\n";
  finds({"core/a.cpp", long_function + "}\n"}, ":2: a function of more than 70 lines");
  finds({"core/a.h", "// A.\n"}, ":1: no #pragma once");
  finds({"core/a.h", "#pragma once\nstruct A {};\n"}, ":1: a header says what its thing is");
  finds({"core/utils.cpp", ""}, ":1: 'utils' names nothing");
  finds({"tests/attic/a_test.cpp", ""}, ":1: there is no room 'attic' to test");
}

TEST_CASE("house: columns are characters, not bytes") {
  std::string line;
  for (int i = 0; i < 100; ++i) line += "█";
  CHECK(check({"cli/a.cpp", "// \n" + line + "\n"}).empty());
  CHECK(check({"cli/a.cpp", "// \n" + line + "x\n"}).size() == 1);
}

TEST_CASE("house: a heavy header in two files of a room is found") {
  const Source first{"policies/a.cpp", "#include <toml++/toml.h>\n"};
  const Source second{"policies/b.cpp", "#include <toml++/toml.h>\n"};
  const Source elsewhere{"scenarios/c.cpp", "#include <toml++/toml.h>\n"};
  CHECK(check_once_a_room({first, elsewhere}).empty());
  CHECK(check_once_a_room({first, second, elsewhere}) ==
        Findings{"policies includes toml++/ in more than one file: policies/a.cpp policies/b.cpp"});
}
