#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "cli/report/format.h"
#include "cli/report/paint.h"
#include "core/int128.h"

namespace ratelimit {
namespace {

using namespace std::chrono_literals;

constexpr Duration first_after = 300ms;
constexpr Duration redraw_every = 100ms;
constexpr Duration plain_every = 10s;
constexpr int bar_columns_max = 32;

void put_bar(std::int64_t filled, std::int64_t columns, Charset charset, Painter& painter) {
  const bool ascii = charset == Charset::ascii;
  const auto repeat = [&painter](std::int64_t times, std::string_view glyph, Role role) {
    for (; times > 0; --times) painter.put(glyph, role);
  };
  repeat(filled, ascii ? "#" : "━", Role::allowed);
  repeat(columns - filled, ascii ? "-" : "─", Role::faint);
}

}  // namespace

std::string throughput(Count count, Duration elapsed) {
  const auto tenths = static_cast<std::int64_t>(Int128{count} * 10'000'000'000 /
                                                std::max<std::int64_t>(elapsed.count(), 1));
  if (tenths >= 10'000'000)
    return fmt::format("{}.{} M/s", tenths / 10'000'000, tenths / 1'000'000 % 10);
  if (tenths >= 100'000) return fmt::format("{} k/s", tenths / 10'000);
  return fmt::format("{}/s", tenths / 10);
}

std::string progress_line(const ProgressPoint& point, const Style& style) {
  const Count total = std::max<Count>(point.total, 1);
  const Count done = std::clamp<Count>(point.done, 0, total);
  std::string figures =
      fmt::format("  {:>3}%  {} of {} requests  {}", multiply_divide_floor(100, done, total),
                  format_count(done), format_count(total), throughput(done, point.elapsed));
  if (done > 0) {
    const Duration left{multiply_divide_ceil(point.elapsed.count(), total - done, done)};
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left);
    figures += "  " + format_length(seconds) + " left";
  }
  // What is longer than the line would stay when the line is erased.
  const std::string head = "replay  ";
  const int room = style.width - 1 - static_cast<int>(head.size() + figures.size());
  const int columns = std::clamp(room, 0, bar_columns_max);
  std::string out;
  Painter painter(out, style.depth);
  painter.put(head);
  put_bar(multiply_divide_floor(columns, done, total), columns, style.charset, painter);
  painter.put(room < 0 ? "" : figures);
  return out;
}

Progress::Progress(ProgressChoice choice, bool is_terminal, const Style& style, Count total)
    : choice_(choice),
      is_terminal_(is_terminal && choice == ProgressChoice::automatic),
      style_(style),
      total_(total),
      start_(std::chrono::steady_clock::now()),
      next_(is_terminal_ ? first_after : plain_every) {}

Duration Progress::elapsed() const {
  return std::chrono::steady_clock::now() - start_;
}

void Progress::at(Count done) {
  if (choice_ == ProgressChoice::none) return;
  const Duration now = elapsed();
  if (now < next_) return;
  next_ = now + (is_terminal_ ? redraw_every : plain_every);
  Style style = style_;
  if (!is_terminal_) style.depth = Depth::none;
  const std::string line = progress_line({.done = done, .total = total_, .elapsed = now}, style);
  std::fputs(((is_terminal_ ? "\r\x1b[2K" : "") + line + (is_terminal_ ? "" : "\n")).c_str(),
             stderr);
  std::fflush(stderr);
  drawn_ = is_terminal_;
}

void Progress::erase() {
  if (drawn_) std::fputs("\r\x1b[2K", stderr);
  drawn_ = false;
}

}  // namespace ratelimit
