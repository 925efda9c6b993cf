#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

#include "policies/enforcer.h"
#include "scenarios/run_result.h"
#include "scenarios/traffic.h"

namespace ratelimit {

// One judged request, for those who want more than aggregates. Valid during the call.
struct Judged {
  const Arrival& arrival;
  std::size_t client;  // Index into RunResult::clients.
  int attempt = 1;
  const Verdict& verdict;
};

// Is told every verdict, in order.
class VerdictSink {
 public:
  VerdictSink() = default;
  VerdictSink(const VerdictSink&) = delete;
  VerdictSink& operator=(const VerdictSink&) = delete;
  virtual ~VerdictSink() = default;
  virtual void on_verdict(const Judged& judged) = 0;
};

struct RunOptions {
  std::size_t bins = 600;
  // Asked now and then; true stops the run, which then says `interrupted`.
  std::function<bool()> interrupted = [] { return false; };
  // Told now and then how many requests are done and at what time the run is.
  std::function<void(Count, Instant)> progress = [](Count, Instant) {};
};

// Distinct clients that a result tells apart; all further ones are one client of this name.
inline constexpr std::size_t clients_max = 2'000'000;
inline constexpr std::string_view other_clients = "(other clients)";

// Plays the traffic against the policies on virtual time. Deterministic: the same traffic, policies
// and seed give the same verdicts and the same result.
RunResult simulate(Traffic& traffic, const Enforcer& enforcer, std::span<VerdictSink* const> sinks,
                   const RunOptions& options = {});

}  // namespace ratelimit
