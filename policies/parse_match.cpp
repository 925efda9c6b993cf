#include "policies/parse_match.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <utility>

#include "policies/suggest.h"

namespace ratelimit {
namespace {

constexpr std::size_t pattern_bytes_max = 1'000;

bool is_graphic(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7F'; });
}

void bad_pattern(const TableReader& reader, const Node& node, std::string message,
                 std::string label = {}) {
  reader.report("E112", std::move(message), node.place, std::move(label));
}

// A method as requests carry it. One that is nobody's is taken, unless it looks like a slip.
bool add_method(const TableReader& reader, const Node& node, std::string_view method,
                std::vector<std::string>& methods) {
  static constexpr std::array<std::string_view, 18> known = {
      "GET",   "HEAD", "POST", "PUT",  "DELETE", "CONNECT", "OPTIONS", "TRACE",  "PATCH",
      "QUERY", "COPY", "MOVE", "LOCK", "UNLOCK", "MKCOL",   "PURGE",   "REPORT", "PROPFIND"};
  const std::vector<std::string_view> names(known.begin(), known.end());
  std::string upper(method);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const bool is_known = std::find(known.begin(), known.end(), method) != known.end();
  const bool is_slip_sought = !is_known && !reader.findings().is_full();
  std::string hint = is_slip_sought ? did_you_mean(upper, names, '"') : std::string{};
  if (!is_header_name(method) || upper != method || (!is_known && !hint.empty())) {
    reader.report("E113", "\"" + std::string(method) + "\" is not a method", node.place,
                  std::move(hint));
    return false;
  }
  methods.emplace_back(method);
  return true;
}

std::optional<PathPattern> read_path(const TableReader& reader, const Node& node,
                                     std::string_view text) {
  if (text.size() > pattern_bytes_max) {
    bad_pattern(reader, node,
                "a pattern has at most " + std::to_string(pattern_bytes_max) + " bytes");
    return std::nullopt;
  }
  const std::string quoted = "\"" + std::string(text) + "\"";
  if (text.empty() || text[0] != '/') {
    bad_pattern(reader, node, quoted + " is not a path",
                is_graphic(text) ? "did you mean \"/" + std::string(text) + "\"?"
                                 : "\"[METHOD[,METHOD]] PATH\"");
    return std::nullopt;
  }
  // Requests are matched in their normal form, so a pattern in another would never match.
  std::string normal;
  const auto normalised = normalise_path(text, normal);
  if (!normalised || !is_graphic(text)) {
    bad_pattern(reader, node, quoted + " can match no path",
                "%2F, %00, spaces and broken codes are never let through");
    return std::nullopt;
  }
  if (*normalised != text) {
    bad_pattern(reader, node, quoted + " can match no path: paths are normalised before",
                "did you mean \"" + std::string(*normalised) + "\"?");
    return std::nullopt;
  }
  auto pattern = PathPattern::parse(text);
  if (!pattern) {
    bad_pattern(reader, node, "`**` stands alone between slashes",
                "\"/**\" for any number of segments, \"*\" within one");
  }
  return pattern;
}

// "[METHOD[,METHOD]] PATH"
std::optional<RequestPattern> read_request(const TableReader& reader, const Node& node) {
  RequestPattern pattern{.text = node.text};
  std::string_view rest = node.text;
  bool valid = true;
  if (const std::size_t space = rest.find(' '); space != std::string_view::npos) {
    std::string_view methods = rest.substr(0, space);
    rest.remove_prefix(std::min(rest.find_first_not_of(' ', space), rest.size()));
    while (valid) {
      const std::size_t comma = methods.find(',');
      valid = add_method(reader, node, methods.substr(0, comma), pattern.methods);
      if (comma == std::string_view::npos) break;
      methods.remove_prefix(comma + 1);
    }
  }
  pattern.path = read_path(reader, node, rest);
  return valid && pattern.path ? std::optional(std::move(pattern)) : std::nullopt;
}

void read_headers(const TableReader& reader, const Node& table, RequestPattern& pattern) {
  for (const Entry& entry : table.entries) {
    if (!is_header_name(entry.key)) {
      reader.report("E135", "'" + entry.key + "' is not a header's name", entry.place);
    } else if (entry.value.kind != Node::Kind::text) {
      reader.wrong_kind(entry.key, entry.value, "a string");
    } else {
      pattern.headers.push_back({.name = lower_case(entry.key), .glob = entry.value.text});
    }
  }
}

// { method = ["POST"], path = "/login", host = "…", header = { "user-agent" = "*bot*" } }
std::optional<RequestPattern> read_table(const Node& node, const std::string& where,
                                         Findings& findings) {
  const TableReader reader(node, sections::match, "a match of " + where, findings);
  RequestPattern pattern;
  for (const Node* const method : reader.texts("method", true, false)) {
    add_method(reader, *method, method->text, pattern.methods);
    pattern.text += (pattern.text.empty() ? "" : ",") + method->text;
  }
  if (const Node* const path = reader.text("path")) {
    pattern.path = read_path(reader, *path, path->text);
    if (!pattern.path) return std::nullopt;
  }
  if (!pattern.text.empty()) pattern.text += ' ';
  pattern.text += pattern.path ? pattern.path->text() : "/**";
  if (const Node* const host = reader.text("host")) {
    if (host->text.empty() || !is_graphic(host->text)) {
      bad_pattern(reader, *host, "\"" + host->text + "\" is not a host's name");
    }
    pattern.host = lower_case(host->text);
  }
  if (const Node* const headers = reader.table("header")) read_headers(reader, *headers, pattern);
  if (node.entries.empty())
    bad_pattern(reader, node, "an empty match says nothing", "leave it out");
  return pattern;
}

std::optional<RequestPattern> read_tool(const TableReader& reader, const Node& node) {
  const bool is_path = node.text.find('/') == 0;
  if (node.text.empty() || is_path || !is_graphic(node.text) ||
      node.text.size() > pattern_bytes_max) {
    bad_pattern(reader, node, "\"" + node.text + "\" is not a tool's name",
                "policies on mcp match tools: \"get_time\", \"write_*\"");
    return std::nullopt;
  }
  return RequestPattern{.text = node.text, .tool = node.text};
}

}  // namespace

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
  });
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::vector<RequestPattern> read_match(const TableReader& policy, On on) {
  std::vector<RequestPattern> match;
  const Node* const node = policy.find("match");
  if (node == nullptr) return match;
  if (on == On::mcp_session || on == On::mcp_message) {
    policy.report(
        "E144", "a policy on " + std::string(name_of(on)) + " covers all of them: it has no match",
        policy.node().entry("match")->place);
    return match;
  }
  const auto add = [&](const Node& item) {
    std::optional<RequestPattern> pattern;
    if (item.kind == Node::Kind::text) {
      pattern = on == On::http ? read_request(policy, item) : read_tool(policy, item);
    } else if (item.kind == Node::Kind::table && on == On::http) {
      pattern = read_table(item, policy.where(), policy.findings());
    } else {
      policy.wrong_kind("match", item,
                        on == On::http ? "a string, a table or a list of them"
                                       : "a tool's name or a list of them");
    }
    if (pattern) match.push_back(std::move(*pattern));
  };
  if (node->kind != Node::Kind::array) {
    add(*node);
    return match;
  }
  if (node->items.empty()) {
    policy.report("E146", "'match' must not be an empty list", node->place, "leave it out");
  }
  for (const Node& item : node->items) add(item);
  return match;
}

bool covers_everything(const std::vector<RequestPattern>& match) {
  return match.empty() || std::any_of(match.begin(), match.end(), [](const RequestPattern& each) {
           const bool any_tool = each.tool.find_first_not_of('*') == std::string::npos;
           return each.methods.empty() && (!each.path || each.path->covers_all()) && any_tool &&
                  each.headers.empty() && each.host.find_first_not_of('*') == std::string::npos;
         });
}

}  // namespace ratelimit
