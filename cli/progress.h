#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "cli/report/style.h"
#include "core/quota.h"
#include "core/time.h"

namespace ratelimit {

enum class ProgressChoice : std::uint8_t { automatic, plain, none };

// What a run is at: reading counts bytes, the replay requests.
enum class Stage : std::uint8_t { reading, replay };

// How far a run is. A total of 0 is not known, as that of a pipe.
struct ProgressPoint {
  Stage stage = Stage::replay;
  Count done = 0;
  Count total = 0;
  Duration elapsed{};
};

// "reading  ━━━━━━━━───  71%  1.6 of 2.3 GiB  412 MiB/s  2 s left"
// "replay  ━━━━────────  29%  1,204,113 of 4,100,000 requests  3.1 M/s  3 s left"
std::string progress_line(const ProgressPoint& point, const Style& style);

// "3.1 M/s"
std::string throughput(Count count, Duration elapsed);

// Tells on stderr how far a run is: on a terminal one line that is redrawn, and erased in the end;
// elsewhere one line every ten seconds. A short run is not worth a line.
class Progress {
 public:
  Progress(ProgressChoice choice, bool is_terminal, const Style& style, Stage stage);

  void at(Count done, Count total);
  void erase();
  [[nodiscard]] Duration elapsed() const;

 private:
  ProgressChoice choice_;
  bool is_terminal_;
  Style style_;
  Stage stage_;
  std::chrono::steady_clock::time_point start_;
  Duration next_;
  bool drawn_ = false;
};

}  // namespace ratelimit
