#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/traffic.h"

namespace ratelimit {

// Arrivals of one instant, kept back to back in one stretch of bytes: what waits to be put in order
// takes little more memory than its text, and no allocation each.
class PackedArrivals {
 public:
  void add(const Arrival& arrival);
  void clear();

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_.size(); }

  // The next one, from the first on; false when there is none. Its views live until `clear`, its
  // headers and costs until the next call. `at` is left alone.
  bool next(Arrival& arrival);

 private:
  std::string bytes_;
  std::size_t size_ = 0;
  std::size_t read_ = 0;
  std::vector<Header> headers_;
  std::vector<ChargedCost> costs_;
};

}  // namespace ratelimit
