#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "policies/enforcer.h"

namespace ratelimit {

// The requests that hold slots of concurrency quotas, and when each will give them back.
class InFlight {
 public:
  // Takes the slots of a verdict.
  void begin(const Verdict& verdict, Instant end);
  // Ends every request whose end is not later than `now`, in order of their ends; those of one
  // instant in the order in which they began.
  void finish_until(Instant now, const Enforcer& enforcer);

 private:
  struct Ending {
    Instant at;
    std::uint64_t sequence;
    std::size_t held;  // Index into held_.
  };
  // The heap's order: the earliest on top.
  static bool is_later(const Ending& a, const Ending& b);

  std::vector<Ending> endings_;  // A heap.
  std::vector<Verdict> held_;    // Of each, only the slots; used again.
  std::vector<std::size_t> free_;
  std::uint64_t sequence_ = 0;
};

}  // namespace ratelimit
