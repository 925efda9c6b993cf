#include "policies/trace.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "policies/json_writer.h"
#include "policies/suggest.h"

namespace ratelimit {
namespace {

constexpr int depth_max = 16;
constexpr std::size_t name_bytes_shown = 60;

enum class Field : std::uint8_t {
  t_ns,
  ip,
  method,
  path,
  host,
  headers,
  session,
  tool,
  rpc,
  client,
  user,
  tier,
  cost,
  duration_ns,
  seq,
  finish_seq,
  costs,
  verdict,
};

constexpr std::array<std::string_view, 18> field_names = {
    "t_ns",   "ip",   "method", "path", "host",        "headers", "session",    "tool",  "rpc",
    "client", "user", "tier",   "cost", "duration_ns", "seq",     "finish_seq", "costs", "verdict"};

std::string_view name_of(Field field) {
  return field_names[static_cast<std::size_t>(field)];
}

// Receives the events of the JSON parser and fills a line, so that no tree is built: a line costs
// what it holds, however deeply a hostile one nests.
class LineBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  // The parser's callbacks; false stops it.
  bool null() { return scalar("null"); }
  bool boolean(bool) { return scalar("true or false"); }
  bool number_integer(number_integer_t number);
  bool number_unsigned(number_unsigned_t number);
  bool number_float(number_float_t, const string_t& text) { return number_beyond(text); }
  bool string(string_t& text);
  bool binary(binary_t&) { return scalar("bytes"); }
  bool start_object(std::size_t) { return open(true); }
  bool end_object() { return close(); }
  bool start_array(std::size_t) { return open(false); }
  bool end_array() { return close(); }
  bool key(string_t& name);
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
    return fail("this is not JSON", position);
  }

  // What must hold of the whole line.
  bool check_whole();

  TraceLine line;
  std::string message;
  std::string subject;  // The member at fault.
  std::string hint;
  std::size_t column = 0;

 private:
  bool fail(std::string what, std::size_t at = 0);
  bool fail_field(std::string_view what);
  bool scalar(std::string_view kind);
  bool open(bool is_object);
  bool close();
  bool number_beyond(const std::string& text);
  bool whole_number(Count number);
  // Inside the verdict everything goes.
  [[nodiscard]] bool is_passed_over() const { return depth_ >= 2 && field_ == Field::verdict; }
  [[nodiscard]] bool is_seen(Field field) const { return seen_[static_cast<std::size_t>(field)]; }
  std::string* text_of(Field field);

  int depth_ = 0;
  Field field_ = Field::t_ns;
  std::string member_;  // Within `headers` and `costs`.
  std::array<bool, field_names.size()> seen_{};
};

bool LineBuilder::fail(std::string what, std::size_t at) {
  message = std::move(what);
  column = at;
  return false;
}

bool LineBuilder::fail_field(std::string_view what) {
  subject = name_of(field_);
  std::string name = "'" + subject + "'";
  if (depth_ == 2) name = "'" + member_ + "' in " + name;
  return fail(name + " " + std::string(what));
}

bool is_object_field(Field field) {
  return field == Field::headers || field == Field::costs || field == Field::verdict;
}

bool is_number_field(Field field) {
  return field == Field::t_ns || field == Field::cost || field == Field::duration_ns ||
         field == Field::seq || field == Field::finish_seq;
}

bool LineBuilder::scalar(std::string_view kind) {
  if (is_passed_over()) return true;
  if (depth_ == 0) return fail("a line of a trace is a JSON object");
  const bool wants_number = depth_ == 1 ? is_number_field(field_) : field_ == Field::costs;
  const bool wants_object = depth_ == 1 && is_object_field(field_);
  const std::string_view wanted = wants_number   ? "a whole number"
                                  : wants_object ? "an object"
                                                 : "a string";
  return fail_field("must be " + std::string(wanted) + ", not " + std::string(kind));
}

bool LineBuilder::open(bool is_object) {
  if (depth_ >= depth_max) return fail("this nests too deeply");
  const bool fits =
      is_passed_over() || (is_object && (depth_ == 0 || (depth_ == 1 && is_object_field(field_))));
  if (!fits) return scalar(is_object ? "an object" : "an array");
  ++depth_;
  return true;
}

bool LineBuilder::close() {
  --depth_;
  return true;
}

bool LineBuilder::key(string_t& name) {
  if (is_passed_over()) return true;
  if (depth_ == 2) {
    member_ = name;
    return true;
  }
  const auto* const found = std::find(field_names.begin(), field_names.end(), name);
  if (found == field_names.end()) {
    name.resize(std::min(name.size(), name_bytes_shown));
    subject = name;
    hint = did_you_mean(name, {field_names.begin(), field_names.end()});
    return fail("unknown member '" + name + "'");
  }
  const auto index = static_cast<std::size_t>(found - field_names.begin());
  field_ = static_cast<Field>(index);
  if (seen_[index]) return fail_field("stands here twice");
  seen_[index] = true;
  return true;
}

bool LineBuilder::number_integer(number_integer_t number) {
  if (is_passed_over()) return true;
  return number < 0 && (is_number_field(field_) || field_ == Field::costs)
             ? fail_field("is negative")
             : whole_number(number);
}

bool LineBuilder::number_unsigned(number_unsigned_t number) {
  if (is_passed_over()) return true;
  constexpr auto most = static_cast<number_unsigned_t>(std::numeric_limits<Count>::max());
  return number > most ? number_beyond(std::to_string(number))
                       : whole_number(static_cast<Count>(number));
}

