#include "cli/failure.h"

#include <cstdio>

#include "cli/report/paint.h"
#include "cli/report/printable.h"

namespace ratelimit {

std::string draw_failure(const Error& error, const Style& style) {
  std::string out;
  Painter painter(out, style.depth);
  painter.put("error", Role::fail).put(": " + printable(error.message, style.charset)).line();
  if (!error.note.empty()) painter.put("  " + printable(error.note, style.charset)).line();
  return out;
}

void say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

int fail(const Error& error, const Style& style, int status) {
  say(draw_failure(error, style));
  return status;
}

}  // namespace ratelimit
