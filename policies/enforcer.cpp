#include "policies/enforcer.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/int128.h"
#include "policies/caller.h"
#include "policies/plan.h"

namespace ratelimit {
namespace {

// `cost = "header:…"`: a whole number above zero; anything else costs 1.
Count cost_in(std::string_view text) {
  Count cost = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), cost);
  return failure == std::errc{} && end == text.data() + text.size() && cost > 0 ? cost : 1;
}

// The dearest of several lines: one that a client slipped in makes nothing cheaper.
Count header_cost(const Request& request, std::string_view name) {
  Count cost = 1;
  for (const Header& line : request.headers) {
    if (line.name == name) cost = std::max(cost, cost_in(line.value));
  }
  return cost;
}

// What a recording says that a policy charged; nullopt: nothing.
std::optional<Count> charged_cost(const Request& request, std::string_view policy) {
  const auto found = std::lower_bound(
      request.costs.begin(), request.costs.end(), policy,
      [](const ChargedCost& charged, std::string_view name) { return charged.policy < name; });
  if (found == request.costs.end() || found->policy != policy) return std::nullopt;
  return found->cost;
}

Count cost_of(const Policy& policy, const Request& request, std::size_t body_max) {
  if (const auto charged = charged_cost(request, policy.name)) return *charged;
  const CostRule& rule = policy.cost;
  switch (rule.kind) {
    case CostRule::Kind::request:
      return request.cost;
    case CostRule::Kind::fixed:
      return rule.amount;
    case CostRule::Kind::header:
      if (!request.from_trusted_proxy) return 1;
      return header_cost(request, rule.header);
    case CostRule::Kind::per_bytes: {
      // A body in chunks has no length yet: it counts as the largest that is let in.
      const Count bytes = request.body_bytes.value_or(static_cast<Count>(body_max));
      return std::max<Count>(bytes / rule.amount + (bytes % rule.amount != 0 ? 1 : 0), 1);
    }
  }
  return 1;
}

Cause cause_of(Reason reason) {
  switch (reason) {
    case Reason::quota:
      return Cause::quota;
    case Reason::cost_exceeds_limit:
      return Cause::cost_exceeds_limit;
    case Reason::banned:
      return Cause::banned;
    case Reason::store_full:
      return Cause::store_full;
    case Reason::store_down:
      return Cause::store_down;
  }
  return Cause::quota;
}

// How hard a denial is: by a list, for want of a key, for ever, for a known time, or until somebody
// else is done.
int hardness(const PolicyDecision& denial) {
  if (denial.cause == Cause::deny_list) return 4;
  if (denial.cause == Cause::missing_key) return 3;
  return denial.decision.retry == Retry::never ? 2 : denial.decision.retry == Retry::after ? 1 : 0;
}

bool denies_harder(const PolicyDecision& a, const PolicyDecision& b) {
  if (hardness(a) != hardness(b)) return hardness(a) > hardness(b);
  return a.decision.retry_after > b.decision.retry_after;
}

// remaining / room, compared without a fraction.
bool is_scarcer(const PolicyDecision& a, const PolicyDecision& b) {
  return Int128{a.decision.remaining} * room(*b.quota) <
         Int128{b.decision.remaining} * room(*a.quota);
}

// The decision that is reported: semantics 4 of docs/policy.md. The order of `decisions` breaks
// ties.
int binding_of(const Verdict& verdict) {
  int best = -1;
  for (std::size_t i = 0; i < verdict.decisions.size(); ++i) {
    const PolicyDecision& decision = verdict.decisions[i];
    if (decision.shadow || decision.decision.allowed != verdict.allowed) continue;
    if (verdict.allowed &&
        (decision.quota == nullptr || decision.quota->algorithm == Algorithm::penalty)) {
      continue;
    }
    if (best < 0) {
      best = static_cast<int>(i);
      continue;
    }
    const PolicyDecision& leader = verdict.decisions[static_cast<std::size_t>(best)];
    const bool leads =
        verdict.allowed ? is_scarcer(decision, leader) : denies_harder(decision, leader);
    if (leads) best = static_cast<int>(i);
  }
  return best;
}

