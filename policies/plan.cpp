#include "policies/plan.h"

#include <algorithm>
#include <string>

namespace ratelimit {
namespace {

// `setter` tells a tier's quotas from a user's and from the policy's own.
std::vector<QuotaPlan> plan_quotas(const Policy& policy, const Quotas& quotas,
                                   std::string_view setter, const KeyHasher& hasher) {
  std::vector<QuotaPlan> plans;
  const auto add = [&](const Quota& quota, std::size_t index) {
    std::string text = policy.name;
    text += '\0';
    text += setter;
    text += '\0';
    for (const auto number :
         {static_cast<std::int64_t>(index), static_cast<std::int64_t>(quota.algorithm),
          quota.window.count(), static_cast<std::int64_t>(quota.align)}) {
      text += std::to_string(number) + '/';
    }
    plans.push_back({.quota = &quota, .prefix = hasher.hash(text)});
  };
  for (std::size_t i = 0; i < quotas.size(); ++i) add(quotas[i], i);
  if (policy.penalty) add(*policy.penalty, quotas.size());
  return plans;
}

}  // namespace

std::span<const QuotaPlan> PolicyPlan::quotas_for(const Caller& caller) const {
  if (caller.user() != nullptr && !users.empty()) {
    if (const auto found = users.find(caller.user()->name); found != users.end()) {
      return found->second;
    }
  }
  if (!tiers.empty()) {
    if (const auto found = tiers.find(caller.tier()); found != tiers.end()) return found->second;
  }
  return own;
}

Plans::Plans(const Policies& policies, const KeyHasher& hasher) : users_(policies) {
  std::uint16_t number = 0;
  for (const Policy& policy : policies.policies) {
    ++number;
    if (policy.mode == Mode::off) continue;
    Group& group = groups_[static_cast<std::size_t>(policy.on)];
    group.has_fallback = group.has_fallback || policy.fallback;
    PolicyPlan plan{.policy = &policy,
                    .group = number,
                    .own = plan_quotas(policy, policy.quotas, "", hasher),
                    .tiers = {},
                    .users = {}};
    for (const auto& [tier, quotas] : policy.tiers) {
      plan.tiers[tier] = plan_quotas(policy, quotas, "tier:" + tier, hasher);
    }
    for (const auto& [user, quotas] : policy.users) {
      plan.users[user] = plan_quotas(policy, quotas, "user:" + user, hasher);
    }
    group.plans.push_back(std::move(plan));
  }
  for (const Tier& tier : policies.tiers) {
    if (tier.exempt) exempt_tiers_.push_back(tier.name);
  }
}

bool Plans::is_exempt(std::string_view tier) const {
  return std::find(exempt_tiers_.begin(), exempt_tiers_.end(), tier) != exempt_tiers_.end();
}

bool Plans::is_covered(const Group& group, const Caller& caller) {
  return std::any_of(group.plans.begin(), group.plans.end(), [&](const PolicyPlan& plan) {
    return !plan.policy->fallback && plan.policy->mode == Mode::enforce &&
           caller.route_in(plan.policy->match).has_value();
  });
}

Key Plans::key_of(const KeyParts& parts, const KeyHasher& hasher) {
  Key key{};
  for (std::size_t i = 0; i < parts.count; ++i) {
    const KeyPart& part = parts.parts[i];
    const auto kind = static_cast<std::uint64_t>(part.kind) + 1;
    const Key name =
        part.header.empty() ? Key{.high = kind, .low = kind} : hasher.hash(part.header);
    key = hasher.then(hasher.then(key, name), hasher.hash(part.bytes));
  }
  return key;
}

Count room(const Quota& quota) {
  if (quota.algorithm != Algorithm::leaky_bucket) return capacity(quota);
  return quota.burst + quota.max_delay / emission_interval(quota);
}

}  // namespace ratelimit
