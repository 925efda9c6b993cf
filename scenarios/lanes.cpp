#include "scenarios/lanes.h"

#include <algorithm>

#include "core/int128.h"

namespace ratelimit {

Lanes::Lanes(Instant begin, Instant end, std::size_t columns)
    : begin_(begin), end_(end), columns_(columns), all_(columns) {
  for (std::size_t i = 0; i < columns; ++i) all_[i].column = static_cast<std::uint32_t>(i);
}

void Lanes::on_verdict(const Judged& judged) {
  const auto span = std::max((end_ - begin_).count(), std::int64_t{1});
  const auto since = (judged.arrival.at - begin_).count();
  const auto column =
      std::min(static_cast<std::size_t>(Int128{since} * static_cast<std::int64_t>(columns_) / span),
               columns_ - 1);
  const auto count = [&](LaneCell& cell) {
    ++(judged.verdict.allowed ? cell.allowed : cell.denied);
    if (judged.verdict.allowed && judged.verdict.delay > Duration{}) ++cell.delayed;
  };
  count(all_[column]);

  if (lanes_.size() <= judged.client) lanes_.resize(judged.client + 1);
  std::vector<LaneCell>& lane = lanes_[judged.client];
  // Requests come in order of time, so only the last cell can be this one.
  if (lane.empty() || lane.back().column != column) {
    if (cells_ == cells_max) {
      complete_ = false;
      return;
    }
    ++cells_;
    lane.push_back({.column = static_cast<std::uint32_t>(column)});
  }
  count(lane.back());
}

const std::vector<LaneCell>& Lanes::lane(std::size_t client) const {
  static const std::vector<LaneCell> none;
  return client < lanes_.size() ? lanes_[client] : none;
}

}  // namespace ratelimit
