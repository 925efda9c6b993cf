#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scenarios/simulate.h"

namespace ratelimit {

// What one client did in one column of the picture.
struct LaneCell {
  std::uint32_t column = 0;
  std::uint32_t allowed = 0;
  std::uint32_t denied = 0;
  std::uint32_t delayed = 0;  // A part of allowed.
};

// Counts each client's decisions by column of a picture `columns` wide that spans [begin, end]: an
// event at t lands in column floor((t - begin) * columns / (end - begin)), the last instant in the
// last column. Memory follows the cells that are not empty; when `most` cells are
// filled, no more are kept (`complete` is false then): lanes end early or are missing.
class Lanes final : public VerdictSink {
 public:
  static constexpr std::size_t cells_max = 16'000'000;

  Lanes(Instant begin, Instant end, std::size_t columns, std::size_t most = cells_max);
  void on_verdict(const Judged& judged) override;

  [[nodiscard]] std::size_t columns() const { return columns_; }
  // The cells of a client, by column; empty for one that has none.
  [[nodiscard]] const std::vector<LaneCell>& lane(std::size_t client) const;
  // All clients together, one cell a column.
  [[nodiscard]] const std::vector<LaneCell>& all() const { return all_; }
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  Instant begin_;
  Instant end_;
  std::size_t columns_;
  std::size_t most_;
  std::vector<std::vector<LaneCell>> lanes_;
  std::vector<LaneCell> all_;
  std::size_t cells_ = 0;
  bool complete_ = true;
};

}  // namespace ratelimit
