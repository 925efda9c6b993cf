#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "cli/report/style.h"
#include "core/quota.h"
#include "core/time.h"

namespace ratelimit {

enum class ProgressChoice : std::uint8_t { automatic, plain, none };

// How far a run is.
struct ProgressPoint {
  Count done = 0;
  Count total = 0;
  Duration elapsed{};
};

// "replay  ━━━━━━━╸━━━━━━━  29%  1,204,113 of 4,100,000 requests  3.1 M/s  3 s left"
std::string progress_line(const ProgressPoint& point, const Style& style);

// "3.1 M/s"
std::string throughput(Count count, Duration elapsed);

// Tells on stderr how far a run is: on a terminal one line that is redrawn, and erased in the end;
// elsewhere one line every ten seconds. A short run is not worth a line.
class Progress {
 public:
  Progress(ProgressChoice choice, bool is_terminal, const Style& style, Count total);

  void at(Count done);
  void erase();
  [[nodiscard]] Duration elapsed() const;

 private:
  ProgressChoice choice_;
  bool is_terminal_;
  Style style_;
  Count total_;
  std::chrono::steady_clock::time_point start_;
  Duration next_;
  bool drawn_ = false;
};

}  // namespace ratelimit
