#include "scenarios/simulate.h"

#include <algorithm>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scenarios/in_flight.h"

namespace ratelimit {
namespace {

// How often a run looks up: for an interrupt, and to say how far it is.
constexpr Count look_up_every = 4096;

void count(Tally& tally, bool allowed, bool delayed, bool shadow_denied) {
  ++tally.requests;
  ++(allowed ? tally.allowed : tally.denied);
  if (allowed && delayed) ++tally.delayed;
  if (allowed && shadow_denied) ++tally.shadow_denied;
}

// What is remembered of a client between its requests.
struct ClientMemory {
  std::optional<Instant> locked_since;
  Instant retry_at = long_ago;
  // How often each policy denied it, and bound it: few policies ever meet one client.
  struct Meeting {
    std::size_t policy;
    Count denied;
    Count bound;
  };
  std::vector<Meeting> meetings;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

class Run {
 public:
  Run(const Traffic& traffic, const Enforcer& enforcer, const RunOptions& options)
      : enforcer_(enforcer) {
    result_.begin = traffic.first();
    result_.end = traffic.last();
    for (const Policy& policy : enforcer.policies().policies) {
      result_.policies.push_back({.name = policy.name, .tally = {}});
    }
    const auto bins = static_cast<std::int64_t>(options.bins);
    const Duration span = result_.end - result_.begin;
    // The last instant lies inside the last bin.
    result_.bins.begin = result_.begin;
    result_.bins.width = span / bins + Duration{1};
    const auto used = static_cast<std::size_t>(span / result_.bins.width) + 1;
    result_.bins.allowed.assign(used, 0);
    result_.bins.denied.assign(used, 0);
  }

  // Judges one request; returns the index of its client.
  std::size_t judge(const Arrival& arrival, Verdict& verdict) {
    in_flight_.finish_until(arrival.at, enforcer_);
    enforcer_.check(arrival.request, arrival.at, verdict);
    in_flight_.start(arrival, verdict);
    const std::size_t client = client_of(arrival.client);
    count(result_.totals, verdict.allowed, verdict.delay > Duration{}, verdict.shadow_denied);
    const auto bin = static_cast<std::size_t>((arrival.at - result_.begin) / result_.bins.width);
    ++(verdict.allowed ? result_.bins.allowed : result_.bins.denied)[bin];
    if (verdict.bad_path) ++result_.bad_paths;
    count_policies(verdict);
    count_client(arrival.at, verdict, client);
    return client;
  }

  RunResult finish(bool interrupted, Instant now) {
    in_flight_.finish_until(end_of_time, enforcer_);
    result_.interrupted = interrupted;
    if (interrupted) result_.end = now;
    for (std::size_t i = 0; i < result_.clients.size(); ++i) {
      ClientResult& client = result_.clients[i];
      if (memories_[i].locked_since) end_lockout(client, memories_[i], result_.end);
      client.policy = policy_of(memories_[i]);
    }
    return std::move(result_);
  }

  [[nodiscard]] Count requests() const { return result_.totals.requests; }

 private:
  std::size_t client_of(std::string_view name) {
    if (const auto known = clients_.find(name); known != clients_.end()) return known->second;
    const bool has_room = result_.clients.size() < clients_max;
    if (!has_room) name = other_clients;
    const auto [place, is_new] = clients_.try_emplace(std::string(name), result_.clients.size());
    if (is_new) {
      result_.clients.emplace_back().name = name;
      memories_.emplace_back();
    }
    return place->second;
  }

  void count_policies(const Verdict& verdict) {
    // Decisions of one policy stand together.
    for (std::size_t i = 0; i < verdict.decisions.size();) {
      const Policy* const policy = verdict.decisions[i].policy;
      bool allowed = true;
      bool delayed = false;
      const bool shadow = verdict.decisions[i].shadow;
      for (; i < verdict.decisions.size() && verdict.decisions[i].policy == policy; ++i) {
        allowed = allowed && verdict.decisions[i].decision.allowed;
        delayed = delayed || verdict.decisions[i].decision.delay > Duration{};
      }
      Tally& tally = result_.policies[index_of(*policy)].tally;
      count(tally, allowed || shadow, delayed && verdict.allowed, shadow && !allowed);
    }
  }

  void count_client(Instant now, const Verdict& verdict, std::size_t index) {
    ClientResult& client = result_.clients[index];
    ClientMemory& memory = memories_[index];
    count(client.tally, verdict.allowed, verdict.delay > Duration{}, verdict.shadow_denied);
    if (now < memory.retry_at) ++client.early_retries;
    if (const PolicyDecision* const binding = verdict.binding_decision()) {
      meet(memory, index_of(*binding->policy), !verdict.allowed);
      if (!verdict.allowed) {
        const Duration wait = binding->decision.retry_after;
        client.retry_after_max = std::max(client.retry_after_max, wait);
        memory.retry_at = now + wait;
      }
    }
    if (verdict.allowed) {
      memory.retry_at = long_ago;
      if (memory.locked_since) end_lockout(client, memory, now);
      return;
    }
    if (!client.first_denied) client.first_denied = now;
    if (!memory.locked_since) memory.locked_since = now;
  }

  static void end_lockout(ClientResult& client, ClientMemory& memory, Instant now) {
    client.longest_lockout = std::max(client.longest_lockout, now - *memory.locked_since);
    memory.locked_since.reset();
  }

  static void meet(ClientMemory& memory, std::size_t policy, bool denied) {
    auto meeting = std::find_if(memory.meetings.begin(), memory.meetings.end(),
                                [&](const auto& known) { return known.policy == policy; });
    if (meeting == memory.meetings.end()) {
      meeting = memory.meetings.insert(meeting, {.policy = policy, .denied = 0, .bound = 0});
    }
    ++(denied ? meeting->denied : meeting->bound);
  }

  // The policy that denied most; else the one that bound most; the first by name of equals.
  [[nodiscard]] std::string policy_of(const ClientMemory& memory) const {
    const auto most = std::max_element(memory.meetings.begin(), memory.meetings.end(),
                                       [](const auto& a, const auto& b) {
                                         if (a.denied != b.denied) return a.denied < b.denied;
                                         if (a.bound != b.bound) return a.bound < b.bound;
                                         return a.policy > b.policy;
                                       });
    return most == memory.meetings.end() ? std::string{} : result_.policies[most->policy].name;
  }

  [[nodiscard]] std::size_t index_of(const Policy& policy) const {
    return static_cast<std::size_t>(&policy - enforcer_.policies().policies.data());
  }

  const Enforcer& enforcer_;
  RunResult result_;
  InFlight in_flight_;
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> clients_;
  std::vector<ClientMemory> memories_;
};

}  // namespace

RunResult simulate(Traffic& traffic, const Enforcer& enforcer, std::span<VerdictSink* const> sinks,
                   const RunOptions& options) {
  Run run(traffic, enforcer, options);
  Arrival arrival;
  Verdict verdict;
  bool interrupted = false;
  while (!interrupted && traffic.next(arrival)) {
    const std::size_t client = run.judge(arrival, verdict);
    const Judged judged{.arrival = arrival, .client = client, .verdict = verdict};
    for (VerdictSink* const sink : sinks) sink->on_verdict(judged);
    if (run.requests() % look_up_every != 0) continue;
    interrupted = options.interrupted();
    options.progress(run.requests(), arrival.at);
  }
  return run.finish(interrupted, arrival.at);
}

}  // namespace ratelimit
