#include "policies/replay.h"

namespace ratelimit {

std::vector<Error> replay_warnings(const Policies& policies) {
  std::vector<Error> warnings;
  for (const Policy& policy : policies.policies) {
    const CostRule::Kind kind = policy.cost.kind;
    const bool is_told = kind != CostRule::Kind::header && kind != CostRule::Kind::per_bytes;
    if (is_told || policy.mode == Mode::off) continue;
    warnings.push_back({.code = "W305",
                        .message = "policy '" + policy.name +
                                   "': this cost cannot be known in a replay: each request costs 1",
                        .file = policies.source,
                        .place = policy.place,
                        .note = "but for recordings, which say what was charged",
                        .subject = policy.name});
  }
  return warnings;
}

}  // namespace ratelimit
