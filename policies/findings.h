#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace ratelimit {

// What is wrong with one file, collected while it is read. Errors and warnings; no exception, no
// stopping at the first.
class Findings {
 public:
  explicit Findings(std::string_view file) : file_(file) {}

  // A file may be nothing but mistakes: beyond errors_max they are dropped and E007 says so.
  void add(Error finding);

  [[nodiscard]] bool has_errors() const { return has_errors_; }
  // So many that nobody goes through them one by one: no need to guess what was meant.
  [[nodiscard]] bool are_many() const { return found_.size() >= many; }
  // Nothing more is taken: no need to work out what to say.
  [[nodiscard]] bool is_full() const { return found_.size() > errors_max; }

  // In file order; those of one place in the order of finding.
  [[nodiscard]] std::vector<Error> take();

  static constexpr std::size_t errors_max = 1'000;
  static constexpr std::size_t many = 50;

 private:
  std::string file_;
  std::vector<Error> found_;
  bool has_errors_ = false;
};

}  // namespace ratelimit
