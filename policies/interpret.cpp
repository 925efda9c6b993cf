#include "policies/interpret.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policies/parse.h"
#include "policies/parse_clients.h"
#include "policies/parse_policy.h"
#include "policies/parse_settings.h"
#include "policies/parse_users.h"
#include "policies/review.h"
#include "policies/table_reader.h"

namespace ratelimit {
namespace {

std::vector<std::string_view> names_in(const Node* table) {
  std::vector<std::string_view> names;
  if (table == nullptr) return names;
  for (const Entry& entry : table->entries) names.push_back(entry.key);
  std::sort(names.begin(), names.end());
  return names;
}

void check_version(const TableReader& top) {
  const auto version = top.count("version");
  if (!version || *version == 1) return;
  top.report("E109", "there is no version " + std::to_string(*version) + " of policy files",
             top.find("version")->place, "this program knows version 1");
}

template <class Value>
void sort_by_name(std::vector<Value>& values) {
  std::sort(values.begin(), values.end(),
            [](const Value& a, const Value& b) { return a.name < b.name; });
}

// Calls read(entry) for each table of names, `[policy.NAME]`, up to a limit.
template <class Read>
void for_each_named(const Node* tables, std::string_view what, std::size_t count_max,
                    Findings& findings, Read read) {
  if (tables == nullptr) return;
  std::size_t count = 0;
  for (const Entry& entry : tables->entries) {
    if (++count > count_max) {
      return findings.add({.code = "E142",
                           .message = "more than " + std::to_string(count_max) + " tables [" +
                                      std::string(what) + ".NAME]",
                           .place = entry.place,
                           .label = "this is the first too many"});
    }
    if (check_own_name(entry, what, findings)) read(entry);
  }
}

// The policy with the quotas that its draft has found for tiers and users.
Policy finished(PolicyDraft& draft) {
  Policy policy = std::move(draft.policy);
  if (draft.own) policy.quotas = quotas_of(*draft.own);
  for (const auto& [name, quotas] : draft.tiers) policy.tiers.emplace(name, quotas_of(quotas));
  for (const auto& [name, quotas] : draft.users) policy.users.emplace(name, quotas_of(quotas));
  return policy;
}

}  // namespace

Policies interpret(const Node& document, Findings& findings) {
  const TableReader top(document, sections::top, "this file", findings);
  const Node* const tiers = top.table("tier");
  const Node* const users = top.table("user");
  const Node* const policies = top.table("policy");
  const Names names{
      .tiers = names_in(tiers), .users = names_in(users), .policies = names_in(policies)};
  Policies result;
  check_version(top);
  result.allow = read_clients(top, "allow", names);
  result.deny = read_clients(top, "deny", names);

  const auto section = [&](std::string_view key, const Section& keys, auto read) {
    const Node* const table = top.table(key);
    if (table != nullptr) {
      read(TableReader(*table, keys, "[" + std::string(key) + "]", findings));
    }
  };
  section("identity", sections::identity,
          [&](const TableReader& reader) { result.identity = read_identity(reader, names); });
  section("store", sections::store,
          [&](const TableReader& reader) { result.store = read_store(reader); });
  section("server", sections::server,
          [&](const TableReader& reader) { result.server = read_server(reader); });
  section("log", sections::log, [&](const TableReader& reader) { result.log = read_log(reader); });

  std::vector<PolicyDraft> drafts;
  for_each_named(policies, "policy", policies_max, findings, [&](const Entry& entry) {
    drafts.push_back(read_policy(entry, names, findings));
  });
  for_each_named(tiers, "tier", tiers_max, findings,
                 [&](const Entry& entry) { result.tiers.push_back(read_tier(entry, findings)); });
  for_each_named(users, "user", users_max, findings, [&](const Entry& entry) {
    result.users.push_back(read_user(entry, names, drafts, findings));
  });
  if (users != nullptr) check_credentials(*users, findings);
  if (tiers != nullptr) scale_policies(result.tiers, *tiers, drafts, findings);
  review(drafts, result.users, findings);
  if (names.policies.empty() && !findings.has_errors()) {
    findings.add({.code = "E006",
                  .message = "this file has no policy",
                  .note = "a policy begins with [policy.NAME]"});
  }

  for (PolicyDraft& draft : drafts) result.policies.push_back(finished(draft));
  sort_by_name(result.policies);
  sort_by_name(result.tiers);
  sort_by_name(result.users);
  return result;
}

}  // namespace ratelimit
