#include "policies/parse.h"

#include <set>
#include <string>

#include "policies/digest.h"
#include "policies/error_line.h"
#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

const std::string basic = "[policy.p]\non = \"http\"\nlimit = 20\nwindow = \"60s\"\n";

Policies parsed(const std::string& text) {
  const PolicyReview review = review_policies(text, "p.toml");
  for (const Error& each : review.findings) UNSCOPED_INFO(to_line(each));
  REQUIRE(review.policies);
  return *review.policies;
}

// The only policy of a file.
Policy policy_of(const std::string& text) {
  const Policies policies = parsed(text);
  REQUIRE(policies.policies.size() == 1);
  return policies.policies.front();
}

// The quota of a policy on http with these keys.
Quota quota_of(const std::string& keys) {
  const Policy policy = policy_of("[policy.p]\non = \"http\"\n" + keys);
  REQUIRE(policy.quotas.size() == 1);
  return policy.quotas.front();
}

}  // namespace

TEST_CASE("parse: what a policy does not say has its default") {
  const Policy policy = policy_of(basic);
  CHECK(policy.name == "p");
  CHECK(policy.place == Place{.line = 1, .column = 9, .span = 1});
  CHECK(policy.on == On::http);
  CHECK(policy.match.empty());
  CHECK_FALSE(policy.fallback);
  CHECK(policy.key == std::vector<KeyLink>{{.kind = KeyLink::Kind::ip}});
  CHECK(policy.partition.empty());
  CHECK(policy.on_missing == OnMissing::ip);
  CHECK(policy.quotas == Quotas{{.limit = 20, .window = 60s}});
  CHECK(policy.tiers.empty());
  CHECK(policy.users.empty());
  CHECK_FALSE(policy.penalty);
  CHECK(policy.cost == CostRule{});
  CHECK_FALSE(policy.expose_key);
  CHECK(policy.mode == Mode::enforce);
  CHECK_FALSE(policy.adaptive);
  const Policies policies = parsed(basic);
  CHECK(policies.source == "p.toml");
  CHECK(policies.text == basic);
  CHECK(policies.warnings.empty());
  CHECK(policies.identity.ipv6_prefix == 64);
  CHECK(policies.identity.api_key_header == "x-api-key");
  CHECK(policies.store.when_full == WhenFull::shared);
  CHECK(policies.server.listen == "127.0.0.1:8000");
  CHECK(policies.log.file_level == "debug");
}

TEST_CASE("parse: tool calls are counted by session, or by address where there is none") {
  const Policy policy = policy_of("[policy.p]\non = \"mcp\"\nlimit = 1\nwindow = \"1s\"\n");
  CHECK(policy.on == On::mcp);
  CHECK(policy.key ==
        std::vector<KeyLink>{{.kind = KeyLink::Kind::session}, {.kind = KeyLink::Kind::ip}});
}

TEST_CASE("parse: each algorithm with its keys") {
  CHECK(quota_of("algorithm = \"sliding-window-counter\"\nlimit = 3\nwindow = \"1h30m\"\n") ==
        Quota{.algorithm = Algorithm::sliding_window_counter, .limit = 3, .window = 90min});
  CHECK(quota_of("algorithm = \"fixed-window\"\nalign = \"first-request\"\nlimit = 3\n"
                 "window = \"1d\"\ncharge_denied = true\n") ==
        Quota{.algorithm = Algorithm::fixed_window,
              .limit = 3,
              .window = 24h,
              .align = Align::first_request,
              .charge_denied = true});
  CHECK(quota_of("algorithm = \"token-bucket\"\nlimit = 120\nwindow = \"1m\"\nburst = 40\n") ==
        Quota{.algorithm = Algorithm::token_bucket, .limit = 120, .window = 60s, .burst = 40});
  CHECK(quota_of("algorithm = \"gcra\"\nlimit = 30\nwindow = \"60s\"\n").burst == 30);
  CHECK(quota_of("algorithm = \"leaky-bucket\"\nlimit = 10\nwindow = \"1s\"\n"
                 "max_delay = \"500ms\"\n") == Quota{.algorithm = Algorithm::leaky_bucket,
                                                     .limit = 10,
                                                     .window = 1s,
                                                     .burst = 1,
                                                     .max_delay = 500ms});
  CHECK(quota_of("algorithm = \"concurrency\"\nlimit = 50\n") ==
        Quota{.algorithm = Algorithm::concurrency, .limit = 50});
}