// Asked beside the questions of a request that a list or a missing key has denied: its cost is more
// than its budget, so the enforced quotas deny as one and only `charge_denied` is charged. No
// policy has the number 0, so that no penalty counts it; nothing is kept of its key.
constexpr Quota never_passes{
    .algorithm = Algorithm::fixed_window, .limit = 1, .window = std::chrono::seconds(1)};

Question denial() {
  return {.quota = &never_passes, .key = {}, .shared_key = {}, .cost = 2, .group = 0, .policy = 0};
}

// Allowed without a quota, unless a policy's own list denies.
std::optional<Cause> privilege_of(const Caller& caller, const Policies& policies,
                                  const Plans& plans) {
  if (caller.is_in(policies.allow)) return Cause::allow_list;
  if (plans.is_exempt(caller.tier())) return Cause::exempt;
  return std::nullopt;
}

bool is_denied_by_policy(const Caller& caller, const Plans& plans) {
  bool denied = false;
  plans.for_each_covering(caller, [&](const PolicyPlan& plan, std::string_view) {
    const Policy& policy = *plan.policy;
    denied = denied || (policy.mode == Mode::enforce && caller.is_in(policy.deny));
  });
  return denied;
}

}  // namespace

struct Enforcer::State {
  State(const Policies& policies_in, Store& store_in, std::uint64_t seed)
      : policies(policies_in), store(store_in), hasher(seed), plans(policies, hasher) {}

  void ask(const PolicyPlan& plan, const Caller& caller, std::string_view route,
           Verdict& verdict) const;
  static void settle(Verdict& verdict);
  static void admit(Verdict& verdict);

  const Policies& policies;
  Store& store;
  KeyHasher hasher;
  Plans plans;
};

Enforcer::Enforcer(const Policies& policies, Store& store, std::uint64_t seed)
    : state_(std::make_unique<State>(policies, store, seed)) {}

Enforcer::~Enforcer() = default;

const Policies& Enforcer::policies() const {
  return state_->policies;
}

void Enforcer::check(const Request& request, Instant now, Verdict& verdict) const {
  const Policies& policies = state_->policies;
  verdict.allowed = true;
  verdict.cause = Cause::uncovered;
  verdict.shadow_denied = false;
  verdict.delay = Duration{};
  verdict.binding = -1;
  verdict.decisions.clear();
  verdict.slots.clear();
  verdict.questions.clear();

  const Caller caller(policies, state_->plans.users(), request, verdict.texts);
  verdict.bad_path = request.on == On::http && !caller.path();
  if (caller.is_in(policies.deny)) {
    verdict.allowed = false;
    verdict.cause = Cause::deny_list;
    return;
  }
  const auto privilege = privilege_of(caller, policies, state_->plans);
  if (privilege && !is_denied_by_policy(caller, state_->plans)) {
    verdict.cause = *privilege;
    return;
  }
  state_->plans.for_each_covering(caller, [&](const PolicyPlan& plan, std::string_view route) {
    state_->ask(plan, caller, route, verdict);
  });
  if (verdict.decisions.empty()) return;
  const bool denied = std::any_of(
      verdict.decisions.begin(), verdict.decisions.end(), [](const PolicyDecision& decision) {
        return !decision.shadow && decision.quota == nullptr && !decision.decision.allowed;
      });
  if (denied) verdict.questions.push_back(denial());
  verdict.answers.resize(verdict.questions.size());
  state_->store.decide(verdict.questions, now, verdict.answers);
  State::settle(verdict);
}

