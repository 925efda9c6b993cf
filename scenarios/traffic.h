#pragma once

#include <optional>
#include <string_view>

#include "core/result.h"
#include "core/time.h"
#include "policies/request.h"

namespace ratelimit {

// One request as it reaches the limiter. Views are valid until the next call of `next`.
struct Arrival {
  Instant at;
  Request request;
  std::string_view client;  // Who sent it, for people: a label, or the address.
  Duration duration{};      // How long it is in flight.
};

// A stream of requests in time order.
class Traffic {
 public:
  Traffic() = default;
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;
  virtual ~Traffic() = default;

  // The next request; false at the end, or when reading fails (see `failure`).
  virtual bool next(Arrival& arrival) = 0;

  // The first and the last instant of all traffic, known before the first `next`.
  [[nodiscard]] virtual Instant first() const = 0;
  [[nodiscard]] virtual Instant last() const = 0;

  // Why reading failed, if it did.
  [[nodiscard]] virtual const std::optional<Error>& failure() const = 0;
};

}  // namespace ratelimit
