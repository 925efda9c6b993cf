#pragma once

#include <cstdint>

#include "core/quota.h"
#include "core/time.h"

namespace ratelimit {

// Why a decision is what it is. On an allow it is always `quota`.
enum class Reason : std::uint8_t {
  quota,               // The budget: spent on a denial, sufficient on an allow.
  cost_exceeds_limit,  // The request is dearer than the whole budget: it can never pass.
  banned,              // A penalty: too many denials before.
  store_full,          // No room for a new key, and the store is told to deny then.
  store_down,          // The store could not be asked, and is told to deny then.
};

// When a denied request may pass.
enum class Retry : std::uint8_t {
  after,    // After retry_after, if nobody else is charged until then.
  unknown,  // When somebody else finishes: a slot, or room in the store.
  never,    // Not with this cost.
};

// What one quota says of one request. Durations are relative to the instant that was passed in.
struct Decision {
  bool allowed = true;
  Reason reason = Reason::quota;
  Retry retry = Retry::after;
  bool shared = false;     // Answered from the budget that new keys share while the store is full.
  Count remaining = 0;     // Requests of cost 1 that would still pass at this instant.
  Duration delay{};        // leaky-bucket: how long an allowed request is to be held back.
  Duration retry_after{};  // Zero if allowed, or if `retry` is not `after`.
  Duration reset{};  // Until the state equals a new key's; zero where only a release can do it.
  friend bool operator==(const Decision&, const Decision&) = default;
};

}  // namespace ratelimit
