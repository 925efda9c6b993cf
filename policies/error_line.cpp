#include "policies/error_line.h"

#include <algorithm>
#include <string_view>

#include "policies/utf8.h"

namespace ratelimit {
namespace {

// The text with a `?` for each control character and each byte that is no UTF-8: nothing that a
// file says may move a terminal's cursor.
std::string harmless(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto first = static_cast<unsigned char>(text[0]);
    // C0 controls and DEL; C1 controls are C2 80 to C2 9F.
    const bool is_control =
        first < 0x20 || first == 0x7F ||
        (first == 0xC2 && length == 2 && static_cast<unsigned char>(text[1]) < 0xA0);
    if (length == 0 || is_control) {
      out += '?';
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace

bool is_warning(const Error& error) {
  return error.code.starts_with('W');
}

std::string to_line(const Error& error) {
  std::string line = error.file;
  if (error.place.line > 0) {
    line += ':' + std::to_string(error.place.line) + ':' + std::to_string(error.place.column);
  }
  if (!line.empty()) line += ": ";
  line += is_warning(error) ? "warning" : "error";
  if (!error.code.empty()) line += '[' + error.code + ']';
  line += ": " + error.message;
  if (!error.label.empty()) line += " (" + error.label + ')';
  return harmless(line);
}

}  // namespace ratelimit
