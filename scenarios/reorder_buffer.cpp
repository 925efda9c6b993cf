#include "scenarios/reorder_buffer.h"

#include <algorithm>
#include <utility>

namespace ratelimit {
namespace {

constexpr std::size_t spare_max = 64;
// What an instant takes besides its arrivals.
constexpr std::size_t instant_bytes = 160;

}  // namespace

bool ReorderBuffer::add(const Arrival& arrival) {
  if (handed_out_ && arrival.at <= *handed_out_) return false;
  newest_ = std::max(newest_.value_or(arrival.at), arrival.at);
  // Most arrivals belong to the newest instant.
  auto place = held_.empty() ? held_.end() : std::prev(held_.end());
  if (place == held_.end() || place->first != arrival.at) {
    place = held_.lower_bound(arrival.at);
    if (place == held_.end() || place->first != arrival.at) {
      bytes_ += instant_bytes;
      if (spare_.empty()) {
        place = held_.emplace_hint(place, arrival.at, PackedArrivals());
      } else {
        spare_.back().key() = arrival.at;
        place = held_.insert(place, std::move(spare_.back()));
        spare_.pop_back();
      }
    }
  }
  const std::size_t before = place->second.bytes();
  place->second.add(arrival);
  bytes_ += place->second.bytes() - before;
  return true;
}

std::optional<Instant> ReorderBuffer::take(bool all, PackedArrivals& arrivals) {
  if (held_.empty()) return std::nullopt;
  const auto first = held_.begin();
  const Instant at = first->first;
  if (!all && *newest_ - at <= horizon_) return std::nullopt;
  std::swap(arrivals, first->second);
  bytes_ -= arrivals.bytes() + instant_bytes;
  first->second.clear();
  Instants::node_type node = held_.extract(first);
  if (spare_.size() < spare_max) spare_.push_back(std::move(node));
  handed_out_ = at;
  return at;
}

}  // namespace ratelimit
