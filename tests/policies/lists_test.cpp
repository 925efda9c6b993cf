// Lists and missing keys: who is denied or let through before any quota is asked.

#include <string>

#include "tests/catch.h"
#include "tests/policies/house.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

const PolicyDecision* decision_of(const Verdict& verdict, std::string_view policy) {
  for (const PolicyDecision& decision : verdict.decisions) {
    if (decision.policy->name == policy) return &decision;
  }
  return nullptr;
}

// Everything that may let a client through or deny it, in all combinations.
struct Lists {
  bool allow = false;   // Of the whole file.
  bool deny = false;    // Of the whole file.
  bool exempt = false;  // The client's tier.
  bool policy_allow = false;
  bool policy_deny = false;
  bool shadow_deny = false;  // Of a policy in shadow mode.
  bool other_deny = false;   // Of a policy that does not cover the request.
};

std::string file_of(const Lists& lists) {
  const std::string whom = "= [\"ip:203.0.113.7\"]\n";
  std::string text;
  if (lists.allow) text += "allow " + whom;
  if (lists.deny) text += "deny " + whom;
  if (lists.exempt) text += "[identity]\ndefault_tier = \"in\"\n[tier.in]\nexempt = true\n";
  const std::string quota = "on = \"http\"\nlimit = 1\nwindow = \"1m\"\n";
  text += "[policy.a_other]\nmatch = \"/other\"\n" + quota;
  if (lists.other_deny) text += "deny " + whom;
  text += "[policy.b_shadow]\nmode = \"shadow\"\n" + quota;
  if (lists.shadow_deny) text += "deny " + whom;
  text += "[policy.c_quota]\n" + quota;
  text += "[policy.d_lists]\n" + quota;
  if (lists.policy_allow) text += "allow " + whom;
  if (lists.policy_deny) text += "deny " + whom;
  return text;
}

}  // namespace

TEST_CASE("lists: deny wins over allow, wherever they stand") {
  for (unsigned bits = 0; bits < 128; ++bits) {
    const auto has = [bits](unsigned bit) { return (bits >> bit & 1U) != 0; };
    const Lists lists{.allow = has(0),
                      .deny = has(1),
                      .exempt = has(2),
                      .policy_allow = has(3),
                      .policy_deny = has(4),
                      .shadow_deny = has(5),
                      .other_deny = has(6)};
    CAPTURE(file_of(lists));
    House house(file_of(lists));
    const Verdict& verdict = house.check(get("/"));
    CHECK(verdict.allowed == !(lists.deny || lists.policy_deny));
    if (lists.deny) {
      CHECK(verdict.cause == Cause::deny_list);
      CHECK(verdict.binding == -1);
    } else if (lists.policy_deny) {
      CHECK(verdict.cause == Cause::deny_list);
      CHECK(name_of_binding(verdict) == "d_lists");
      CHECK(verdict.decisions.size() == 3);
    } else if (lists.allow) {
      CHECK(verdict.cause == Cause::allow_list);
      CHECK(verdict.decisions.empty());
    } else if (lists.exempt) {
      CHECK(verdict.cause == Cause::exempt);
      CHECK(verdict.decisions.empty());
    } else {
      CHECK(verdict.cause == Cause::quota);
      CHECK(name_of_binding(verdict) == "c_quota");
      CHECK(verdict.shadow_denied == lists.shadow_deny);
    }
    // Nobody else is touched.
    CHECK(house.check(get("/", "198.51.100.1")).allowed);
  }
}

TEST_CASE("lists: a policy that denies by list hides no other decision") {
  House house(R"(
    [policy.a]
    on = "http"
    limit = 3
    window = "1m"
    [policy.b]
    on = "http"
    match = "/b"
    limit = 3
    window = "1m"
    deny = ["ip:203.0.113.7"]
    [policy.c]
    on = "http"
    limit = 1
    window = "1m"
    mode = "shadow"
  )");
  const Verdict& denied = house.check(get("/b"));
  REQUIRE(denied.decisions.size() == 3);
  CHECK(denied.cause == Cause::deny_list);
  CHECK(name_of_binding(denied) == "b");
  CHECK(decision_of(denied, "a")->decision.allowed);
  CHECK(decision_of(denied, "a")->decision.remaining == 3);
  CHECK(decision_of(denied, "c")->decision.remaining == 1);
  // Nobody was charged: the enforced budget is whole, and so is the shadow policy's.
  const Verdict& first = house.check(get("/"));
  CHECK(decision_of(first, "a")->decision.remaining == 2);
  CHECK_FALSE(first.shadow_denied);
}

