#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "core/key.h"
#include "policies/caller.h"
#include "policies/policy.h"
#include "policies/user_index.h"

namespace ratelimit {

// A quota with the part of its keys that does not depend on the request: it stands for the policy's
// name, the quota's place, algorithm, window and alignment, and the tier or user that set it. So
// nobody shares state with another tier, and states outlive a reload that keeps these.
struct QuotaPlan {
  const Quota* quota = nullptr;
  Key prefix;
};

// One policy, ready to be asked.
struct PolicyPlan {
  const Policy* policy = nullptr;
  std::uint16_t group = 0;  // From 1: its group when it is in shadow mode.
  std::vector<QuotaPlan> own;
  std::map<std::string_view, std::vector<QuotaPlan>> tiers;
  std::map<std::string_view, std::vector<QuotaPlan>> users;

  // The user's quotas, then the tier's, then the policy's own; the penalty last.
  [[nodiscard]] std::span<const QuotaPlan> quotas_for(const Caller& caller) const;
};

// All policies of a file that are not off, made ready once. Borrows the policies.
class Plans {
 public:
  Plans(const Policies& policies, const KeyHasher& hasher);

  [[nodiscard]] bool is_exempt(std::string_view tier) const;
  [[nodiscard]] const UserIndex& users() const { return users_; }

  // Calls visit(plan, route) for each policy that applies to the request, ordered by name. A
  // fallback applies only where no enforced policy without `fallback` covers the request.
  template <class Visitor>
  void for_each_covering(const Caller& caller, Visitor visit) const {
    const Group& group = groups_[static_cast<std::size_t>(caller.request().on)];
    const bool fall_back = group.has_fallback && !is_covered(group, caller);
    for (const PolicyPlan& plan : group.plans) {
      if (plan.policy->fallback && !fall_back) continue;
      if (const auto route = caller.route_in(plan.policy->match)) visit(plan, *route);
    }
  }

  // Whom these parts stand for; keys of different links never meet.
  [[nodiscard]] static Key key_of(const KeyParts& parts, const KeyHasher& hasher);

 private:
  // The policies of one kind of traffic.
  struct Group {
    std::vector<PolicyPlan> plans;
    bool has_fallback = false;
  };

  static bool is_covered(const Group& group, const Caller& caller);

  UserIndex users_;
  std::array<Group, 4> groups_;
  std::vector<std::string_view> exempt_tiers_;
};

// How many requests of cost 1 a new key may send at one instant, delayed ones included.
Count room(const Quota& quota);

}  // namespace ratelimit
