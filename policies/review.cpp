#include "policies/review.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "policies/parse.h"
#include "policies/parse_match.h"
#include "policies/units.h"

namespace ratelimit {
namespace {

using Kind = KeyLink::Kind;

// The place of a key's value; where the file is silent, of the policy.
Place value_place(const PolicyDraft& draft, std::string_view key) {
  const Node* const value = draft.node->find(key);
  return value == nullptr ? draft.policy.place : value->place;
}

Place key_place(const PolicyDraft& draft, std::string_view key) {
  const Entry* const entry = draft.node->entry(key);
  return entry == nullptr ? draft.policy.place : entry->place;
}

// False: the cost is too great for these quotas, and that has been said.
bool check_cost(const PolicyDraft& draft, const QuotaDrafts& quotas, Findings& findings) {
  const CostRule& cost = draft.policy.cost;
  for (const QuotaDraft& each : quotas) {
    const Count most = capacity(each.quota);
    if (cost.amount <= most) continue;
    const std::string_view field = has_burst(each.quota.algorithm) ? "burst" : "limit";
    findings.add({.code = "E132",
                  .message = "a cost of " + std::to_string(cost.amount) + " can never pass a " +
                             std::string(field) + " of " + std::to_string(most),
                  .place = value_place(draft, "cost"),
                  .label = "each request costs this",
                  .other = each.place_of(each.table->find(field) == nullptr ? "limit" : field),
                  .other_label = "and no more than this fits"});
    return false;
  }
  return true;
}

// A cost is one mistake, however many quotas it is too great for.
void check_costs(const PolicyDraft& draft, Findings& findings) {
  if (draft.policy.cost.kind != CostRule::Kind::fixed) return;
  if (draft.own && !check_cost(draft, *draft.own, findings)) return;
  for (const auto* const replacements : {&draft.tiers, &draft.users}) {
    for (const auto& [name, quotas] : *replacements) {
      if (!check_cost(draft, quotas, findings)) return;
    }
  }
}

std::string pace(const Quota& quota) {
  constexpr Count second = 1'000'000'000;
  const Count window = quota.window.count();
  if (window % second == 0 && quota.limit % (window / second) == 0) {
    return std::to_string(quota.limit / (window / second)) + " a second";
  }
  return std::to_string(quota.limit) + " per " + format_duration(quota.window);
}

void warn_of_bursts(const QuotaDrafts& quotas, Findings& findings) {
  constexpr Count windows_max = 4;
  for (const QuotaDraft& each : quotas) {
    const Quota& quota = each.quota;
    if (!has_burst(quota.algorithm) || quota.burst / windows_max < quota.limit ||
        quota.burst == quota.limit * windows_max) {
      continue;
    }
    findings.add({.code = "W210",
                  .message = "burst (" + std::to_string(quota.burst) + ") is more than " +
                             std::to_string(windows_max) + " windows' worth of limit (" +
                             std::to_string(quota.limit) + " per " + format_duration(quota.window) +
                             ")",
                  .place = each.place_of("burst"),
                  .label = "a client that waits may send " + std::to_string(quota.burst) +
                           " at once, then " + pace(quota)});
  }
}

// Links that a request of this kind always has, and those that it never has.
bool is_always_there(Kind kind, On on) {
  if (kind == Kind::ip || kind == Kind::global) return true;
  if (kind == Kind::path || kind == Kind::method) return on == On::http;
  return kind == Kind::tool && on == On::mcp;
}

bool is_never_there(const KeyLink& link, const Policy& policy) {
  switch (link.kind) {
    case Kind::session:
      return policy.on == On::http || policy.on == On::mcp_session;
    case Kind::tool:
      return policy.on != On::mcp;
    case Kind::path:
    case Kind::method:
      return policy.on != On::http;
    case Kind::route:
      return policy.match.empty();
    default:
      return false;
  }
}

void warn_of_links(const PolicyDraft& draft, std::string_view key,
                   const std::vector<KeyLink>& links, Findings& findings) {
  const Policy& policy = draft.policy;
  const Node* const node = draft.node->find(key);
  if (node == nullptr) return;
  const bool is_list = node->kind == Node::Kind::array && node->items.size() == links.size();
  for (std::size_t i = 0; i < links.size(); ++i) {
    const Place place = is_list ? node->items[i].place : node->place;
    const std::string name = "'" + to_string(links[i]) + "'";
    if (is_never_there(links[i], policy)) {
      const bool no_route = links[i].kind == Kind::route;
      findings.add({.code = "W207",
                    .message = no_route ? "a policy without match has no 'route'"
                                        : "no request on " + std::string(name_of(policy.on)) +
                                              " has a " + name,
                    .place = place,
                    .label = "this link is never used"});
    }
    if (links[i].kind == Kind::header || links[i].kind == Kind::path ||
        links[i].kind == Kind::host) {
      findings.add({.code = "W203",
                    .message = "a caller can choose its " + name,
                    .place = place,
                    .label = "and with each new one gets a new budget",
                    .note = "safe only behind a second policy that counts what callers cannot "
                            "choose"});
    }
    if (key == "key" && i + 1 < links.size() && is_always_there(links[i].kind, policy.on)) {
      findings.add({.code = "W208",
                    .message = "the links after " + name + " are never used",
                    .place = place,
                    .label = "every request has this one"});
    }
  }
}

// Enforced policies that cover whatever comes. A match may be long, so it is looked through once.
using WideDrafts = std::vector<const PolicyDraft*>;

WideDrafts wide_ones(const std::vector<PolicyDraft>& drafts) {
  WideDrafts wide;
  for (const PolicyDraft& each : drafts) {
    const bool is_enforced = each.policy.mode == Mode::enforce;
    if (is_enforced && covers_everything(each.policy.match)) wide.push_back(&each);
  }
  return wide;
}

void warn_of_key(const PolicyDraft& draft, const WideDrafts& wide, const std::vector<User>& users,
                 Findings& findings) {
  const Policy& policy = draft.policy;
  warn_of_links(draft, "key", policy.key, findings);
  warn_of_links(draft, "partition", policy.partition, findings);
  const auto only = [&](auto is_one) {
    return !policy.key.empty() && std::all_of(policy.key.begin(), policy.key.end(), is_one);
  };
  if (only([&](const KeyLink& link) {
        const bool any = link.kind == Kind::user || link.kind == Kind::api_key;
        return any && std::none_of(users.begin(), users.end(), [&](const User& user) {
                 return user.api_key || (link.kind == Kind::user && user.bearer);
               });
      })) {
    findings.add({.code = "W211",
                  .message = "nobody can be counted by this key: no user has a credential for it",
                  .place = value_place(draft, "key"),
                  .label = "every request falls to on_missing",
                  .note = "users are written [user.NAME], with api_key_sha256 or bearer_sha256"});
  }
  const bool by_session = only([](const KeyLink& link) { return link.kind == Kind::session; });
  if (!by_session || (policy.on != On::mcp && policy.on != On::mcp_message)) return;
  const bool other = std::any_of(wide.begin(), wide.end(), [&](const PolicyDraft* each) {
    const Policy& second = each->policy;
    const bool by_other = std::none_of(second.key.begin(), second.key.end(),
                                       [](const auto& link) { return link.kind == Kind::session; });
    return second.on == On::mcp_session || (second.on == policy.on && by_other);
  });
  if (other) return;
  findings.add({.code = "W204",
                .message = "whoever opens another session gets another budget",
                .place = value_place(draft, "key"),
                .label = "nothing limits new sessions",
                .note = "add a policy with on = \"mcp-session\""});
}

void warn_of_fallback(const PolicyDraft& draft, const WideDrafts& wide, Findings& findings) {
  if (!draft.policy.fallback) return;
  for (const PolicyDraft* each : wide) {
    const Policy& other = each->policy;
    if (other.on != draft.policy.on || other.fallback) continue;
    findings.add({.code = "W205",
                  .message = "this fallback can never apply",
                  .place = value_place(draft, "fallback"),
                  .label = "…this would fall back for",
                  .other = value_place(*each, "match"),
                  .other_label = "covers everything that…",
                  .note = "drop `fallback`, or narrow [policy." + other.name + "]"});
    return;
  }
}

void warn_of_no_effect(const PolicyDraft& draft, Findings& findings) {
  const bool is_http = draft.policy.on == On::http;
  if (is_http && draft.node->find("on_deny") != nullptr) {
    findings.add({.code = "W209",
                  .message = "'on_deny' has no effect",
                  .place = key_place(draft, "on_deny"),
                  .label = "it says how MCP clients are told; HTTP is answered with 429"});
  }
}

// What one request may ask the store at most.
void check_total(const std::vector<PolicyDraft>& drafts, Findings& findings) {
  std::size_t total = 0;
  for (const PolicyDraft& draft : drafts) {
    std::size_t most = draft.own ? draft.own->size() : 0;
    for (const auto& [name, quotas] : draft.tiers) most = std::max(most, quotas.size());
    for (const auto& [name, quotas] : draft.users) most = std::max(most, quotas.size());
    const bool over_before = total > quotas_max;
    total += most + (draft.policy.penalty ? 1 : 0);
    if (over_before || total <= quotas_max) continue;
    findings.add({.code = "E143",
                  .message = "more than " + std::to_string(quotas_max) +
                             " quotas and penalties that one request could meet",
                  .place = draft.policy.place,
                  .label = "counted up to this policy"});
  }
}

}  // namespace

void review(const std::vector<PolicyDraft>& drafts, const std::vector<User>& users,
            Findings& findings) {
  check_total(drafts, findings);
  const WideDrafts wide = wide_ones(drafts);
  for (const PolicyDraft& draft : drafts) {
    check_costs(draft, findings);
    if (draft.own) warn_of_bursts(*draft.own, findings);
    warn_of_key(draft, wide, users, findings);
    warn_of_fallback(draft, wide, findings);
    warn_of_no_effect(draft, findings);
  }
}

}  // namespace ratelimit
