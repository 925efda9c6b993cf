#pragma once

#include <type_traits>
#include <utility>

#include "core/concurrency.h"
#include "core/fixed_window.h"
#include "core/gcra.h"
#include "core/leaky_bucket.h"
#include "core/penalty.h"
#include "core/sliding_counter.h"
#include "core/sliding_log.h"
#include "core/token_bucket.h"

namespace ratelimit {

// Calls `visit` with std::type_identity of the class that decides as `algorithm` says.
template <class Visitor>
decltype(auto) visit_algorithm(Algorithm algorithm, Visitor&& visit) {
  switch (algorithm) {
    case Algorithm::sliding_window_log:
      return visit(std::type_identity<SlidingLog>{});
    case Algorithm::sliding_window_counter:
      return visit(std::type_identity<SlidingCounter>{});
    case Algorithm::fixed_window:
      return visit(std::type_identity<FixedWindow>{});
    case Algorithm::token_bucket:
      return visit(std::type_identity<TokenBucket>{});
    case Algorithm::gcra:
      return visit(std::type_identity<Gcra>{});
    case Algorithm::leaky_bucket:
      return visit(std::type_identity<LeakyBucket>{});
    case Algorithm::concurrency:
      return visit(std::type_identity<Concurrency>{});
    case Algorithm::penalty:
      break;
  }
  return visit(std::type_identity<Penalty>{});
}

}  // namespace ratelimit