TEST_CASE("parse: several quotas in their order, and a penalty") {
  const Policy policy = policy_of(
      "[policy.p]\non = \"http\"\n"
      "quotas = [\n  { limit = 5, window = \"1m\" },\n"
      "  { limit = 50, window = \"1d\", algorithm = \"fixed-window\", align = \"epoch\" },\n]\n"
      "penalty = { denials = 3, within = \"1m\", ban = \"10m\" }\n");
  CHECK(policy.quotas ==
        Quotas{{.limit = 5, .window = 60s},
               {.algorithm = Algorithm::fixed_window, .limit = 50, .window = 24h}});
  CHECK(policy.penalty ==
        Quota{.algorithm = Algorithm::penalty, .limit = 3, .window = 60s, .ban = 10min});
}

TEST_CASE("parse: what a policy covers") {
  const Policy policy = policy_of(
      "[policy.p]\non = \"http\"\nlimit = 1\nwindow = \"1s\"\n"
      "match = [\"/a/**\", \"GET,POST /b\", { method = [\"PUT\"], path = \"/c\", host = "
      "\"*.X.org\","
      " header = { User-Agent = \"*bot*\" } }]\n");
  REQUIRE(policy.match.size() == 3);
  CHECK(policy.match[0].text == "/a/**");
  CHECK(policy.match[0].methods.empty());
  CHECK(policy.match[0].path->matches("/a/x"));
  CHECK(policy.match[1].text == "GET,POST /b");
  CHECK(policy.match[1].methods == std::vector<std::string>{"GET", "POST"});
  CHECK(policy.match[2].text == "PUT /c");
  CHECK(policy.match[2].host == "*.x.org");
  REQUIRE(policy.match[2].headers.size() == 1);
  CHECK(policy.match[2].headers[0].name == "user-agent");
  CHECK(policy.match[2].headers[0].glob == "*bot*");
  const Policy tools = policy_of(
      "[policy.p]\non = \"mcp\"\nmatch = [\"write_*\", \"x\"]\nlimit = 1\nwindow = \"1s\"\n");
  REQUIRE(tools.match.size() == 2);
  CHECK(tools.match[0].tool == "write_*");
  CHECK_FALSE(tools.match[0].path);
}

TEST_CASE("parse: who is counted, and what for") {
  const Policy policy = policy_of(
      "[policy.p]\non = \"mcp\"\nlimit = 9\nwindow = \"1s\"\nfallback = true\n"
      "key = [\"user\", \"header:X-Tenant\", \"ip\"]\npartition = \"tool\"\n"
      "on_missing = \"deny\"\ncost = 3\nexpose_key = true\nmode = \"shadow\"\n"
      "on_deny = \"http-429\"\n");
  CHECK(policy.key == std::vector<KeyLink>{{.kind = KeyLink::Kind::user},
                                           {.kind = KeyLink::Kind::header, .header = "x-tenant"},
                                           {.kind = KeyLink::Kind::ip}});
  CHECK(policy.partition == std::vector<KeyLink>{{.kind = KeyLink::Kind::tool}});
  CHECK(policy.on_missing == OnMissing::deny);
  CHECK(policy.cost == CostRule{.kind = CostRule::Kind::fixed, .amount = 3});
  CHECK(policy.fallback);
  CHECK(policy.expose_key);
  CHECK(policy.mode == Mode::shadow);
  CHECK(policy.on_deny == OnDeny::http_429);
  CHECK(policy_of(basic + "cost = 0\n").cost.amount == 0);
  CHECK(policy_of(basic + "cost = \"header:X-Cost\"\n").cost ==
        CostRule{.kind = CostRule::Kind::header, .header = "x-cost"});
  CHECK(policy_of(basic + "cost = { per_bytes = 1024 }\n").cost ==
        CostRule{.kind = CostRule::Kind::per_bytes, .amount = 1024});
}

TEST_CASE("parse: lists of clients name addresses and users") {
  const Policies policies = parsed(
      "allow = [\"ip:10.0.0.0/8\", \"user:alice\"]\ndeny = [\"ip:192.0.2.13\"]\n[user.alice]\n" +
      basic + "deny = [\"ip:::1\"]\nallow = []\n");
  CHECK(policies.allow.addresses == std::vector<Cidr>{*parse_cidr("10.0.0.0/8")});
  CHECK(policies.allow.users == std::vector<std::string>{"alice"});
  CHECK(policies.deny.addresses == std::vector<Cidr>{*parse_cidr("192.0.2.13")});
  CHECK(policies.policies[0].deny.addresses == std::vector<Cidr>{*parse_cidr("::1")});
}

