#include "cli/report/timeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/report/chart.h"
#include "cli/report/format.h"
#include "cli/report/paint.h"
#include "cli/report/printable.h"

namespace ratelimit {
namespace {

constexpr std::size_t margin = 2;    // Left of the names.
constexpr std::size_t gap = 2;       // Between names and lanes.
constexpr std::size_t figures = 17;  // " requests denied", and one column so that no line wraps.

constexpr std::string_view blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

bool is_drawn_in_halves(const Style& style) {
  return style.depth != Depth::none && style.charset == Charset::unicode;
}

Role allowed_role(const LaneCell& cell) {
  return cell.delayed > 0 && cell.delayed * 2 >= cell.allowed ? Role::delayed : Role::allowed;
}

// Allowed in the upper half of the cell, denied in the lower one; brighter is more.
void draw_halves(const LaneCell& cell, std::int64_t count_max, Painter& painter) {
  const int allowed = shade_of(cell.allowed, count_max);
  const int denied = shade_of(cell.denied, count_max);
  if (cell.allowed > 0 && cell.denied > 0) {
    painter.put("▀", Ink{allowed_role(cell), Role::denied, allowed, denied});
  } else if (cell.allowed > 0) {
    painter.put("▀", Ink{.fore = allowed_role(cell), .fore_shade = allowed});
  } else if (cell.denied > 0) {
    painter.put("▄", Ink{.fore = Role::denied, .fore_shade = denied});
  } else {
    painter.put("─", Role::faint);
  }
}

std::string_view plain_glyph(const LaneCell& cell, std::int64_t count_max) {
  if (cell.allowed > 0 && cell.denied > 0) return "▒";
  if (cell.denied > 0) return "░";
  if (cell.allowed == 0) return "·";
  if (allowed_role(cell) == Role::delayed) return "~";
  const std::int64_t level = (std::int64_t{cell.allowed} * 8 + count_max - 1) / count_max;
  return blocks[level - 1];
}

void draw_ascii(const LaneCell& cell, std::int64_t count_max, Painter& painter) {
  if (cell.allowed > 0 && cell.denied > 0) {
    painter.put("+", Role::denied);
  } else if (cell.denied > 0) {
    painter.put(std::int64_t{cell.denied} * 2 < count_max ? "x" : "X", Role::denied);
  } else if (cell.allowed == 0) {
    painter.put(" ");
  } else if (allowed_role(cell) == Role::delayed) {
    painter.put("~", Role::delayed);
  } else {
    painter.put(std::int64_t{cell.allowed} * 2 < count_max ? "." : "o", Role::allowed);
  }
}

void draw_cells(const Lane& lane, std::size_t columns, const Style& style, Painter& painter) {
  std::vector<LaneCell> cells(columns);
  std::int64_t count_max = 1;
  for (const LaneCell& cell : lane.cells) {
    cells[cell.column] = cell;
    count_max = std::max<std::int64_t>({count_max, cell.allowed, cell.denied});
  }
  for (const LaneCell& cell : cells) {
    if (is_drawn_in_halves(style)) {
      draw_halves(cell, count_max, painter);
    } else if (style.charset == Charset::ascii) {
      draw_ascii(cell, count_max, painter);
    } else {
      painter.put(plain_glyph(cell, count_max));
    }
  }
}

void draw_lane(const Lane& lane, const std::string& name, std::size_t columns, const Style& style,
               Painter& painter) {
  painter.put(std::string(margin, ' ') + name + std::string(gap, ' '));
  if (columns > 0) draw_cells(lane, columns, style, painter);
  painter.put(pad_left(format_count(lane.requests), 9));
  const std::string share = pad_left(format_share(lane.denied, lane.requests), 7);
  painter.put(share, lane.denied > 0 ? Role::denied : Role::faint).line();
}

// As much of the sentence as there is room for.
std::string name_of_rest(std::size_t clients, std::size_t width) {
  const std::string count = format_count(static_cast<Count>(clients));
  const std::string_view noun = clients == 1 ? "client" : "clients";
  for (const std::string& name :
       {fmt::format("and {} more {}", count, noun), fmt::format("{} more {}", count, noun),
        fmt::format("{} more", count)}) {
    if (name.size() <= width) return name;
  }
  return "the rest";
}

void draw_lane_legend(const Picture& picture, std::size_t gutter, const Style& style,
                      Painter& painter) {
  const bool delayed = std::any_of(picture.all.begin(), picture.all.end(),
                                   [](const LaneCell& cell) { return cell.delayed > 0; });
  painter.put(std::string(gutter, ' '));
  if (is_drawn_in_halves(style)) {
    painter.put("▀", Role::allowed).put(" allowed (upper half)  ", Role::faint);
    if (delayed) painter.put("▀", Role::delayed).put(" delayed  ", Role::faint);
    painter.put("▄", Role::denied).put(" denied (lower half)", Role::faint);
    if (style.depth != Depth::basic) painter.put(", brighter = more", Role::faint);
  } else if (style.charset == Charset::ascii) {
    painter.put(". o allowed   + both   x X denied", Role::faint);
    if (delayed) painter.put("   ~ delayed", Role::faint);
  } else {
    painter.put("▁▄█ allowed   ▒ both   ░ denied");
    if (delayed) painter.put("   ~ delayed");
  }
  painter.line();
}

void draw_lane_head(std::size_t gutter, std::size_t columns, Painter& painter) {
  const std::string head = pad_right("  client", gutter + columns) + " requests denied";
  painter.put(head, Role::faint).line();
}

}  // namespace

std::size_t name_columns(int width) {
  return width < 80 ? 12 : width < 100 ? 16 : width < 120 ? 18 : 24;
}

std::size_t lane_columns(int width) {
  if (width < width_for_lanes) return 1;
  return static_cast<std::size_t>(width) - margin - name_columns(width) - gap - figures;
}

std::string draw_timeline(const Picture& picture, const Style& style) {
  const bool with_lanes = style.width >= width_for_lanes;
  const std::size_t columns = with_lanes ? picture.columns : 0;
  const std::size_t room = name_columns(style.width);
  std::vector<std::string> names;
  for (const Lane& lane : picture.lanes) names.push_back(fit(lane.name, room, style.charset));
  std::size_t name_width = std::string_view("client").size();
  if (picture.clients_more > 0) {
    names.push_back(name_of_rest(picture.clients_more, room));
  }
  for (const std::string& name : names) name_width = std::max(name_width, display_width(name));
  const std::size_t gutter = margin + name_width + gap;

  std::string out;
  Painter painter(out, style.depth);
  if (with_lanes) {
    draw_chart(picture, gutter, style, out);
    painter.line();
  }
  draw_lane_head(gutter, columns, painter);
  for (std::size_t at = 0; at < names.size(); ++at) {
    const Lane& lane = at < picture.lanes.size() ? picture.lanes[at] : picture.more;
    draw_lane(lane, pad_right(names[at], name_width), columns, style, painter);
  }
  if (with_lanes) draw_lane_legend(picture, gutter, style, painter);
  if (!picture.complete) {
    painter.put("  too many clients to keep a lane for each: some lanes are empty", Role::faint);
    painter.line();
  }
  return out;
}

}  // namespace ratelimit
