#pragma once

#include <algorithm>
#include <vector>

#include "core/int128.h"
#include "core/quota.h"
#include "core/time.h"

// What the algorithms mean, written as plainly as can be: lists of what was charged, scanned whole.
// Slow, and independent of how core/ keeps its states.
namespace ratelimit::testing {

struct Charge {
  Instant at;
  Count units;
};

class NaiveLog {
 public:
  explicit NaiveLog(const Quota& quota) : quota_(quota) {}
  [[nodiscard]] Count left(Instant now) const {
    Count used = 0;
    for (const Charge& charge : charges_) {
      if (charge.at + quota_.window > now) used += charge.units;
    }
    return quota_.limit - used;
  }
  [[nodiscard]] bool allows(Instant now, Count cost) const { return cost <= left(now); }
  void charge(Instant now, Count cost) { charges_.push_back({now, cost}); }

 private:
  Quota quota_;
  std::vector<Charge> charges_;
};

class NaiveFixedWindow {
 public:
  explicit NaiveFixedWindow(const Quota& quota) : quota_(quota) {}
  [[nodiscard]] Count left(Instant now) const {
    Count used = 0;
    for (const Charge& charge : charges_) {
      if (window_of(charge.at) == window_of(now)) used += charge.units;
    }
    return quota_.limit - used;
  }
  [[nodiscard]] bool allows(Instant now, Count cost) const { return cost <= left(now); }
  void charge(Instant now, Count cost) {
    if (quota_.align == Align::first_request && now >= opened_ + quota_.window) {
      charges_.clear();
      opened_ = now;
    }
    charges_.push_back({now, cost});
  }

 private:
  [[nodiscard]] std::int64_t window_of(Instant at) const {
    if (quota_.align == Align::first_request) return at < opened_ + quota_.window ? 0 : 1;
    return at.time_since_epoch() / quota_.window;
  }
  Quota quota_;
  Instant opened_ = long_ago;
  std::vector<Charge> charges_;
};

class NaiveCounter {
 public:
  explicit NaiveCounter(const Quota& quota) : quota_(quota) {}
  [[nodiscard]] Count left(Instant now) const {
    const std::int64_t index = now.time_since_epoch() / quota_.window;
    const Duration elapsed = now.time_since_epoch() % quota_.window;
    Count current = 0;
    Count previous = 0;
    for (const Charge& charge : charges_) {
      const std::int64_t window = charge.at.time_since_epoch() / quota_.window;
      if (window == index) current += charge.units;
      if (window == index - 1) previous += charge.units;
    }
    // The smallest whole number that is not below previous * (window - elapsed) / window.
    const Int128 product = Int128{previous} * (quota_.window - elapsed).count();
    Count weighted = static_cast<Count>(product / quota_.window.count());
    if (Int128{weighted} * quota_.window.count() < product) ++weighted;
    return quota_.limit - current - weighted;
  }
  [[nodiscard]] bool allows(Instant now, Count cost) const { return cost <= left(now); }
  void charge(Instant now, Count cost) { charges_.push_back({now, cost}); }

 private:
  Quota quota_;
  std::vector<Charge> charges_;
};

// A bucket of tokens, counted in units of 1/limit nanosecond: a token is `worth` units.
class NaiveBucket {
 public:
  NaiveBucket(const Quota& quota, Int128 worth, Int128 refill)
      : worth_(worth), refill_(refill), full_(worth * quota.burst), level_(full_) {}
  [[nodiscard]] Int128 level(Instant now) const {
    return std::min(full_, level_ + refill_ * (now - at_).count());
  }
  [[nodiscard]] Count left(Instant now) const { return static_cast<Count>(level(now) / worth_); }
  [[nodiscard]] bool allows(Instant now, Count cost) const { return worth_ * cost <= level(now); }
  void charge(Instant now, Count cost) {
    level_ = level(now) - worth_ * cost;
    at_ = now;
  }

 private:
  Int128 worth_;
  Int128 refill_;
  Int128 full_;
  Int128 level_;
  Instant at_{};
};

class NaiveTokenBucket : public NaiveBucket {
 public:
  explicit NaiveTokenBucket(const Quota& quota)
      : NaiveBucket(quota, quota.window.count(), quota.limit) {}
};

class NaiveGcra : public NaiveBucket {
 public:
  explicit NaiveGcra(const Quota& quota)
      : NaiveBucket(quota, emission_interval(quota).count(), 1) {}
};

// A queue that leaves one unit every interval; a request may join when its wait is short enough.
class NaiveLeakyBucket {
 public:
  explicit NaiveLeakyBucket(const Quota& quota) : quota_(quota), t_(emission_interval(quota)) {}
  [[nodiscard]] Duration wait(Instant now, Count cost) const {
    const Duration queue = std::max(empty_at_ - now, Duration{});
    return std::max(queue + t_ * cost - t_ * quota_.burst, Duration{});
  }
  [[nodiscard]] Count left(Instant now) const {
    Count count = 0;
    while (count < 1000 && wait(now, count + 1) <= quota_.max_delay) ++count;
    return count;
  }
  [[nodiscard]] bool allows(Instant now, Count cost) const {
    return cost <= quota_.burst && (cost == 0 || wait(now, cost) <= quota_.max_delay);
  }
  void charge(Instant now, Count cost) { empty_at_ = std::max(empty_at_, now) + t_ * cost; }

 private:
  Quota quota_;
  Duration t_;
  Instant empty_at_{};
};

}  // namespace ratelimit::testing
