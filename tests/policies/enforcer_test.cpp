#include "policies/enforcer.h"

#include <array>
#include <map>
#include <string>
#include <vector>

#include "policies/digest.h"
#include "tests/catch.h"
#include "tests/policies/house.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

std::string hex_of(std::string_view credential) {
  return to_hex(sha256(credential));
}

}  // namespace

TEST_CASE("enforcer: the built-in policies are those of the original example") {
  House house{std::string(default_policy_text())};
  CHECK(house.allowed(get("/"), 25) == 20);
  CHECK(house.allowed(get("/", "203.0.113.8"), 25) == 20);
  CHECK(house.allowed(call("get_time", "abc"), 4) == 3);
  CHECK(house.check(call("get_time", "abc"), 4s).binding_decision()->decision.retry_after == 6s);
  CHECK(house.allowed(call("echo", "abc"), 11) == 10);
  CHECK(house.check({.on = On::mcp_session, .ip = "203.0.113.7"}).cause == Cause::uncovered);
}

TEST_CASE("enforcer: every policy that covers a request applies, all or nothing") {
  House house(R"(
    [policy.a]
    on = "http"
    limit = 5
    window = "1m"
    [policy.b]
    on = "http"
    match = "/search/**"
    limit = 2
    window = "1m"
  )");
  CHECK(house.allowed(get("/search/x"), 4) == 2);
  const Verdict& denied = house.check(get("/search"));
  CHECK(name_of_binding(denied) == "b");
  CHECK(denied.decisions.size() == 2);
  CHECK(denied.decisions[0].decision.allowed);
  CHECK(denied.decisions[0].decision.remaining == 3);
  CHECK(house.allowed(get("/other"), 9) == 3);
}

TEST_CASE("enforcer: a fallback applies where no enforced policy of its kind does") {
  const std::string text = R"(
    [policy.rest]
    on = "http"
    limit = 1
    window = "1m"
    fallback = true
    [policy.api]
    on = "http"
    match = "/api/**"
    limit = 3
    window = "1m"
    mode = ")";
  House enforced(text + "enforce\"");
  CHECK(enforced.allowed(get("/api/x"), 5) == 3);
  CHECK(enforced.allowed(get("/x"), 5) == 1);
  House shadow(text + "shadow\"");
  CHECK(shadow.allowed(get("/api/x"), 5) == 1);
  House off(text + "off\"");
  CHECK(off.allowed(get("/api/x"), 5) == 1);
}

TEST_CASE("enforcer: a path is matched as it is served, however it is spelt") {
  House house(R"(
    [policy.login]
    on = "http"
    match = ["POST /login", "GET /home"]
    limit = 1
    window = "1m"
  )");
  CHECK(house.check(post("/login")).allowed);
  for (const char* path : {"//login", "/./login", "/x/../login", "/%6Cogin", "/login?a=b"}) {
    CAPTURE(path);
    CHECK_FALSE(house.check(post(path)).allowed);
  }
  CHECK(house.check(get("/login")).cause == Cause::uncovered);
  CHECK(house.check(post("/Login")).cause == Cause::uncovered);
  const Request head{.method = "HEAD", .path = "/home", .ip = "198.51.100.1"};
  CHECK(house.check(head).cause == Cause::quota);  // GET covers HEAD.
}

TEST_CASE("enforcer: the chain's first link that the request has is counted") {
  House house(R"(
    [policy.tools]
    on = "mcp"
    key = ["session", "ip"]
    limit = 2
    window = "1m"
  )");
  CHECK(house.allowed(call("t", "s1"), 5) == 2);
  CHECK(house.allowed(call("t", "s2"), 5) == 2);
  CHECK(house.allowed(call("t", ""), 5) == 2);
  // A session called like the address is another key.
  CHECK(house.allowed(call("t", "203.0.113.7"), 5) == 2);
  CHECK(house.label("tools", call("t", "s1")) == "session=s1");
  CHECK(house.label("tools", call("t", "")) == "ip=203.0.113.7");
}

