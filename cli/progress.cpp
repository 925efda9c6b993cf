#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

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

// Bytes in the unit that suits `of`: "1.6", with the unit's name.
std::pair<std::string, std::string_view> in_unit(Count bytes, Count of) {
  constexpr std::array<std::string_view, 4> units = {"KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  Count size = 1024;
  while (unit + 1 < units.size() && of >= size * 1024) {
    size *= 1024;
    ++unit;
  }
  const Count tenths = multiply_divide_floor(bytes, 10, size);
  return {fmt::format("{}.{}", tenths / 10, tenths % 10), units[unit]};
}

// "1.6 of 2.3 GiB  412.0 MiB/s"
std::string read_so_far(const ProgressPoint& point, Count done) {
  const Count known = std::max(point.total, done);
  const auto [read, unit] = in_unit(done, known);
  const Count rate =
      multiply_divide_floor(done, 1'000'000'000, std::max<std::int64_t>(point.elapsed.count(), 1));
  const auto [pace, pace_unit] = in_unit(rate, rate);
  const std::string of = point.total > 0 ? " of " + in_unit(point.total, known).first : "";
  return fmt::format("{}{} {}  {} {}/s", read, of, unit, pace, pace_unit);
}

// "1,204,113 of 4,100,000 requests  3.1 M/s"
std::string replayed_so_far(const ProgressPoint& point, Count done) {
  const std::string of = point.total > 0 ? " of " + format_count(point.total) : "";
  return fmt::format("{}{} requests  {}", format_count(done), of, throughput(done, point.elapsed));
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
  const Count done = std::clamp<Count>(point.done, 0, point.total > 0 ? total : point.done);
  std::string figures =
      point.stage == Stage::reading ? read_so_far(point, done) : replayed_so_far(point, done);
  if (point.total > 0) {
    figures = fmt::format("  {:>3}%  {}", multiply_divide_floor(100, done, total), figures);
    if (done > 0) {
      const Duration left{multiply_divide_ceil(point.elapsed.count(), total - done, done)};
      const auto seconds = std::chrono::ceil<std::chrono::seconds>(left);
      figures += "  " + format_length(seconds) + " left";
    }
  }
  // What is longer than the line would stay when the line is erased.
  const std::string head = point.stage == Stage::reading ? "reading  " : "replay  ";
  const int room = style.width - 1 - static_cast<int>(head.size() + figures.size());
  const int columns = point.total > 0 ? std::clamp(room, 0, bar_columns_max) : 0;
  std::string out;
  Painter painter(out, style.depth);
  painter.put(head);
  put_bar(columns == 0 ? 0 : multiply_divide_floor(columns, done, total), columns, style.charset,
          painter);
  painter.put(room < 0 ? "" : figures);
  return out;
}

Progress::Progress(ProgressChoice choice, bool is_terminal, const Style& style, Stage stage)
    : choice_(choice),
      is_terminal_(is_terminal && choice == ProgressChoice::automatic),
      style_(style),
      stage_(stage),
      start_(std::chrono::steady_clock::now()),
      next_(is_terminal_ ? first_after : plain_every) {}

Duration Progress::elapsed() const {
  return std::chrono::steady_clock::now() - start_;
}

void Progress::at(Count done, Count total) {
  if (choice_ == ProgressChoice::none) return;
  const Duration now = elapsed();
  if (now < next_) return;
  next_ = now + (is_terminal_ ? redraw_every : plain_every);
  Style style = style_;
  if (!is_terminal_) style.depth = Depth::none;
  const std::string line =
      progress_line({.stage = stage_, .done = done, .total = total, .elapsed = now}, style);
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
