// The files that are shipped, and the page that explains the keys.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "policies/error_line.h"
#include "policies/parse.h"
#include "policies/sections.h"
#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

std::string read(const std::string& path) {
  std::ifstream file(RATELIMIT_SOURCE_DIR "/" + path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

Policies shipped(const std::string& name) {
  const auto policies = parse_policies(read("policies/" + name + ".toml"), name);
  REQUIRE(policies);
  return *policies;
}

// "on limit/window algorithm burst" of each policy's quotas.
std::map<std::string, std::string> figures(const std::string& name) {
  std::map<std::string, std::string> figures;
  for (const Policy& policy : shipped(name).policies) {
    std::string text(name_of(policy.on));
    for (const Quota& quota : policy.quotas) {
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(quota.window);
      text += " " + std::to_string(quota.limit) + "/" + std::to_string(seconds.count()) + " " +
              std::string(name_of(quota.algorithm));
      if (has_burst(quota.algorithm)) text += " " + std::to_string(quota.burst);
    }
    figures[policy.name] = text + (policy.fallback ? " fallback" : "");
  }
  return figures;
}

using Figures = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("shipped: every file is valid and gives no warning") {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(RATELIMIT_SOURCE_DIR "/policies")) {
    if (entry.path().extension() != ".toml") continue;
    const std::string name = entry.path().stem().string();
    CAPTURE(name);
    const PolicyReview review = review_policies(read("policies/" + name + ".toml"), name);
    for (const Error& each : review.findings) UNSCOPED_INFO(to_line(each));
    CHECK(review.policies);
    CHECK(review.findings.empty());
    ++count;
  }
  CHECK(count == 11);
}

TEST_CASE("shipped: what holds without a file is the quick start") {
  CHECK(figures("quickstart") == Figures{{"http", "http 20/60 sliding-window-log"},
                                         {"mcp", "mcp 10/60 sliding-window-log fallback"},
                                         {"get_time", "mcp 3/10 sliding-window-log"}});
  CHECK(read("policies/quickstart.toml").find(default_policy_text()) != std::string::npos);
  CHECK(read("docs/policy.md").find(default_policy_text()) != std::string::npos);
}

TEST_CASE("shipped: the gateway has its five policies") {
  CHECK(figures("gateway") == Figures{{"http-default", "http 20/60 sliding-window-log fallback"},
                                      {"http-login", "http 5/60 fixed-window"},
                                      {"api-partner", "http 120/60 token-bucket 40"},
                                      {"mcp-get_time", "mcp 3/10 sliding-window-log"},
                                      {"mcp-search", "mcp 30/60 gcra 10"}});
  for (const Policy& policy : shipped("gateway").policies) {
    if (policy.name == "api-partner") CHECK(policy.key[0].kind == KeyLink::Kind::api_key);
    if (policy.on == On::mcp) CHECK(policy.key[0].kind == KeyLink::Kind::session);
    if (policy.name == "http-login") CHECK(policy.match.at(0).text == "POST /login");
  }
}

TEST_CASE("shipped: the MCP file has its layers") {
  const Policies policies = shipped("mcp");
  for (const On on : {On::mcp, On::mcp_session, On::mcp_message}) {
    CHECK(std::any_of(policies.policies.begin(), policies.policies.end(),
                      [on](const Policy& policy) { return policy.on == on; }));
  }
}

TEST_CASE("shipped: the tiers file has users, tiers and what they get") {
  const Policies policies = shipped("tiers");
  CHECK(policies.identity.default_tier == "free");
  CHECK(policies.users.size() == 3);
  REQUIRE(policies.policies.size() == 2);
  CHECK(policies.policies[0].tiers.at("pro")[0].limit == 600);
  CHECK(policies.policies[1].tiers.at("pro")[0].limit == 300);
  CHECK(policies.policies[1].users.at("bob")[0].limit == 500);
}

TEST_CASE("shipped: each algorithm has a file that uses it") {
  for (const Algorithm algorithm : nameable_algorithms()) {
    const std::string name(name_of(algorithm));
    CAPTURE(name);
    const Policies policies = shipped(name);
    CHECK(
        std::any_of(policies.policies.begin(), policies.policies.end(),
                    [&](const Policy& policy) { return policy.quotas[0].algorithm == algorithm; }));
  }
}

TEST_CASE("docs: every key stands in its table of the page") {
  const std::string page = read("docs/policy.md");
  for (const Section* const section : all_sections()) {
    const std::string title = "# " + std::string(section->name) + "\n";
    CAPTURE(title);
    const std::size_t begin = page.find(title);
    REQUIRE(begin != std::string::npos);
    const std::size_t end = page.find("\n#", begin);
    const std::string text = page.substr(begin, end - begin);
    for (const std::string_view key : section->keys) {
      CAPTURE(key);
      const std::string cell = "`" + std::string(key) + "`";
      CHECK(text.find(cell) != std::string::npos);
    }
  }
}

TEST_CASE("docs: every variable of the environment stands on the page") {
  const std::string page = read("docs/policy.md");
  const std::string source = read("policies/environment.cpp");
  for (const std::string_view name :
       {"RATE_LIMIT_HTTP_LIMIT", "RATE_LIMIT_HTTP_WINDOW", "RATE_LIMIT_MCP_DEFAULT_LIMIT",
        "RATE_LIMIT_MCP_DEFAULT_WINDOW", "LOG_LEVEL", "RATE_LIMIT_LISTEN",
        "RATE_LIMIT_STORE_URL"}) {
    CAPTURE(name);
    CHECK(page.find(name) != std::string::npos);
    CHECK(source.find(name) != std::string::npos);
  }
}
