#pragma once

#include <tuple>
#include <utility>
#include <vector>

#include "core/algorithms.h"
#include "core/int128.h"
#include "tests/core/naive.h"
#include "tests/core/traffic.h"

namespace ratelimit::testing {

using namespace std::chrono_literals;

// What a test must know of an algorithm: its reference, and the bound that it states: units charged
// over any run satisfy units * window <= bound * window + limit * elapsed.
template <class Algorithm>
struct Kind;

template <>
struct Kind<SlidingLog> {
  using Naive = NaiveLog;
  static constexpr ratelimit::Algorithm algorithm = ratelimit::Algorithm::sliding_window_log;
  static Int128 bound(const Quota& quota) { return Int128{quota.limit} * quota.window.count(); }
};

template <>
struct Kind<SlidingCounter> {
  using Naive = NaiveCounter;
  static constexpr ratelimit::Algorithm algorithm = ratelimit::Algorithm::sliding_window_counter;
  static Int128 bound(const Quota& quota) { return Int128{2 * quota.limit} * quota.window.count(); }
};

template <>
struct Kind<FixedWindow> {
  using Naive = NaiveFixedWindow;
  static constexpr ratelimit::Algorithm algorithm = ratelimit::Algorithm::fixed_window;
  static Int128 bound(const Quota& quota) { return Int128{2 * quota.limit} * quota.window.count(); }
};

template <>
struct Kind<TokenBucket> {
  using Naive = NaiveTokenBucket;
  static constexpr ratelimit::Algorithm algorithm = ratelimit::Algorithm::token_bucket;
  static Int128 bound(const Quota& quota) { return Int128{quota.burst} * quota.window.count(); }
};

template <>
struct Kind<Gcra> {
  using Naive = NaiveGcra;
  static constexpr ratelimit::Algorithm algorithm = ratelimit::Algorithm::gcra;
  static Int128 bound(const Quota& quota) { return Int128{quota.burst} * quota.window.count(); }
};

template <>
struct Kind<LeakyBucket> {
  using Naive = NaiveLeakyBucket;
  static constexpr ratelimit::Algorithm algorithm = ratelimit::Algorithm::leaky_bucket;
  static Int128 bound(const Quota& quota) {
    return Int128{quota.burst} * quota.window.count() +
           Int128{quota.limit} * quota.max_delay.count();
  }
};

// All that keep a budget per window; concurrency knows no time and has tests of its own.
using WindowAlgorithms =
    std::tuple<SlidingLog, SlidingCounter, FixedWindow, TokenBucket, Gcra, LeakyBucket>;

// Quotas whose windows divide evenly and unevenly, of one nanosecond a unit and of one a day, with
// bursts below and above the limit.
template <class Algorithm>
std::vector<Quota> quotas() {
  std::vector<Quota> all;
  const auto add = [&all](Quota quota) { all.push_back(*make_quota(quota)); };
  for (const auto& [limit, window] : std::initializer_list<std::pair<Count, Duration>>{
           {1, 24h}, {3, 10s}, {20, 60s}, {7, 1s}, {5, 13ns}, {5, 5ns}, {100, 1ms}}) {
    Quota quota{.algorithm = Kind<Algorithm>::algorithm, .limit = limit, .window = window};
    if (quota.algorithm == ratelimit::Algorithm::leaky_bucket) quota.max_delay = window / 2 + 1ns;
    add(quota);
    if (quota.algorithm == ratelimit::Algorithm::fixed_window) {
      quota.align = Align::first_request;
      add(quota);
    }
    if (!has_burst(quota.algorithm)) continue;
    for (const Count burst : {Count{1}, limit / 2 + 1, limit * 3}) {
      quota.burst = burst;
      add(quota);
    }
  }
  return all;
}

// Calls check(quota, traffic) for every quota of an algorithm and several seeds.
template <class Algorithm, class Check>
void for_each_run(Check check) {
  for (const Quota& quota : quotas<Algorithm>()) {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
      CAPTURE(seed, quota.limit, quota.window.count(), quota.burst, name_of(quota.align));
      check(quota, make_traffic(quota, seed, 160));
    }
  }
}

}  // namespace ratelimit::testing
