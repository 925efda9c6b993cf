#include "cli/diagnostics.h"

#include <algorithm>
#include <map>

#include "cli/excerpt.h"
#include "cli/report/paint.h"
#include "cli/report/printable.h"
#include "policies/error_line.h"

namespace ratelimit {
namespace {

constexpr int context_lines = 2;
constexpr std::size_t excerpt_min = 40;

// A stretch of a line to be underlined.
struct Mark {
  Place place;
  std::string_view label;
  char stroke;
  Role role;
};

class Drawing {
 public:
  Drawing(const std::vector<std::string_view>& lines, const Style& style)
      : lines_(lines), style_(style), painter_(out_, style.depth) {}

  void draw(const Error& error) {
    const Role role = is_warning(error) ? Role::delayed : Role::fail;
    painter_.put(is_warning(error) ? "warning" : "error", role);
    if (!error.code.empty()) painter_.put("[" + error.code + "]", role);
    painter_.put(": " + own(error.message), Role::strong).line();

    std::map<int, std::vector<Mark>> marks;
    add(marks, error.place, error.label, '^', role);
    add(marks, error.other, error.other_label, '-', Role::allowed);
    const int last = marks.empty() ? 0 : marks.rbegin()->first;
    gutter_ = std::max<std::size_t>(2, std::to_string(last).size());

    std::string place = own(error.file);
    if (error.place.line > 0) {
      place += ':' + std::to_string(error.place.line) + ':' + std::to_string(error.place.column);
    }
    if (!place.empty()) {
      painter_.put(std::string(gutter_, ' ') + "--> ", Role::faint).put(place).line();
    }
    if (!marks.empty()) bar().line();
    draw_context(marks, error.place.line);
    for (const auto& [line, marks_of_line] : marks) draw_marks(line, marks_of_line);
    if (!marks.empty() && !is_warning(error) && !error.label.empty()) bar().line();
    if (!error.note.empty()) {
      painter_.put(std::string(gutter_ + 1, ' ') + "= ", Role::faint).put(own(error.note)).line();
    }
  }

  std::string take() { return std::move(out_); }

 private:
  // Our own words with names from the file in them.
  [[nodiscard]] std::string own(std::string_view text) const {
    constexpr std::string_view dots = "…";
    std::string plain(text);
    std::size_t at = 0;
    while (style_.charset == Charset::ascii && (at = plain.find(dots)) != std::string::npos) {
      plain.replace(at, dots.size(), "...");
    }
    return printable(plain, style_.charset);
  }

  void add(std::map<int, std::vector<Mark>>& marks, const Place& place, std::string_view label,
           char stroke, Role role) const {
    if (place.line < 1 || place.line > static_cast<int>(lines_.size())) return;
    marks[place.line].push_back({.place = place, .label = label, .stroke = stroke, .role = role});
  }

  [[nodiscard]] std::string_view line(int number) const {
    return lines_[static_cast<std::size_t>(number) - 1];
  }

  Painter& bar() { return painter_.put(std::string(gutter_ + 1, ' ') + "|", Role::faint); }

  Excerpt put_line(int number, std::size_t focus) {
    const std::size_t taken = gutter_ + 3;
    const auto width = static_cast<std::size_t>(style_.width);
    Excerpt excerpt(line(number), focus, std::max(excerpt_min, width - std::min(width, taken)),
                    style_.charset);
    painter_.put(pad_left(std::to_string(number), gutter_) + " |", Role::faint);
    if (!excerpt.text().empty()) painter_.put(" " + excerpt.text());
    painter_.line();
    return excerpt;
  }

  // The header of the table that the place lies in, and what is between, if it is near.
  void draw_context(const std::map<int, std::vector<Mark>>& marks, int place_line) {
    if (marks.empty() || marks.begin()->first != place_line) return;
    for (int header = place_line - 1; header >= std::max(1, place_line - context_lines); --header) {
      if (!line(header).starts_with('[')) continue;
      for (int number = header; number < place_line; ++number) put_line(number, 0);
      return;
    }
  }

  void draw_marks(int number, const std::vector<Mark>& marks) {
    const auto byte = [](const Mark& mark) {
      return static_cast<std::size_t>(std::max(mark.place.column, 1)) - 1;
    };
    const Excerpt excerpt = put_line(number, byte(marks.front()));
    for (const Mark& mark : marks) {
      const std::size_t begin = excerpt.column(byte(mark));
      const std::size_t end =
          excerpt.column(byte(mark) + static_cast<std::size_t>(std::max(mark.place.span, 1)));
      const std::size_t length = std::max(end, begin + 1) - begin;
      bar().put(std::string(begin + 1, ' ')).put(std::string(length, mark.stroke), mark.role);
      if (!mark.label.empty()) painter_.put(" " + own(mark.label), mark.role);
      painter_.line();
    }
  }

  const std::vector<std::string_view>& lines_;
  const Style& style_;
  std::string out_;
  Painter painter_;
  std::size_t gutter_ = 2;
};

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string draw_errors(const std::vector<Error>& errors, std::string_view text,
                        const Style& style) {
  const std::vector<std::string_view> lines = split_lines(text);
  Drawing drawing(lines, style);
  for (const Error& error : errors) drawing.draw(error);
  return drawing.take();
}

std::string count_findings(std::size_t errors, std::size_t warnings) {
  std::string text;
  if (errors > 0) text = counted(errors, "error");
  if (warnings > 0) text += (text.empty() ? "" : ", ") + counted(warnings, "warning");
  return text;
}

}  // namespace ratelimit
