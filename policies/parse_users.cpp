#include "policies/parse_users.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "policies/digest.h"
#include "policies/parse_match.h"

namespace ratelimit {
namespace {

std::optional<Digest> read_digest(const TableReader& reader, std::string_view key) {
  const Node* const node = reader.text(key);
  if (node == nullptr) return std::nullopt;
  if (const auto digest = parse_digest(node->text)) return digest;
  // What stands here may be the credential itself, so it is not repeated.
  reader.report("E137", "'" + std::string(key) + "' must be 64 hexadecimal digits", node->place,
                "the SHA-256 of the credential", "printf %s \"$KEY\" | sha256sum");
  return std::nullopt;
}

void read_user_quotas(const TableReader& reader, const User& user, const Names& names,
                      std::vector<PolicyDraft>& policies) {
  const Node* const table = reader.table("quotas");
  if (table == nullptr) return;
  for (const Entry& entry : table->entries) {
    if (!check_name("E118", "policy", entry.key, entry.place, names.policies, reader.findings())) {
      continue;
    }
    const auto policy = std::find_if(policies.begin(), policies.end(), [&](const auto& each) {
      return each.policy.name == entry.key;
    });
    if (policy == policies.end()) continue;
    auto drafts = read_replacement(entry.value, policy->own ? &*policy->own : nullptr,
                                   reader.where() + " in " + policy->where, reader.findings());
    if (drafts) policy->users.emplace(user.name, std::move(*drafts));
  }
}

// The policy's own quotas, `scale` times as large.
std::optional<QuotaDrafts> scaled(const QuotaDrafts& own, Count scale, Error& error) {
  QuotaDrafts drafts = own;
  for (QuotaDraft& draft : drafts) {
    if (__builtin_mul_overflow(draft.written.limit, scale, &draft.written.limit) ||
        __builtin_mul_overflow(draft.written.burst, scale, &draft.written.burst)) {
      error.message = "the limit is more than 64 bits hold";
      return std::nullopt;
    }
    const auto quota = make_quota(draft.written);
    if (!quota) {
      error.message = quota.error().message;
      return std::nullopt;
    }
    draft.quota = *quota;
  }
  return drafts;
}

}  // namespace

Tier read_tier(const Entry& entry, Findings& findings) {
  const TableReader reader(entry.value, sections::tier, "tier '" + entry.key + "'", findings);
  Tier tier{.name = entry.key};
  tier.scale = reader.count("scale", 1, std::numeric_limits<Count>::max()).value_or(1);
  tier.exempt = reader.truth("exempt").value_or(false);
  if (tier.exempt && reader.has("scale")) {
    reader.report("W209", "'scale' has no effect", entry.value.entry("scale")->place,
                  "an exempt tier touches no quota");
  }
  return tier;
}

User read_user(const Entry& entry, const Names& names, std::vector<PolicyDraft>& policies,
               Findings& findings) {
  const TableReader reader(entry.value, sections::user, "user '" + entry.key + "'", findings);
  User user{.name = entry.key};
  user.api_key = read_digest(reader, "api_key_sha256");
  user.bearer = read_digest(reader, "bearer_sha256");
  if (const Node* const tier = reader.text("tier")) {
    user.tier = tier->text;
    check_name("E116", "tier", tier->text, tier->place, names.tiers, findings);
  }
  read_user_quotas(reader, user, names, policies);
  return user;
}

void check_credentials(const Node& users, Findings& findings) {
  for (const std::string_view key : {"api_key_sha256", "bearer_sha256"}) {
    std::map<std::string, Place> owners;
    for (const Entry& user : users.entries) {
      const Node* const digest = user.value.find(key);
      if (digest == nullptr || digest->kind != Node::Kind::text) continue;
      const auto [first, is_new] = owners.emplace(lower_case(digest->text), digest->place);
      if (is_new) continue;
      findings.add({.code = "E138",
                    .message = "two users have the same '" + std::string(key) + "'",
                    .place = digest->place,
                    .label = "also of user '" + user.key + "'",
                    .other = first->second,
                    .other_label = "first here"});
    }
  }
}

void scale_policies(const std::vector<Tier>& tiers, const Node& tables,
                    std::vector<PolicyDraft>& policies, Findings& findings) {
  for (const Tier& tier : tiers) {
    if (tier.scale == 1 || tier.exempt) continue;
    for (PolicyDraft& draft : policies) {
      // A tier that the policy names itself is not scaled, not even where its value is wrong.
      const Node* const named = draft.node->find("tiers");
      if (!draft.own || (named != nullptr && named->find(tier.name) != nullptr)) continue;
      Error error;
      if (auto drafts = scaled(*draft.own, tier.scale, error)) {
        draft.tiers.emplace(tier.name, std::move(*drafts));
        continue;
      }
      const Node* const table = tables.find(tier.name);
      findings.add({.code = "E134",
                    .message = "this scale is too great for " + draft.where + ": " + error.message,
                    .place = table->find("scale")->place,
                    .other = draft.own->front().place_of("limit"),
                    .other_label = "times this limit"});
    }
  }
}

}  // namespace ratelimit
