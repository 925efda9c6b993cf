#include "policies/environment.h"

#include <map>
#include <string>

#include "policies/error_line.h"
#include "policies/parse.h"
#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

Result<Policies> under(const Variables& variables, std::string_view text = default_policy_text()) {
  return apply_environment(*parse_policies(text, "p.toml"),
                           [&](std::string_view name) -> std::optional<std::string> {
                             const auto found = variables.find(name);
                             if (found == variables.end()) return std::nullopt;
                             return found->second;
                           });
}

const Policy& policy_named(const Policies& policies, std::string_view name) {
  for (const Policy& each : policies.policies) {
    if (each.name == name) return each;
  }
  FAIL("no policy " << name);
  return policies.policies.front();
}

std::string error_under(const Variables& variables, std::string_view text = default_policy_text()) {
  const auto result = under(variables, text);
  return result ? "none" : to_line(result.error());
}

}  // namespace

TEST_CASE("environment: variables go before the file") {
  const auto policies = under({{"RATE_LIMIT_HTTP_LIMIT", "7"},
                               {"RATE_LIMIT_HTTP_WINDOW", "90"},
                               {"RATE_LIMIT_MCP_DEFAULT_LIMIT", "8"},
                               {"RATE_LIMIT_MCP_DEFAULT_WINDOW", "2m"},
                               {"LOG_LEVEL", "DEBUG"},
                               {"RATE_LIMIT_LISTEN", "0.0.0.0:80"},
                               {"RATE_LIMIT_STORE_URL", "redis://store:6379"}});
  REQUIRE(policies);
  CHECK(policy_named(*policies, "http").quotas == Quotas{{.limit = 7, .window = 90s}});
  CHECK(policy_named(*policies, "mcp").quotas == Quotas{{.limit = 8, .window = 120s}});
  CHECK(policy_named(*policies, "get_time").quotas == Quotas{{.limit = 3, .window = 10s}});
  CHECK(policies->log.level == "debug");
  CHECK(policies->server.listen == "0.0.0.0:80");
  CHECK(policies->store.url == "redis://store:6379");
  CHECK(policies->source == "p.toml");
  CHECK(policies->warnings.empty());
}

TEST_CASE("environment: no variables, or empty ones, leave the file as it is") {
  CHECK(policy_named(*under({}), "http").quotas == Quotas{{.limit = 20, .window = 60s}});
  CHECK(policy_named(*under({{"RATE_LIMIT_HTTP_LIMIT", ""}}), "http").quotas[0].limit == 20);
}

TEST_CASE("environment: what follows from a limit follows from the variable") {
  const auto policies = under({{"RATE_LIMIT_HTTP_LIMIT", "30"}, {"RATE_LIMIT_HTTP_WINDOW", "10s"}},
                              "[tier.pro]\nscale = 10\n[tier.big]\n[policy.http]\non = \"http\"\n"
                              "algorithm = \"gcra\"\nlimit = 20\nwindow = \"60s\"\n"
                              "tiers = { big = 500 }\n");
  REQUIRE(policies);
  const Policy& http = policies->policies[0];
  CHECK(http.quotas[0].burst == 30);
  CHECK(http.tiers.at("pro")[0].limit == 300);
  CHECK(http.tiers.at("big")[0].limit == 500);
  CHECK(http.tiers.at("big")[0].window == 10s);
}

TEST_CASE("environment: a list of one quota is meant, a list of several is not") {
  const std::string one =
      "[policy.http]\non = \"http\"\nquotas = [{ limit = 5, window = \"1m\" }]\n";
  CHECK(under({{"RATE_LIMIT_HTTP_LIMIT", "9"}}, one)->policies[0].quotas[0].limit == 9);
  const std::string two =
      "[policy.http]\non = \"http\"\n"
      "quotas = [{ limit = 5, window = \"1m\" }, { limit = 9, window = \"1h\" }]\n";
  CHECK(error_under({{"RATE_LIMIT_HTTP_LIMIT", "9"}}, two) ==
        "p.toml: error[E151]: RATE_LIMIT_HTTP_LIMIT could mean any of the quotas of policy 'http'");
}

TEST_CASE("environment: a variable that names an absent policy is a warning") {
  const auto policies = under({{"RATE_LIMIT_MCP_DEFAULT_LIMIT", "9"}},
                              "[policy.a]\non = \"http\"\nlimit = 5\nwindow = \"1m\"\n");
  REQUIRE(policies);
  REQUIRE(policies->warnings.size() == 1);
  CHECK(to_line(policies->warnings[0]) ==
        "p.toml: warning[W206]: RATE_LIMIT_MCP_DEFAULT_LIMIT is set, but there is no policy 'mcp'");
}

TEST_CASE("environment: bad values are errors that name the variable") {
  for (const auto& [name, value] : std::initializer_list<std::pair<std::string, std::string>>{
           {"RATE_LIMIT_HTTP_LIMIT", "lots"},
           {"RATE_LIMIT_HTTP_LIMIT", "0"},
           {"RATE_LIMIT_HTTP_LIMIT", "-5"},
           {"RATE_LIMIT_HTTP_LIMIT", "5.5"},
           {"RATE_LIMIT_HTTP_LIMIT", "99999999999999999999"},
           {"RATE_LIMIT_HTTP_WINDOW", "0"},
           {"RATE_LIMIT_HTTP_WINDOW", "-60"},
           {"RATE_LIMIT_HTTP_WINDOW", "soon"},
           {"LOG_LEVEL", "loud"},
           {"RATE_LIMIT_LISTEN", "8000"},
           {"RATE_LIMIT_STORE_URL", "localhost"}}) {
    CAPTURE(name, value);
    CHECK(error_under({{name, value}}).starts_with("p.toml: error[E151]: " + name + " must be"));
  }
}

TEST_CASE("environment: what a variable makes wrong elsewhere is told with the variable") {
  const auto result =
      under({{"RATE_LIMIT_HTTP_LIMIT", "5"}},
            "[policy.http]\non = \"http\"\nlimit = 20\nwindow = \"60s\"\ncost = 9\n");
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().code == "E132");
  CHECK(result.error().note == "the environment sets RATE_LIMIT_HTTP_LIMIT");
}
