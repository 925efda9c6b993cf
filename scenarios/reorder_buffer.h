#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "scenarios/packed_arrivals.h"

namespace ratelimit {

// Puts arrivals in time order that come out of it by no more than a horizon; those of one instant
// keep the order in which they came. An instant is handed out once no later arrival can lie in it
// or before it:
//
//    handed out |  held: the last `horizon`  | newest
//   ------------+----------------------------+---> time
class ReorderBuffer {
 public:
  explicit ReorderBuffer(Duration horizon) : horizon_(horizon) {}

  // False: it lies before what was handed out, so the horizon was wrong.
  bool add(const Arrival& arrival);

  // The earliest instant that is complete, or with `all` just the earliest; nothing if there is
  // none. `arrivals` is exchanged for those of that instant.
  std::optional<Instant> take(bool all, PackedArrivals& arrivals);

  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  using Instants = std::map<Instant, PackedArrivals>;

  Duration horizon_;
  Instants held_;
  std::vector<Instants::node_type> spare_;  // Nodes to use again, with their memory.
  std::optional<Instant> newest_;
  std::optional<Instant> handed_out_;
  std::size_t bytes_ = 0;
};

}  // namespace ratelimit