TEST_CASE("enforcer: a partition gives one budget per key and value") {
  House house(R"(
    [policy.writes]
    on = "mcp"
    match = ["write_*", "delete_*"]
    key = "session"
    partition = ["tool"]
    limit = 2
    window = "1m"
  )");
  CHECK(house.allowed(call("write_file", "s"), 3) == 2);
  CHECK(house.allowed(call("delete_file", "s"), 3) == 2);
  CHECK(house.check(call("read_file", "s")).cause == Cause::uncovered);
  CHECK(house.label("writes", call("write_file", "s")) == "session=s,tool=write_file");
}

TEST_CASE("enforcer: a route is the pattern that matched, so all its paths share a budget") {
  House house(R"(
    [policy.items]
    on = "http"
    match = ["/items/*", "/shops/*"]
    partition = ["route"]
    limit = 2
    window = "1m"
  )");
  CHECK(house.check(get("/items/1")).allowed);
  CHECK(house.check(get("/items/2")).allowed);
  CHECK_FALSE(house.check(get("/items/3")).allowed);
  CHECK(house.check(get("/shops/3")).allowed);
}

TEST_CASE("enforcer: what no link gives falls to the address, to one budget, or is denied") {
  const std::string text = R"(
    [policy.tenants]
    on = "http"
    key = "header:x-tenant"
    limit = 1
    window = "1m"
    on_missing = ")";
  House ip(text + "ip\"");
  CHECK(ip.check(get("/", "192.0.2.1")).allowed);
  CHECK(ip.check(get("/", "192.0.2.2")).allowed);
  House shared(text + "shared\"");
  CHECK(shared.check(get("/", "192.0.2.1")).allowed);
  CHECK_FALSE(shared.check(get("/", "192.0.2.2")).allowed);
  CHECK(shared.label("tenants", get("/", "192.0.2.1")) == "shared");
  House deny(text + "deny\"");
  CHECK(deny.check(get("/")).cause == Cause::missing_key);
  const std::array<Header, 1> tenant{{{"x-tenant", "a"}}};
  Request request = get("/");
  request.headers = tenant;
  CHECK(deny.check(request).allowed);
}

TEST_CASE("enforcer: one IPv6 client is its prefix, and a mapped address is the IPv4 one") {
  House house(R"(
    [identity]
    ipv6_prefix = 56
    [policy.http]
    on = "http"
    limit = 1
    window = "1m"
  )");
  CHECK(house.check(get("/", "2001:db8:0:100::1")).allowed);
  CHECK_FALSE(house.check(get("/", "2001:db8:0:1ff:ffff::2")).allowed);
  CHECK(house.check(get("/", "2001:db8:0:200::1")).allowed);
  CHECK(house.check(get("/", "192.0.2.1")).allowed);
  CHECK_FALSE(house.check(get("/", "::ffff:192.0.2.1")).allowed);
  CHECK(house.label("http", get("/", "2001:db8:0:1ff::9")) == "ip=2001:db8:0:100::");
  CHECK(house.check(get("/", "proxy.example.net")).allowed);
  CHECK_FALSE(house.check(get("/", "proxy.example.net")).allowed);
}

TEST_CASE("enforcer: lists touch no quota, and deny wins over allow") {
  House house(R"(
    allow = ["ip:10.0.0.0/8"]
    deny = ["ip:10.6.6.0/24"]
    [policy.http]
    on = "http"
    limit = 1
    window = "1m"
    allow = ["ip:198.51.100.1"]
    deny = ["ip:198.51.100.2"]
  )");
  CHECK(house.allowed(get("/", "10.1.1.1"), 9) == 9);
  CHECK(house.check(get("/", "10.1.1.1")).cause == Cause::allow_list);
  CHECK(house.check(get("/", "10.6.6.6")).cause == Cause::deny_list);
  CHECK(house.check(get("/", "10.6.6.6")).binding == -1);
  CHECK(house.check(get("/", "198.51.100.1")).cause == Cause::allow_list);
  const Verdict& denied = house.check(get("/", "198.51.100.2"));
  CHECK(denied.cause == Cause::deny_list);
  CHECK(name_of_binding(denied) == "http");
}