TEST_CASE("parse: a tier's number replaces the limit, a table or a list the quotas whole") {
  const Policy policy = policy_of(
      "[tier.pro]\n[tier.big]\n[tier.huge]\n[policy.p]\non = \"http\"\nalgorithm = \"gcra\"\n"
      "limit = 30\nwindow = \"1m\"\nburst = 10\n"
      "tiers = { pro = 300, big = { limit = 3000, window = \"1m\" },"
      " huge = [{ limit = 1, window = \"1s\" }, { limit = 2, window = \"1h\" }] }\n");
  CHECK(policy.tiers.at("pro") ==
        Quotas{{.algorithm = Algorithm::gcra, .limit = 300, .window = 60s, .burst = 10}});
  CHECK(policy.tiers.at("big") == Quotas{{.limit = 3000, .window = 60s}});
  CHECK(policy.tiers.at("huge") == Quotas{{.limit = 1, .window = 1s}, {.limit = 2, .window = 1h}});
}

TEST_CASE("parse: a number moves the burst that the file does not name") {
  const Policy policy = policy_of(
      "[tier.pro]\n[policy.p]\non = \"http\"\nalgorithm = \"token-bucket\"\nlimit = 30\n"
      "window = \"1m\"\ntiers = { pro = 300 }\n");
  CHECK(policy.quotas[0].burst == 30);
  CHECK(policy.tiers.at("pro")[0].burst == 300);
}

TEST_CASE("parse: a scale multiplies limits and explicit bursts, where the tier sets nothing") {
  const Policies policies = parsed(
      "[tier.free]\n[tier.pro]\nscale = 10\n[tier.internal]\nexempt = true\n" + basic +
      "[policy.b]\non = \"http\"\nalgorithm = \"gcra\"\nlimit = 30\nwindow = \"1m\"\nburst = 4\n"
      "[policy.c]\non = \"http\"\nlimit = 5\nwindow = \"1m\"\ntiers = { pro = 6 }\n");
  const Policy& b = policies.policies[0];
  const Policy& c = policies.policies[1];
  const Policy& p = policies.policies[2];
  CHECK(b.tiers.at("pro") ==
        Quotas{{.algorithm = Algorithm::gcra, .limit = 300, .window = 60s, .burst = 40}});
  CHECK(c.tiers.at("pro") == Quotas{{.limit = 6, .window = 60s}});
  CHECK(p.tiers.at("pro") == Quotas{{.limit = 200, .window = 60s}});
  CHECK(p.tiers.size() == 1);
  CHECK(policies.tiers[1].name == "internal");
  CHECK(policies.tiers[1].exempt);
  CHECK(policies.tiers[2].scale == 10);
}

TEST_CASE("parse: users have credentials, a tier and quotas of their own") {
  const std::string hex = to_hex(sha256("key"));
  const Policies policies = parsed("[tier.pro]\n[user.alice]\napi_key_sha256 = \"" + hex +
                                   "\"\nbearer_sha256 = \"" + to_hex(sha256("token")) +
                                   "\"\ntier = \"pro\"\nquotas = { p = [{ limit = 500, window = "
                                   "\"1m\" }] }\n[user.bob]\nquotas.p = 7\n" +
                                   basic);
  REQUIRE(policies.users.size() == 2);
  CHECK(policies.users[0].name == "alice");
  CHECK(policies.users[0].api_key == sha256("key"));
  CHECK(policies.users[0].bearer == sha256("token"));
  CHECK(policies.users[0].tier == "pro");
  CHECK(policies.users[1].tier.empty());
  CHECK(policies.policies[0].users.at("alice") == Quotas{{.limit = 500, .window = 60s}});
  CHECK(policies.policies[0].users.at("bob") == Quotas{{.limit = 7, .window = 60s}});
}

