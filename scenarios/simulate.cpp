#include "scenarios/simulate.h"

#include <algorithm>
#include <utility>

#include "scenarios/client_table.h"
#include "scenarios/in_flight.h"

namespace ratelimit {
namespace {

// How many requests lie between two questions whether to go on.
constexpr Count requests_per_look = 4'096;

// Equal stretches that cover [begin, end], as few as that takes.
Bins make_bins(Instant begin, Instant end, std::size_t count_max) {
  const auto count = static_cast<std::int64_t>(std::max<std::size_t>(count_max, 1));
  const std::int64_t span = (end - begin).count() + 1;
  // Rounded up, so that the last bin reaches the end.
  const std::int64_t width = span / count + (span % count != 0 ? 1 : 0);
  const auto needed = static_cast<std::size_t>(span / width + (span % width != 0 ? 1 : 0));
  return {.begin = begin,
          .width = Duration(width),
          .allowed = std::vector<Count>(needed),
          .denied = std::vector<Count>(needed)};
}

void count_bin(Bins& bins, Instant at, bool allowed) {
  const auto index = static_cast<std::size_t>((at - bins.begin) / bins.width);
  ++(allowed ? bins.allowed : bins.denied).at(index);
}

// Adds a request to the tallies of the policies that covered it. Its decisions stand policy by
// policy.
void count_policies(std::vector<PolicyResult>& results, const Policies& policies,
                    const Verdict& verdict) {
  for (auto next = verdict.decisions.begin(); next != verdict.decisions.end();) {
    const Policy* const policy = next->policy;
    bool denies = false;
    bool delays = false;
    bool is_shadow = false;
    for (; next != verdict.decisions.end() && next->policy == policy; ++next) {
      denies = denies || !next->decision.allowed;
      delays = delays || next->decision.delay > Duration{};
      is_shadow = next->shadow;
    }
    Tally& tally = results[static_cast<std::size_t>(policy - policies.policies.data())].tally;
    ++tally.requests;
    ++(denies && !is_shadow ? tally.denied : tally.allowed);
    if (denies && is_shadow) ++tally.shadow_denied;
    if (delays && !denies && !is_shadow && verdict.allowed) ++tally.delayed;
  }
}

}  // namespace

RunResult simulate(Traffic& traffic, const Enforcer& enforcer, std::span<VerdictSink* const> sinks,
                   const RunOptions& options) {
  const Policies& policies = enforcer.policies();
  RunResult result;
  result.begin = traffic.first();
  result.end = traffic.last();
  result.bins = make_bins(result.begin, result.end, options.bins);
  for (const Policy& policy : policies.policies) {
    result.policies.push_back({.name = policy.name, .tally = {}});
  }

  ClientTable clients(policies, clients_max);
  InFlight in_flight;
  Arrival arrival;
  Verdict verdict;
  Instant now = result.begin;
  while (traffic.next(arrival)) {
    if (result.totals.requests % requests_per_look == 0) {
      options.progress(result.totals.requests, arrival.at);
      if (options.interrupted()) {
        result.interrupted = true;
        break;
      }
    }
    now = arrival.at;
    in_flight.finish_until(now, enforcer);
    enforcer.check(arrival.request, now, verdict);
    if (!verdict.slots.empty()) in_flight.begin(verdict, now + verdict.delay + arrival.duration);

    const std::size_t client = clients.index_of(arrival.client);
    count(result.totals, verdict);
    clients.on_verdict(client, now, verdict);
    count_policies(result.policies, policies, verdict);
    count_bin(result.bins, now, verdict.allowed);
    if (verdict.bad_path) ++result.bad_paths;
    const Judged judged{.arrival = arrival, .client = client, .verdict = verdict};
    for (VerdictSink* const sink : sinks) sink->on_verdict(judged);
  }
  in_flight.finish_until(instant_max, enforcer);
  if (result.interrupted || traffic.failure()) result.end = now;
  result.clients = clients.finish();
  return result;
}

}  // namespace ratelimit