TEST_CASE("enforcer: tiers and users have their own quotas and their own states") {
  House house(R"(
    [identity]
    default_tier = "free"
    [tier.free]
    [tier.pro]
    scale = 3
    [tier.internal]
    exempt = true
    [user.alice]
    api_key_sha256 = ")" +
              hex_of("alice-key") + R"("
    tier = "pro"
    [user.bob]
    bearer_sha256 = ")" +
              hex_of("bob-token") + R"("
    tier = "pro"
    quotas = { search = [ { limit = 5, window = "1m" } ] }
    [user.carol]
    api_key_sha256 = ")" +
              hex_of("carol-key") + R"("
    tier = "internal"
    [policy.search]
    on = "http"
    limit = 2
    window = "1m"
    key = "ip"
  )");
  const auto with = [](const std::array<Header, 1>& headers) {
    Request request = get("/");
    request.headers = headers;
    return request;
  };
  const std::array<Header, 1> alice{{{"x-api-key", "alice-key"}}};
  const std::array<Header, 1> bob{{{"authorization", "Bearer bob-token"}}};
  const std::array<Header, 1> carol{{{"x-api-key", "carol-key"}}};
  const std::array<Header, 1> nobody{{{"x-api-key", "guessed"}}};
  CHECK(house.allowed(get("/"), 9) == 2);
  CHECK(house.allowed(with(nobody), 9) == 0);  // An invented key has no budget of its own.
  CHECK(house.allowed(with(alice), 9) == 6);   // scale = 3
  CHECK(house.allowed(with(bob), 9) == 5);     // The user's quotas speak before the tier's.
  CHECK(house.allowed(with(carol), 9) == 9);
  CHECK(house.check(with(carol)).cause == Cause::exempt);
}

TEST_CASE("enforcer: credentials appear in labels as the beginning of their hash") {
  House house(R"(
    [user.alice]
    api_key_sha256 = ")" +
              hex_of("alice-key") + R"("
    [policy.api]
    on = "http"
    key = ["api-key", "ip"]
    limit = 2
    window = "1m"
  )");
  const std::array<Header, 1> alice{{{"x-api-key", "alice-key"}}};
  Request request = get("/");
  request.headers = alice;
  CHECK(house.label("api", request) == "api-key=" + hex_of("alice-key").substr(0, 12));
  CHECK(house.label("api", get("/")) == "ip=203.0.113.7");
}

TEST_CASE("enforcer: costs come from the policy, a trusted header, the body or the request") {
  House house(R"(
    [policy.fixed]
    on = "http"
    match = "/fixed"
    limit = 100
    window = "1m"
    cost = 10
    [policy.header]
    on = "http"
    match = "/header"
    limit = 100
    window = "1m"
    cost = "header:x-cost"
    [policy.bytes]
    on = "http"
    match = "/bytes"
    limit = 2000
    window = "1m"
    cost = { per_bytes = 1024 }
    [policy.own]
    on = "http"
    match = "/own"
    limit = 100
    window = "1m"
  )");
  const auto cost_of = [&](Request request) {
    return house.check(request).binding_decision()->cost;
  };
  CHECK(cost_of(get("/fixed")) == 10);
  for (const auto& [text, cost] : std::map<std::string_view, Count>{
           {"7", 7}, {"0", 1}, {"-3", 1}, {"x", 1}, {"7x", 1}, {"99999999999999999999", 1}}) {
    const std::array<Header, 1> headers{{{"x-cost", text}}};
    Request request = get("/header");
    request.headers = headers;
    CHECK(cost_of(request) == 1);  // Nobody sets his own price.
    request.from_trusted_proxy = true;
    CHECK(cost_of(request) == cost);
  }
  Request body = get("/bytes");
  CHECK(cost_of(body) == 1);
  body.body_bytes = 1025;
  CHECK(cost_of(body) == 2);
  body.body_bytes = std::nullopt;  // Chunked: as the largest that is let in.
  CHECK(cost_of(body) == 1024);
  Request own = get("/own");
  own.cost = 4;
  CHECK(cost_of(own) == 4);
  own.cost = 101;
  CHECK(house.check(own).cause == Cause::cost_exceeds_limit);
  own.cost = 0;
  CHECK(house.allowed(own, 500) == 500);
}

