#include "scenarios/in_flight.h"

#include <algorithm>
#include <tuple>

namespace ratelimit {

bool InFlight::is_later(const Ending& a, const Ending& b) {
  return std::tie(a.at, a.sequence) > std::tie(b.at, b.sequence);
}

void InFlight::begin(const Verdict& verdict, Instant end) {
  if (free_.empty()) {
    free_.push_back(held_.size());
    held_.emplace_back();
  }
  const std::size_t place = free_.back();
  free_.pop_back();
  held_[place].slots = verdict.slots;
  // The store knows no later instant.
  endings_.push_back({.at = std::min(end, instant_max), .sequence = sequence_++, .held = place});
  std::push_heap(endings_.begin(), endings_.end(), is_later);
}

void InFlight::finish_until(Instant now, const Enforcer& enforcer) {
  while (!endings_.empty() && endings_.front().at <= now) {
    std::pop_heap(endings_.begin(), endings_.end(), is_later);
    const Ending ending = endings_.back();
    endings_.pop_back();
    enforcer.finish(held_[ending.held], ending.at);
    free_.push_back(ending.held);
  }
}

}  // namespace ratelimit
