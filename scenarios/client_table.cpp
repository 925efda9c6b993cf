#include "scenarios/client_table.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scenarios/simulate.h"

namespace ratelimit {

void count(Tally& tally, const Verdict& verdict) {
  ++tally.requests;
  if (!verdict.allowed) {
    ++tally.denied;
    return;
  }
  ++tally.allowed;
  if (verdict.delay > Duration{}) ++tally.delayed;
  if (verdict.shadow_denied) ++tally.shadow_denied;
}

std::size_t ClientTable::index_of(std::string_view name) {
  const auto found = index_.find(name);
  if (found != index_.end()) return found->second;
  if (clients_.size() < most_) {
    Client& client = clients_.emplace_back();
    client.result.name = name;
    index_.emplace(client.result.name, clients_.size() - 1);
  } else if (clients_.size() == most_) {
    clients_.emplace_back().result.name = other_clients;
  }
  return clients_.size() - 1;
}

void ClientTable::on_verdict(std::size_t index, Instant at, const Verdict& verdict) {
  Client& client = clients_[index];
  ClientResult& result = client.result;
  count(result.tally, verdict);
  if (at < client.told_to_wait_until) ++result.early_retries;

  const PolicyDecision* const binding = verdict.binding_decision();
  if (binding != nullptr) {
    const auto policy = static_cast<std::size_t>(binding->policy - policies_.policies.data());
    auto bound = std::find_if(client.bound.begin(), client.bound.end(),
                              [&](const Bound& known) { return known.policy == policy; });
    if (bound == client.bound.end()) {
      bound = client.bound.insert(bound, {.policy = policy});
    }
    ++(verdict.allowed ? bound->allowed : bound->denied);
  }

  if (verdict.allowed) {
    if (client.locked_since) {
      result.longest_lockout = std::max(result.longest_lockout, at - *client.locked_since);
      client.locked_since.reset();
    }
    return;
  }
  if (!result.first_denied) result.first_denied = at;
  if (!client.locked_since) client.locked_since = at;
  client.last_denied = at;
  if (binding != nullptr && binding->decision.retry == Retry::after) {
    const Duration wait = binding->decision.retry_after;
    result.retry_after_max = std::max(result.retry_after_max, wait);
    client.told_to_wait_until = at + wait;
  }
}

// The one that denied most; else the one that was binding most; on a tie the first by name.
std::string_view ClientTable::policy_of(const Client& client) const {
  const auto less = [](const Bound& a, const Bound& b) {
    return std::tie(a.denied, a.allowed, b.policy) < std::tie(b.denied, b.allowed, a.policy);
  };
  const auto most = std::max_element(client.bound.begin(), client.bound.end(), less);
  return most == client.bound.end() ? std::string_view{}
                                    : std::string_view(policies_.policies[most->policy].name);
}

std::vector<ClientResult> ClientTable::finish() {
  index_.clear();  // Its names move away.
  std::vector<ClientResult> results;
  results.reserve(clients_.size());
  for (Client& client : clients_) {
    ClientResult& result = client.result;
    if (client.locked_since) {
      result.longest_lockout =
          std::max(result.longest_lockout, client.last_denied - *client.locked_since);
    }
    result.policy = policy_of(client);
    results.push_back(std::move(result));
  }
  clients_.clear();
  return results;
}

}  // namespace ratelimit