TEST_CASE("enforcer: a shadow policy denies nothing and is told apart") {
  House house(R"(
    [policy.now]
    on = "http"
    limit = 4
    window = "1m"
    [policy.next]
    on = "http"
    limit = 1
    window = "1m"
    mode = "shadow"
  )");
  CHECK_FALSE(house.check(get("/")).shadow_denied);
  const Verdict& second = house.check(get("/"));
  CHECK(second.allowed);
  CHECK(second.shadow_denied);
  CHECK(name_of_binding(second) == "now");
  CHECK(house.allowed(get("/"), 9) == 2);
}

TEST_CASE("enforcer: a ban denies what its policy covers, and nothing else") {
  House house(R"(
    [policy.login]
    on = "http"
    match = "POST /login"
    limit = 2
    window = "10s"
    penalty = { denials = 3, within = "1m", ban = "10m" }
    [policy.rest]
    on = "http"
    limit = 100
    window = "1m"
  )");
  CHECK(house.allowed(post("/login"), 5) == 2);
  const Verdict& banned = house.check(post("/login"), 5min);
  CHECK(banned.cause == Cause::banned);
  CHECK(banned.binding_decision()->decision.retry_after == 5min);
  CHECK(house.check(get("/"), 5min).allowed);
  CHECK(house.check(post("/login", "192.0.2.9"), 5min).allowed);
  CHECK(house.check(post("/login"), 10min).allowed);
}

TEST_CASE("enforcer: the binding quota never passes, waits longest, or has least left") {
  House house(R"(
    [policy.a]
    on = "http"
    quotas = [ { limit = 10, window = "1m" }, { limit = 4, window = "1h" } ]
    [policy.b]
    on = "http"
    limit = 4
    window = "10s"
    [policy.slots]
    on = "http"
    algorithm = "concurrency"
    limit = 4
  )");
  // 9 of 10, 3 of 4, 3 of 4: the smallest share, and the first by name and index.
  const Verdict& allowed = house.check(get("/"));
  CHECK(name_of_binding(allowed) == "a");
  CHECK(allowed.binding_decision()->quota_index == 1);
  CHECK(house.allowed(get("/"), 9) == 3);
  const Verdict& denied = house.check(get("/"), 1s);
  CHECK(name_of_binding(denied) == "a");
  CHECK(denied.binding_decision()->decision.retry_after == 1h - 1s);
  Request dear = get("/");
  dear.cost = 5;
  const Verdict& never = house.check(dear);
  CHECK(never.cause == Cause::cost_exceeds_limit);
  CHECK(name_of_binding(never) == "a");
}

TEST_CASE("enforcer: slots are held until finish, and a delay is the greatest of all") {
  House house(R"(
    [policy.slots]
    on = "http"
    algorithm = "concurrency"
    limit = 1
    key = "global"
    [policy.queue]
    on = "http"
    match = "/queue"
    algorithm = "leaky-bucket"
    limit = 1
    window = "1s"
    max_delay = "5s"
  )");
  const Request request = get("/queue");
  CHECK(house.check(request).delay == 0s);
  CHECK_FALSE(house.check(request).allowed);
  // The denied verdict holds nothing; the first one is over.
  House fresh(R"(
    [policy.slots]
    on = "http"
    algorithm = "concurrency"
    limit = 1
    key = "global"
    [policy.queue]
    on = "http"
    algorithm = "leaky-bucket"
    limit = 1
    window = "1s"
    max_delay = "5s"
  )");
  CHECK(fresh.check(request).slots.size() == 1);
  fresh.finish();
  CHECK(fresh.check(request).delay == 1s);
  CHECK(fresh.label("slots", request) == "global");
}

TEST_CASE("enforcer: a path that cannot be read is covered by policies for all paths alone") {
  House house(R"(
    [policy.all]
    on = "http"
    limit = 9
    window = "1m"
    [policy.some]
    on = "http"
    match = "/*/**"
    limit = 1
    window = "1m"
  )");
  const Verdict& verdict = house.check(get("/a%2Fb"));
  CHECK(verdict.decisions.size() == 1);
  CHECK(name_of_binding(verdict) == "all");
}