TEST_CASE("lists: a list or a missing key binds, whatever the quotas say") {
  House house(R"(
    [policy.a]
    on = "http"
    limit = 1
    window = "1h"
    cost = 1
    [policy.b_dear]
    on = "http"
    match = "/dear"
    limit = 1
    window = "1h"
    [policy.c_missing]
    on = "http"
    match = "/dear"
    key = "header:x-tenant"
    on_missing = "deny"
    limit = 9
    window = "1m"
    [policy.d_list]
    on = "http"
    match = "/dear"
    limit = 9
    window = "1m"
    deny = ["ip:203.0.113.7"]
  )");
  CHECK(house.check(get("/")).allowed);
  CHECK(house.check(get("/", "198.51.100.1")).allowed);
  Request dear = get("/dear");
  dear.cost = 2;
  const Verdict& listed = house.check(dear);
  CHECK(listed.cause == Cause::deny_list);
  CHECK(name_of_binding(listed) == "d_list");
  CHECK(decision_of(listed, "a")->cause == Cause::quota);
  CHECK_FALSE(decision_of(listed, "a")->decision.allowed);
  CHECK(decision_of(listed, "b_dear")->cause == Cause::cost_exceeds_limit);
  dear.ip = "198.51.100.1";
  const Verdict& missing = house.check(dear);
  CHECK(missing.cause == Cause::missing_key);
  CHECK(name_of_binding(missing) == "c_missing");
}

TEST_CASE("lists: charge_denied is charged where a list or a missing key denies") {
  for (const char* denies :
       {"deny = [\"ip:203.0.113.7\"]", "key = \"header:x-tenant\"\non_missing = \"deny\""}) {
    CAPTURE(denies);
    House house(R"(
      [policy.a]
      on = "http"
      limit = 2
      window = "1m"
      charge_denied = true
      penalty = { denials = 1, within = "1m", ban = "1h" }
      [policy.b]
      on = "http"
      limit = 2
      window = "1m"
      [policy.c]
      on = "http"
      match = "/c"
      limit = 9
      window = "1m"
    )" + std::string(denies));
    CHECK_FALSE(house.check(get("/c")).allowed);
    const Verdict& verdict = house.check(get("/"));
    CHECK(verdict.allowed);  // And no ban: none of the quotas of policy a has denied.
    CHECK(decision_of(verdict, "a")->decision.remaining == 0);
    CHECK(decision_of(verdict, "b")->decision.remaining == 1);
  }
}

TEST_CASE("lists: a missing key of a shadow policy denies nothing and is told") {
  House house(R"(
    [policy.a]
    on = "http"
    limit = 2
    window = "1m"
    [policy.b]
    on = "http"
    key = "header:x-tenant"
    on_missing = "deny"
    limit = 9
    window = "1m"
    mode = "shadow"
  )");
  const Verdict& verdict = house.check(get("/"));
  CHECK(verdict.allowed);
  CHECK(verdict.shadow_denied);
  CHECK(name_of_binding(verdict) == "a");
}

TEST_CASE("lists: a shadow policy's own penalty counts its own denials, whoever else denies") {
  House house(R"(
    [policy.enforced]
    on = "http"
    limit = 1
    window = "1m"
    [policy.shadow]
    on = "http"
    limit = 1
    window = "1m"
    mode = "shadow"
    penalty = { denials = 2, within = "1m", ban = "1h" }
  )");
  CHECK(house.check(get("/")).allowed);
  for (int i = 0; i < 2; ++i) {
    const Verdict& denied = house.check(get("/"));
    CHECK_FALSE(denied.allowed);
    CHECK(denied.decisions.back().cause == Cause::quota);  // The penalty stands last.
    CHECK(denied.decisions.back().decision.allowed);
  }
  const Verdict& banned = house.check(get("/"), 2min);
  CHECK(banned.allowed);
  CHECK(banned.shadow_denied);
  CHECK(banned.decisions.back().cause == Cause::banned);
}
