#include "cli/report/report.h"

#include <algorithm>
#include <cassert>

namespace ratelimit {

const Tally& tally_of(const RunResult& result, const Policy& policy) {
  const auto found = std::find_if(
      result.policies.begin(), result.policies.end(),
      [&policy](const PolicyResult& candidate) { return candidate.name == policy.name; });
  assert(found != result.policies.end());
  return found->tally;
}

}  // namespace ratelimit
