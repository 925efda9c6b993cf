#include "scenarios/clf.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace ratelimit {
namespace {

constexpr auto npos = std::string_view::npos;

std::size_t find_byte(std::string_view text, char byte, std::size_t from) {
  if (from >= text.size()) return npos;
  const void* const found = std::memchr(text.data() + from, byte, text.size() - from);
  return found == nullptr ? npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A backslash escapes a quote unless it is escaped itself.
bool is_escaped(std::string_view text, std::size_t quote, std::size_t from) {
  std::size_t backslashes = 0;
  while (quote - backslashes > from && text[quote - backslashes - 1] == '\\') ++backslashes;
  return backslashes % 2 == 1;
}

// The end of a quoted field whose text begins at `from`: its closing quote.
std::size_t closing_quote(std::string_view line, std::size_t from) {
  std::size_t quote = find_byte(line, '"', from);
  while (quote != npos && is_escaped(line, quote, from)) quote = find_byte(line, '"', quote + 1);
  return quote;
}

// The length of a field ` 85465` of digits, or ` -`; 0 where the text begins otherwise.
std::size_t number_field(std::string_view text) {
  if (text.size() < 2 || text[0] != ' ') return 0;
  std::size_t end = text[1] == '-' ? 2 : 1;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end > 1 && (end == text.size() || text[end] == ' ') ? end : 0;
}

// The length of ` 200 85465` or ` 304 -`; 0 where the text begins otherwise.
std::size_t status_and_bytes(std::string_view text) {
  const std::size_t status = number_field(text);
  const std::size_t size = status == 0 ? 0 : number_field(text.substr(status));
  return size == 0 ? 0 : status + size;
}

// The end of a request: a quote with a status and bytes after it, for older servers did not escape
// the quotes within. npos: there is none.
std::size_t request_end(std::string_view line, std::size_t from) {
  std::size_t quote = closing_quote(line, from);
  while (quote != npos && status_and_bytes(line.substr(quote + 1)) == 0) {
    quote = closing_quote(line, quote + 1);
  }
  return quote;
}

// Where the time's bracket opens: user names may hold spaces and brackets of their own.
std::size_t time_bracket(std::string_view line) {
  std::size_t at = find_byte(line, '[', 1);
  while (at != npos) {
    const std::size_t end = at + 1 + ClfClock::bytes;
    if (line[at - 1] == ' ' && end < line.size() && line[end] == ']' && line[at + 3] == '/') break;
    at = find_byte(line, '[', at + 1);
  }
  return at;
}

// Characters of a method (RFC 9110 section 5.6.2): those of a handshake sent to the wrong port are
// none, for servers log them as `\x16\x03`.
bool is_method(std::string_view text) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) ||
           others.find(c) != npos;
  });
}

// "GET /path HTTP/1.1"; also without a version, and without anything that HTTP asks for: then it is
// all path.
void read_request(std::string_view text, Request& request) {
  request.method = {};
  request.path = {};
  if (text == "-") return;
  const std::size_t space = find_byte(text, ' ', 0);
  const std::string_view method = text.substr(0, space);
  if (!is_method(method)) {
    request.path = text;
    return;
  }
  request.method = method;
  if (space == npos) return;
  std::string_view path = text.substr(space + 1);
  const std::size_t version = path.rfind(' ');
  if (version != npos && path.substr(version + 1).starts_with("HTTP/")) {
    path = path.substr(0, version);
  } else if (path.starts_with("HTTP/")) {
    path = {};
  }
  request.path = path;
}

// The fields before the time. A virtual host stands in front where there is one more than usual:
// "example.org:443 203.0.113.7 - - [".
void read_client(std::string_view head, Request& request) {
  const std::size_t first = find_byte(head, ' ', 0);
  request.ip = head.substr(0, first);
  request.host = {};
  if (first == npos || head.substr(first).starts_with(" - ")) return;
  const std::string_view rest = head.substr(first + 1);
  const std::size_t second = find_byte(rest, ' ', 0);
  if (second == npos || !rest.substr(second).starts_with(" - ") || rest.size() < second + 4) return;
  request.host = request.ip.substr(0, request.ip.rfind(':'));
  request.ip = rest.substr(0, second);
}

}  // namespace

std::string_view ClfFormat::read(std::string_view line, Arrival& arrival) {
  if (find_byte(line, '\0', 0) != npos) return "it has NUL bytes";
  if (line.empty() || line[0] == ' ') return "it does not begin with a client";
  const std::size_t bracket = time_bracket(line);
  if (bracket == npos) return "it has no time like [09/Jul/1995:00:00:00 -0400]";
  LogTime time;
  if (!clock_.read(line.substr(bracket + 1, ClfClock::bytes), time)) {
    return "its time is none that a calendar has";
  }
  constexpr std::int64_t last =
      std::chrono::duration_cast<std::chrono::seconds>(instant_max.time_since_epoch()).count();
  if (time.seconds < 0) return "its time lies before 1970";
  // The last second must not be one that a spread carries beyond the last instant.
  if (time.seconds >= last) return "its time lies beyond 27 February 2198";

  const std::size_t opening = bracket + ClfClock::bytes + 2;
  if (!line.substr(opening).starts_with(" \"")) return "it has no \"request\"";
  const std::size_t from = opening + 2;
  const std::size_t end = request_end(line, from);
  if (end == npos) return "its request does not end in a quote, a status and a size";

  time_ = time;
  arrival.at = Instant(std::chrono::seconds(time.seconds));
  arrival.duration = Duration{};
  read_client(line.substr(0, bracket - 1), arrival.request);
  read_request(line.substr(from, end - from), arrival.request);
  arrival.client = arrival.request.ip;
  return {};
}

ClfTail clf_tail(std::string_view line) {
  const std::size_t bracket = time_bracket(line);
  if (bracket == npos) return ClfTail::nothing;
  const std::size_t end = request_end(line, bracket + ClfClock::bytes + 4);
  if (end == npos) return ClfTail::nothing;
  line.remove_prefix(end + 1);
  line.remove_prefix(status_and_bytes(line));
  for (int field = 0; field < 2; ++field) {
    if (!line.starts_with(" \"")) return ClfTail::nothing;
    const std::size_t quote = closing_quote(line, 2);
    if (quote == npos) return ClfTail::nothing;
    line.remove_prefix(quote + 1);
  }
  return line.empty() ? ClfTail::combined : ClfTail::more;
}

}  // namespace ratelimit
