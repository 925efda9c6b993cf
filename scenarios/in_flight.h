#pragma once

#include <cstdint>
#include <queue>
#include <utility>
#include <vector>

#include "policies/enforcer.h"
#include "scenarios/traffic.h"

namespace ratelimit {

// Requests that hold slots of concurrency quotas, until their time is over. One that ends at an
// instant gives its slots back before another arrives at it; of several, the one that came first.
class InFlight {
 public:
  // Takes what the verdict holds. A delayed request begins when its delay is over.
  void start(const Arrival& arrival, const Verdict& verdict) {
    if (verdict.slots.empty()) return;
    pending_.push({arrival.at + verdict.delay + arrival.duration, sequence_++, verdict.slots});
  }

  void finish_until(Instant now, const Enforcer& enforcer) {
    while (!pending_.empty() && pending_.top().end <= now) {
      over_.slots = pending_.top().slots;
      enforcer.finish(over_, pending_.top().end);
      pending_.pop();
    }
  }

 private:
  struct Pending {
    Instant end;
    std::uint64_t sequence;
    std::vector<Slot> slots;
    bool operator<(const Pending& other) const {  // The queue's top is its greatest.
      return std::pair(end, sequence) > std::pair(other.end, other.sequence);
    }
  };

  std::priority_queue<Pending> pending_;
  std::uint64_t sequence_ = 0;
  Verdict over_;
};

}  // namespace ratelimit