TEST_CASE("parse: identity, store, server and log") {
  const Policies policies = parsed(
      "version = 1\n[identity]\ntrusted_proxies = [\"127.0.0.0/8\", \"::1\"]\n"
      "forwarded_header = \"forwarded\"\nipv6_prefix = 56\napi_key_header = \"X-Key\"\n"
      "default_tier = \"free\"\n[tier.free]\n[store]\nkind = \"memory\"\nmax_keys = 5_000\n"
      "max_memory = \"64MiB\"\nwhen_full = \"evict\"\nurl = \"rediss://u:p@[::1]:6380/3\"\n"
      "on_error = \"deny\"\n[server]\nlisten = \"[::]:80\"\nadmin_listen = \"localhost:81\"\n"
      "max_body = \"64KiB\"\nallowed_origins = [\"https://app.example\", \"http://x.org:81\"]\n"
      "allowed_hosts = [\"app.example\"]\n[log]\nlevel = \"off\"\nfile = \"x.log\"\n"
      "file_level = \"trace\"\n" +
      basic);
  CHECK(policies.identity.trusted_proxies ==
        std::vector<Cidr>{*parse_cidr("127.0.0.0/8"), *parse_cidr("::1")});
  CHECK(policies.identity.forwarded_header == Identity::Forwarded::forwarded);
  CHECK(policies.identity.ipv6_prefix == 56);
  CHECK(policies.identity.api_key_header == "x-key");
  CHECK(policies.identity.default_tier == "free");
  CHECK(policies.store.kind == StoreConfig::Kind::memory);
  CHECK(policies.store.max_keys == 5'000);
  CHECK(policies.store.max_memory == std::size_t{64} << 20);
  CHECK(policies.store.when_full == WhenFull::evict);
  CHECK(policies.store.url == "rediss://u:p@[::1]:6380/3");
  CHECK(policies.store.on_error == StoreConfig::OnError::deny);
  CHECK(policies.server.listen == "[::]:80");
  CHECK(policies.server.admin_listen == "localhost:81");
  CHECK(policies.server.max_body == std::size_t{64} << 10);
  CHECK(policies.server.allowed_origins.size() == 2);
  CHECK(policies.server.allowed_hosts == std::vector<std::string>{"app.example"});
  CHECK(policies.log.level == "off");
  CHECK(policies.log.file == "x.log");
  CHECK(policies.log.file_level == "trace");
}

TEST_CASE("parse: what acts later is kept, warned of and refused by name") {
  const Policies policies = parsed(
      "[store]\nkind = \"redis\"\n[policy.r]\non = \"http\"\nalgorithm = \"concurrency\"\n"
      "limit = 50\nadaptive = { algorithm = \"gradient\", min = 5, max = 200, target_latency = "
      "\"200ms\" }\n");
  const auto& adaptive = policies.policies[0].adaptive;
  REQUIRE(adaptive);
  CHECK(adaptive->algorithm == "gradient");
  CHECK(adaptive->min == 5);
  CHECK(adaptive->max == 200);
  CHECK(adaptive->target_latency == 200ms);
  CHECK(policies.store.kind == StoreConfig::Kind::redis);
  const auto refused = not_yet(policies);
  REQUIRE(refused.size() == 2);
  CHECK(to_line(refused[0]) ==
        "p.toml:2:8: error[E161]: this version cannot keep its state in Redis yet");
  CHECK(to_line(refused[1]) == "p.toml:7:1: error[E160]: this version cannot adapt limits yet");
  CHECK(not_yet(parsed(basic)).empty());
}

TEST_CASE("parse: policies, tiers and users are sorted by name, whatever the file's order") {
  const Policies policies = parsed(
      "[user.b]\n[user.a]\n[tier.z]\n[tier.y]\n[policy.d]\non = \"http\"\nlimit = 1\n"
      "window = \"1s\"\n[policy.c]\non = \"http\"\nlimit = 1\nwindow = \"1s\"\n");
  CHECK(policies.users[0].name == "a");
  CHECK(policies.tiers[0].name == "y");
  CHECK(policies.policies[0].name == "c");
}

TEST_CASE("parse: a byte order mark and lines that end as on Windows change nothing") {
  std::string text = "\xEF\xBB\xBF";
  for (const char c : basic + "limt = 1\n") text += c == '\n' ? "\r\n" : std::string(1, c);
  const auto findings = review_policies(text, "p.toml").findings;
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].place == Place{.line = 5, .column = 1, .span = 4});
}

TEST_CASE("parse: columns are bytes") {
  const auto findings =
      review_policies("[policy.p]\non = \"http\" # é\nlimit = 1\nwindow = \"ä\" \n", "p").findings;
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].place == Place{.line = 4, .column = 10, .span = 4});
}

TEST_CASE("parse: errors come without the warnings beside them") {
  const auto result = parse_policies(basic + "key = [\"header:a\", \"ip\"]\nx = 1\n", "p.toml");
  REQUIRE_FALSE(result.has_value());
  REQUIRE(result.errors().size() == 1);
  CHECK(result.error().code == "E102");
}

TEST_CASE("parse: warnings of a valid file come with it") {
  const Policies policies = parsed(basic + "key = [\"header:a\", \"ip\"]\n");
  REQUIRE(policies.warnings.size() == 1);
  CHECK(policies.warnings[0].code == "W203");
  CHECK(policies.warnings[0].file == "p.toml");
}
