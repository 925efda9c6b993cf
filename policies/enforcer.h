#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/key.h"
#include "core/store.h"
#include "policies/policy.h"
#include "policies/request.h"
#include "policies/verdict.h"

namespace ratelimit {

// The one place where requests are judged: the server, the simulator and replays all call `check`.
//
//   request -> who is asking -> which policies cover it -> questions -> store.decide -> verdict
//
// Thread-safe: any number of threads may check at the same time, each with a Verdict of its own.
class Enforcer {
 public:
  // Borrows both, which must outlive it. `seed` makes the keys: fixed in simulations, from the
  // system's randomness in a server.
  Enforcer(const Policies& policies, Store& store, std::uint64_t seed);
  ~Enforcer();
  Enforcer(const Enforcer&) = delete;
  Enforcer& operator=(const Enforcer&) = delete;

  // Judges the request at `now` and charges what it is to be charged. `verdict` is overwritten.
  void check(const Request& request, Instant now, Verdict& verdict) const;

  // Ends a request: gives its slots back. Once for every verdict that holds slots.
  void finish(const Verdict& verdict, Instant now) const;

  // Who is counted by this policy, in words: "ip=198.51.100.17,route=/search/**". Credentials are
  // shown as the first 12 hex digits of their SHA-256.
  [[nodiscard]] std::string key_label(const Policy& policy, const Request& request) const;

  [[nodiscard]] const Policies& policies() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ratelimit
