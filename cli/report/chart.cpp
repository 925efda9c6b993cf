#include "cli/report/chart.h"

#include <algorithm>

#include "cli/report/format.h"
#include "cli/report/paint.h"
#include "cli/report/printable.h"
#include "core/int128.h"

namespace ratelimit {
namespace {

constexpr int rows = 5;
constexpr int levels = 8;  // Of one row.

constexpr std::string_view blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

// The heights of one column in levels from the ground: denied lies on allowed.
struct Column {
  int allowed = 0;
  int total = 0;
};

// What is there at all is drawn, however little it is beside the rest.
Column column_of(const LaneCell& cell, std::int64_t total_max) {
  const auto height = [total_max](std::int64_t count) {
    const std::int64_t scaled = (count * rows * levels + total_max / 2) / total_max;
    return count == 0 ? 0 : static_cast<int>(std::max<std::int64_t>(scaled, 1));
  };
  const std::int64_t total = std::int64_t{cell.allowed} + cell.denied;
  Column column{.allowed = height(cell.allowed), .total = height(total)};
  if (cell.denied > 0 && column.allowed == column.total) {
    if (column.total < rows * levels) {
      ++column.total;
    } else {
      --column.allowed;
    }
  }
  return column;
}

void draw_coloured(int allowed, int total, Painter& painter) {
  const auto block = [](int level) { return blocks[static_cast<std::size_t>(level)]; };
  if (total == 0) {
    painter.put(" ");
  } else if (allowed == 0) {
    painter.put(block(total), Role::denied);
  } else if (allowed == total) {
    painter.put(block(allowed), Role::allowed);
  } else {
    painter.put(block(allowed), Ink{.fore = Role::allowed, .back = Role::denied});
  }
}

// Without colour a cell says one thing: denied where that is the greater part of it, or where the
// column would not say it elsewhere.
void draw_plain(int allowed, int total, bool more_above, Charset charset, Painter& painter) {
  const int denied = total - allowed;
  const bool ascii = charset == Charset::ascii;
  if (denied > 0 && (denied >= allowed || !more_above)) {
    painter.put(ascii ? "x" : "░");
  } else if (ascii) {
    painter.put(allowed > 0 ? "#" : " ");
  } else {
    painter.put(blocks[static_cast<std::size_t>(allowed)]);
  }
}

void draw_cell(const Column& column, int row, const Style& style, Painter& painter) {
  const int ground = row * levels;
  const int allowed = std::clamp(column.allowed - ground, 0, levels);
  const int total = std::clamp(column.total - ground, 0, levels);
  if (style.depth != Depth::none && style.charset == Charset::unicode) {
    draw_coloured(allowed, total, painter);
  } else {
    draw_plain(allowed, total, column.total > ground + levels, style.charset, painter);
  }
}

void draw_scale(const Picture& picture, int row, std::size_t gutter, std::int64_t total_max,
                const Style& style, Painter& painter) {
  const bool ascii = style.charset == Charset::ascii;
  const bool labelled = row == 0 || row == rows - 1;
  const Duration width = column_width(picture.axis, picture.columns);
  const std::string label = row == 0 ? "0" : row == rows - 1 ? format_rate(total_max, width) : "";
  painter.put(pad_left(label, gutter - 1), Role::faint);
  painter.put(ascii ? "|" : labelled ? "┤" : "│", Role::faint);
}

void draw_legend(const Picture& picture, std::size_t gutter, const Style& style, Painter& painter) {
  const bool ascii = style.charset == Charset::ascii;
  const bool shaped = style.depth == Depth::none || ascii;
  painter.put(std::string(gutter, ' '));
  painter.put(ascii ? "#" : "█", Role::allowed).put(" allowed  ");
  painter.put(ascii ? "x" : shaped ? "░" : "█", Role::denied).put(" denied   ");
  const Duration width = column_width(picture.axis, picture.columns);
  painter.put("one column = " + format_length(width), Role::faint).line();
}

}  // namespace

void draw_chart(const Picture& picture, std::size_t gutter, const Style& style, std::string& out) {
  std::int64_t total_max = 1;
  for (const LaneCell& cell : picture.all) {
    total_max = std::max(total_max, std::int64_t{cell.allowed} + cell.denied);
  }
  std::vector<Column> columns(picture.columns);
  for (const LaneCell& cell : picture.all) columns[cell.column] = column_of(cell, total_max);

  Painter painter(out, style.depth);
  for (int row = rows - 1; row >= 0; --row) {
    draw_scale(picture, row, gutter, total_max, style, painter);
    for (const Column& column : columns) draw_cell(column, row, style, painter);
    painter.line();
  }
  std::string labels(gutter, ' ');
  for (const Tick& tick : time_ticks(picture.axis, picture.columns)) {
    labels.resize(gutter + tick.column, ' ');
    labels += tick.label;
  }
  painter.put(labels, Role::faint).line();
  draw_legend(picture, gutter, style, painter);
}

}  // namespace ratelimit
