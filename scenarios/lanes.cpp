#include "scenarios/lanes.h"

#include <algorithm>

#include "core/int128.h"

namespace ratelimit {
namespace {

void count(LaneCell& cell, const Verdict& verdict) {
  ++(verdict.allowed ? cell.allowed : cell.denied);
  if (verdict.allowed && verdict.delay > Duration{}) ++cell.delayed;
}

}  // namespace

Lanes::Lanes(Instant begin, Instant end, std::size_t columns, std::size_t most)
    : begin_(begin),
      end_(end),
      columns_(std::max<std::size_t>(columns, 1)),
      most_(most),
      all_(columns_) {
  for (std::size_t i = 0; i < columns_; ++i) all_[i].column = static_cast<std::uint32_t>(i);
}

void Lanes::on_verdict(const Judged& judged) {
  const Duration since = std::clamp(judged.arrival.at, begin_, end_) - begin_;
  const Duration span = std::max(end_ - begin_, Duration(1));
  const auto cells = static_cast<std::int64_t>(columns_);
  const std::int64_t column =
      std::min(multiply_divide_floor(since.count(), cells, span.count()), cells - 1);
  count(all_[static_cast<std::size_t>(column)], judged.verdict);

  if (judged.client >= lanes_.size()) {
    if (!complete_) return;
    lanes_.resize(judged.client + 1);
  }
  // Requests come in time order, so a client's newest cell is its last.
  std::vector<LaneCell>& lane = lanes_[judged.client];
  if (lane.empty() || lane.back().column != static_cast<std::uint32_t>(column)) {
    complete_ = complete_ && cells_ < most_;
    if (!complete_) return;
    lane.push_back({.column = static_cast<std::uint32_t>(column)});
    ++cells_;
  }
  count(lane.back(), judged.verdict);
}

const std::vector<LaneCell>& Lanes::lane(std::size_t client) const {
  static const std::vector<LaneCell> none;
  return client < lanes_.size() ? lanes_[client] : none;
}

}  // namespace ratelimit