// Fractions, exponents, and what 64 bits do not hold.
bool LineBuilder::number_beyond(const std::string& text) {
  if (is_passed_over()) return true;
  const bool wants_number = depth_ == 1 ? is_number_field(field_) : field_ == Field::costs;
  if (!wants_number) return scalar("a number");
  const bool is_whole = text.find_first_of(".eE") == std::string::npos;
  return fail_field(is_whole ? "is out of range" : "must be a whole number");
}

bool LineBuilder::whole_number(Count number) {
  if (depth_ == 2 && field_ == Field::costs) {
    line.costs[member_] = number;
    return true;
  }
  if (depth_ != 1) return scalar("a number");
  switch (field_) {
    case Field::t_ns:
      line.at = Instant(Duration(number));
      return line.at <= instant_max || fail_field("lies beyond 27 February 2198");
    case Field::cost:
      line.cost = number;
      return true;
    case Field::duration_ns:
      line.duration = Duration(number);
      return line.duration <= span_max || fail_field("is longer than 15 years");
    case Field::seq:
      line.seq = static_cast<std::uint64_t>(number);
      return true;
    case Field::finish_seq:
      line.finish_seq = static_cast<std::uint64_t>(number);
      return true;
    default:
      return scalar("a number");
  }
}

std::string* LineBuilder::text_of(Field field) {
  switch (field) {
    case Field::ip:
      return &line.ip;
    case Field::method:
      return &line.method;
    case Field::path:
      return &line.path;
    case Field::host:
      return &line.host;
    case Field::session:
      return &line.session;
    case Field::tool:
      return &line.tool;
    case Field::rpc:
      return &line.rpc;
    case Field::client:
      return &line.client;
    case Field::user:
      return &line.user;
    case Field::tier:
      return &line.tier;
    default:
      return nullptr;
  }
}

bool LineBuilder::string(string_t& text) {
  if (is_passed_over()) return true;
  if (depth_ == 2 && field_ == Field::headers) {
    for (char& c : member_) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    line.headers.emplace_back(std::move(member_), std::move(text));
    return true;
  }
  std::string* const target = depth_ == 1 ? text_of(field_) : nullptr;
  if (target == nullptr) return scalar("a string");
  *target = std::move(text);
  return true;
}

bool LineBuilder::check_whole() {
  if (!is_seen(Field::t_ns)) return fail("'t_ns' is missing");
  if (!line.tool.empty() && !line.rpc.empty()) {
    subject = "rpc";
    return fail("'rpc' stands beside 'tool': a tool call has no other method");
  }
  return true;
}

}  // namespace

Result<TraceLine> parse_trace_line(std::string_view json) {
  LineBuilder builder;
  if (nlohmann::json::sax_parse(json.begin(), json.end(), &builder) && builder.check_whole()) {
    return std::move(builder.line);
  }
  std::size_t column = std::min(builder.column, json.size());
  if (!builder.subject.empty()) {
    const std::size_t found = json.find('"' + builder.subject + '"');
    column = found == std::string_view::npos ? 0 : found + 1;
  }
  return Error{.code = "E311",
               .message = std::move(builder.message),
               .place = {.column = static_cast<int>(column)},
               .label = std::move(builder.hint),
               .subject = std::move(builder.subject)};
}

Request TraceLine::request(RequestLists& lists) const {
  lists.headers.clear();
  lists.costs.clear();
  for (const auto& [name, value] : headers) lists.headers.push_back({.name = name, .value = value});
  for (const auto& [policy, charged] : costs) {
    lists.costs.push_back({.policy = policy, .cost = charged});
  }
  const On on = !tool.empty()         ? On::mcp
                : rpc == "initialize" ? On::mcp_session
                : !rpc.empty()        ? On::mcp_message
                                      : On::http;
  return {.on = on,
          .method = method,
          .path = path,
          .host = host,
          .ip = ip,
          .headers = lists.headers,
          .session = session,
          .tool = tool,
          .user = user,
          .cost = cost,
          .costs = lists.costs};
}

std::string to_json_line(const TraceLine& line) {
  std::string out;
  JsonWriter json(out);
  const auto put = [&](std::string_view name, const std::string& text) {
    if (!text.empty()) json.field(name, text);
  };
  json.begin_object();
  if (line.seq) json.field("seq", *line.seq);
  if (line.finish_seq) json.field("finish_seq", *line.finish_seq);
  json.field("t_ns", line.at.time_since_epoch().count());
  put("client", line.client);
  put("ip", line.ip);
  put("method", line.method);
  put("host", line.host);
  put("path", line.path);
  put("session", line.session);
  put("tool", line.tool);
  put("rpc", line.rpc);
  put("user", line.user);
  put("tier", line.tier);
  if (!line.headers.empty()) {
    json.key("headers").begin_object();
    for (const auto& [name, value] : line.headers) json.field(name, value);
    json.end_object();
  }
  if (line.cost != 1) json.field("cost", line.cost);
  if (line.duration != Duration{}) json.field("duration_ns", line.duration.count());
  if (!line.costs.empty()) {
    json.key("costs").begin_object();
    for (const auto& [policy, cost] : line.costs) json.field(policy, cost);
    json.end_object();
  }
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace ratelimit
