#pragma once

#include <cstdint>
#include <string_view>

#include "core/key.h"
#include "core/memory_store.h"

namespace ratelimit {

// One quota for many clients, in memory: the limiter to embed where a policy file is too much.
//
//   Limiter limiter(*make_quota({.limit = 20, .window = 60s}));
//   const Decision decision = limiter.take("203.0.113.7", now);
//   if (!decision.allowed) ... decision.retry_after ...
//
// Thread-safe. `now` is nanoseconds since 1970, from whatever clock the program trusts. `seed`
// makes the keys: give it randomness where clients could choose their names to collide.
class Limiter {
 public:
  explicit Limiter(const Quota& quota, StoreOptions options = {}, std::uint64_t seed = 0);

  // Decides, and charges an allowed request.
  Decision take(std::string_view client, Instant now, Count cost = 1);

  // What is left, nothing charged.
  [[nodiscard]] Decision look(std::string_view client, Instant now);

  // Concurrency: gives back what an allowed `take` holds.
  void release(std::string_view client, const Decision& taken, Instant now, Count cost = 1);

  [[nodiscard]] StoreStats stats() const { return store_.stats(); }

 private:
  Quota quota_;
  KeyHasher hasher_;
  MemoryStore store_;
};

}  // namespace ratelimit