// Adds what one policy has to say: a decision of its lists or of a missing key, or questions.
void Enforcer::State::ask(const PolicyPlan& plan, const Caller& caller, std::string_view route,
                          Verdict& verdict) const {
  const Policy& policy = *plan.policy;
  const bool shadow = policy.mode == Mode::shadow;
  const auto say = [&](Cause cause, bool allowed) {
    verdict.decisions.push_back({.policy = &policy,
                                 .cause = cause,
                                 .shadow = shadow,
                                 .decision = {.allowed = allowed, .retry = Retry::never}});
  };
  if (caller.is_in(policy.deny)) return say(Cause::deny_list, false);
  if (caller.is_in(policy.allow)) return say(Cause::allow_list, true);
  const KeyParts parts = caller.key_of(policy, route);
  if (parts.denied) return say(Cause::missing_key, false);

  const Key who = Plans::key_of(parts, hasher);
  const Count cost = cost_of(policy, caller.request(), policies.server.max_body);
  const std::uint16_t group = shadow ? plan.group : std::uint16_t{0};
  int index = 0;
  for (const QuotaPlan& quota : plan.quotas_for(caller)) {
    verdict.questions.push_back({.quota = quota.quota,
                                 .key = KeyHasher::both(quota.prefix, who),
                                 .shared_key = quota.prefix,
                                 .cost = cost,
                                 .group = group,
                                 .policy = plan.group});
    verdict.decisions.push_back({.policy = &policy,
                                 .quota = quota.quota,
                                 .quota_index = index++,
                                 .cost = cost,
                                 .shadow = shadow});
  }
}

// Turns the store's answers into the verdict.
void Enforcer::State::settle(Verdict& verdict) {
  std::size_t answer = 0;
  bool is_listed = true;
  for (PolicyDecision& decision : verdict.decisions) {
    if (decision.quota != nullptr) {
      decision.decision = verdict.answers[answer++];
      decision.cause = cause_of(decision.decision.reason);
    }
    is_listed = is_listed && decision.cause == Cause::allow_list;
    if (!decision.shadow && !decision.decision.allowed) verdict.allowed = false;
  }
  verdict.binding = binding_of(verdict);
  verdict.cause = is_listed ? Cause::allow_list : Cause::quota;
  if (verdict.allowed) {
    admit(verdict);
  } else {
    verdict.cause = verdict.binding_decision()->cause;
  }
}

// What an allowed request brings with it: a delay, slots, and what shadow policies would have said.
void Enforcer::State::admit(Verdict& verdict) {
  for (std::size_t i = 0, answer = 0; i < verdict.decisions.size(); ++i) {
    const PolicyDecision& decision = verdict.decisions[i];
    if (decision.shadow && !decision.decision.allowed) verdict.shadow_denied = true;
    if (!decision.shadow) verdict.delay = std::max(verdict.delay, decision.decision.delay);
    if (decision.quota == nullptr) continue;
    const Question& question = verdict.questions[answer++];
    if (decision.quota->algorithm != Algorithm::concurrency || decision.cost == 0) continue;
    const bool is_charged = std::all_of(
        verdict.decisions.begin(), verdict.decisions.end(), [&](const PolicyDecision& other) {
          return other.policy != decision.policy || other.decision.allowed;
        });
    if (!is_charged) continue;
    const bool shared = decision.decision.shared;
    verdict.slots.push_back({.key = shared ? question.shared_key : question.key,
                             .cost = decision.cost,
                             .shared = shared});
  }
}

void Enforcer::finish(const Verdict& verdict, Instant now) const {
  if (!verdict.slots.empty()) state_->store.finish(verdict.slots, now);
}

std::string Enforcer::key_label(const Policy& policy, const Request& request) const {
  CallerTexts texts;
  const Caller caller(state_->policies, state_->plans.users(), request, texts);
  const KeyParts parts =
      caller.key_of(policy, caller.route_in(policy.match).value_or(std::string_view{}));
  std::string label = parts.shared ? "shared" : "";
  for (std::size_t i = 0; i < parts.count; ++i) {
    if (!label.empty()) label += ',';
    label += caller.label(parts.parts[i]);
  }
  return label;
}

}  // namespace ratelimit
