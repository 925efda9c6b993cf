#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenarios/traffic.h"

namespace ratelimit {

// One request of a test: at a time after `list_start`, from a client whose name is its address too.
struct Step {
  Duration at{};
  std::string client = {};
  std::string path = "/";
  Duration duration{};
};

inline constexpr Instant list_start{std::chrono::hours(24)};

// Requests that a test wrote down, in time order.
class ListTraffic final : public Traffic {
 public:
  explicit ListTraffic(std::vector<Step> steps) : steps_(std::move(steps)) {}

  bool next(Arrival& arrival) override {
    if (next_ == steps_.size()) return false;
    const Step& step = steps_[next_++];
    arrival.at = list_start + step.at;
    arrival.client = arrival.request.ip = step.client;
    arrival.request.method = "GET";
    arrival.request.path = step.path;
    arrival.duration = step.duration;
    return true;
  }
  [[nodiscard]] Instant first() const override { return list_start + steps_.front().at; }
  [[nodiscard]] Instant last() const override { return list_start + steps_.back().at; }
  [[nodiscard]] const std::optional<Error>& failure() const override { return failure_; }

 private:
  std::vector<Step> steps_;
  std::size_t next_ = 0;
  std::optional<Error> failure_;
};

}  // namespace ratelimit
