// One bad file per mistake: tests/policies/bad/NAME.toml, beside the lines that it must give in
// NAME.expected. UPDATE_GOLDEN=1 writes the latter anew; read the difference.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "policies/error_line.h"
#include "policies/key_scan.h"
#include "policies/parse.h"
#include "tests/catch.h"

using namespace ratelimit;

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> bad_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(RATELIMIT_SOURCE_DIR "/tests/policies/bad")) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string lines_of(const std::vector<Error>& findings) {
  std::string lines;
  for (const Error& each : findings) lines += to_line(each) + "\n";
  return lines;
}

std::vector<std::string> codes(const std::string& text) {
  std::vector<std::string> codes;
  for (const Error& each : review_policies(text, "p.toml").findings) codes.push_back(each.code);
  return codes;
}

}  // namespace

TEST_CASE("bad files: each mistake gives its line, with its place and the way out") {
  const auto files = bad_files();
  CHECK(files.size() >= 45);
  for (const fs::path& path : files) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    const PolicyReview review = review_policies(read(path), name);
    const bool warns = name.starts_with("warn-");
    CHECK(review.policies.has_value() == warns);
    const std::string lines = lines_of(review.findings);
    const fs::path expected = fs::path(path).replace_extension(".expected");
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(expected) << lines;
    CHECK(lines == read(expected));
    CHECK_FALSE(lines.empty());
  }
}

TEST_CASE("bad files: every finding is in file order and has a place in it") {
  for (const fs::path& path : bad_files()) {
    CAPTURE(path.filename().string());
    const std::string text = read(path);
    const auto lines = std::count(text.begin(), text.end(), '\n');
    Place last;
    for (const Error& each : review_policies(text, "p.toml").findings) {
      CAPTURE(each.message);
      if (each.code != "E006") CHECK(each.place.line >= 1);
      CHECK(each.place.line <= lines + 1);
      CHECK(std::tie(last.line, last.column) <= std::tie(each.place.line, each.place.column));
      last = each.place;
    }
  }
}

TEST_CASE("bad files: a file above the limit is refused") {
  const std::string text(policy_bytes_max + 1, '#');
  CHECK(codes(text) == std::vector<std::string>{"E004"});
  CHECK(codes(text.substr(1)) == std::vector<std::string>{"E006"});
}

TEST_CASE("bad files: nesting beyond the limit is refused, in every way to nest") {
  const int deep = 100'000;
  const auto repeated = [](const std::string& part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  const std::vector<std::string> too_deep = {"E005"};
  CHECK(codes("a = " + repeated("[", deep)) == too_deep);
  CHECK(codes("a = " + repeated("[", deep) + repeated("]", deep)) == too_deep);
  CHECK(codes("a = " + repeated("{ a = ", deep) + "1" + repeated("}", deep)) == too_deep);
  CHECK(codes("[a" + repeated(".a", deep) + "]\n") == too_deep);
  CHECK(codes("a" + repeated(".'a'", deep) + " = 1\n") == too_deep);
  CHECK(codes("a = \"" + repeated(".", deep) + "\"\n") == std::vector<std::string>{"E102"});
  CHECK(codes("a = " + repeated("[", nesting_max - 1) + repeated("]", nesting_max - 1)) ==
        std::vector<std::string>{"E102"});
}

TEST_CASE("bad files: more mistakes than anybody reads are cut off") {
  std::string text = "[policy.http]\non = \"http\"\nlimit = 1\nwindow = \"1s\"\n";
  for (int i = 0; i < 50'000; ++i) text += "limi" + std::to_string(i) + " = 1\n";
  const auto found = codes(text);
  CHECK(found.size() == 1'001);
  CHECK(found.back() == "E007");
}

// The time of these files is felt, not asserted: quadratic work would take tens of seconds.
TEST_CASE("bad files: many names that are nobody's among many names take no long time") {
  const auto lines = [](int count, const std::string& before, const std::string& after) {
    std::string text;
    for (int i = 0; i < count; ++i) text += before + std::to_string(i) + after;
    return text;
  };
  const std::string quota = "on = \"http\"\nlimit = 1\nwindow = \"1s\"\n";
  const std::string policy = "[policy.http]\n" + quota;
  const std::pair<std::string, std::string> files[] = {
      {"E117", "allow = [" + lines(20'000, "\"user:v", "\",") + "]\n" +
                   lines(20'000, "[user.u", "]\n") + policy},
      {"E116", lines(5'000, "[tier.t", "]\n") + policy + "[policy.http.tiers]\n" +
                   lines(5'000, "s", " = 1\n")},
      {"E118", lines(5'000, "[policy.p", "]\n" + quota) + "[user.alice.quotas]\n" +
                   lines(5'000, "q", " = 1\n")},
  };
  for (const auto& [code, text] : files) {
    const auto found = codes(text);
    CHECK(found.size() == 1'001);
    CHECK(found.back() == "E007");
    CHECK(std::count(found.begin(), found.end(), code) >= 999);
  }
}

TEST_CASE("bad files: what was meant is found among many names, too") {
  std::string text = "allow = [\"user:alcie\"]\n[user.alice]\n";
  for (int i = 0; i < 2'000; ++i) {
    text += "[user.aa" + std::to_string(i) + "]\n[user.z" + std::to_string(i) + "]\n";
  }
  const auto findings = review_policies(text, "p.toml").findings;
  REQUIRE_FALSE(findings.empty());
  CHECK(findings.front().code == "E117");
  CHECK(findings.front().label == "did you mean 'alice'?");
}

TEST_CASE("bad files: a value of a megabyte does not make a message of a megabyte") {
  const std::string text = "[policy.http]\non = \"" + std::string(1'000'000, 'x') + "\"\n";
  for (const Error& each : review_policies(text, "p.toml").findings) {
    CHECK(to_line(each).size() < 1'000);
  }
}

TEST_CASE("bad files: the number of policies and of quotas is limited") {
  const auto file = [](std::size_t policies, std::size_t quotas) {
    std::string list;
    for (std::size_t i = 0; i < quotas; ++i) list += "{ limit = 1, window = \"1s\" },";
    std::string text;
    for (std::size_t i = 0; i < policies; ++i) {
      text += "[policy.p" + std::to_string(i) + "]\non = \"http\"\nquotas = [" + list + "]\n";
    }
    return text;
  };
  CHECK(codes(file(policies_max, 1)).empty());
  CHECK(codes(file(policies_max + 1, 1)) == std::vector<std::string>{"E142"});
  CHECK(codes(file(1, quotas_max)).empty());
  CHECK(codes(file(1, quotas_max + 1)) == std::vector<std::string>{"E143"});
  CHECK(codes(file(200, 2)).empty());
  CHECK(codes(file(201, 2)) == std::vector<std::string>{"E143"});
}

TEST_CASE("bad files: no text makes the parser crash or hang") {
  // Each file of the folder with one byte changed, everywhere.
  for (const fs::path& path : bad_files()) {
    CAPTURE(path.filename().string());
    const std::string text = read(path);
    for (std::size_t i = 0; i < text.size(); i += 3) {
      for (const char c : {'"', '[', '.', '\n', '\xFF'}) {
        std::string changed = text;
        changed[i] = c;
        const PolicyReview review = review_policies(changed, "p.toml");
        const bool refused = std::any_of(review.findings.begin(), review.findings.end(),
                                         [](const Error& each) { return !is_warning(each); });
        REQUIRE(review.policies.has_value() != refused);
      }
    }
  }
}
