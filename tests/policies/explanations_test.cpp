#include "policies/explanations.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "policies/error_line.h"
#include "policies/parse.h"
#include "tests/catch.h"

using namespace ratelimit;

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_explanation(const std::string& name) {
  return name.starts_with("explanation");
}

// The codes that a source file gives to errors: string literals such as "E121".
std::set<std::string> codes_in(const std::string& text) {
  std::set<std::string> codes;
  constexpr std::size_t literal = 6;
  for (std::size_t i = 0; i + literal <= text.size(); ++i) {
    const std::string part = text.substr(i, literal);
    const bool letter = part[1] == 'E' || part[1] == 'W';
    const bool digits = std::all_of(part.begin() + 2, part.end() - 1, [](char c) {
      return std::isdigit(static_cast<unsigned char>(c)) != 0;
    });
    if (part.front() == '"' && part.back() == '"' && letter && digits) {
      codes.insert(part.substr(1, 4));
    }
  }
  return codes;
}

std::set<std::string> codes_of_sources() {
  std::set<std::string> codes;
  for (const char* room : {"/core", "/policies", "/scenarios", "/cli", "/cli/report"}) {
    for (const auto& entry : fs::directory_iterator(RATELIMIT_SOURCE_DIR + std::string(room))) {
      const std::string name = entry.path().filename().string();
      if (entry.path().extension() != ".cpp" || is_explanation(name)) continue;
      codes.merge(codes_in(read(entry.path())));
    }
  }
  return codes;
}

std::set<std::string> codes_found(std::string_view text) {
  std::set<std::string> codes;
  for (const Error& each : review_policies(text, "p.toml").findings) codes.insert(each.code);
  return codes;
}

}  // namespace

TEST_CASE("explanations: every code that a user can meet has one, and no other code") {
  std::set<std::string> explained;
  for (const Explanation& each : explanations()) explained.emplace(each.code);
  CHECK(explained.size() == explanations().size());
  CHECK(explained == codes_of_sources());
}

TEST_CASE("explanations: the example has the mistake before, and no error after") {
  for (const Explanation& each : explanations()) {
    CAPTURE(each.code);
    CHECK_FALSE(each.title.empty());
    CHECK_FALSE(each.what.empty());
    CHECK_FALSE(each.why.empty());
    if (each.before.empty()) continue;
    const std::string code(each.code);
    CHECK(codes_found(each.before).contains(code));
    CHECK_FALSE(codes_found(each.after).contains(code));
    CHECK(parse_policies(each.after, "p.toml").has_value());
  }
}

TEST_CASE("explanations: every mistake of a policy file has a bad file in the tests") {
  std::string expected;
  for (const auto& entry : fs::directory_iterator(RATELIMIT_SOURCE_DIR "/tests/policies/bad")) {
    if (entry.path().extension() == ".expected") expected += read(entry.path());
  }
  for (const Explanation& each : explanations()) {
    // Those without an example do not come from a text alone: too large, the environment.
    if (each.before.empty()) continue;
    CAPTURE(each.code);
    CHECK(expected.find("[" + std::string(each.code) + "]") != std::string::npos);
  }
}

TEST_CASE("explanations: a code is found by its name") {
  CHECK(explanation_of("E121")->title == "A window of no length");
  CHECK(explanation_of("E999") == nullptr);
}
