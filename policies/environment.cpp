#include "policies/environment.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "policies/document.h"
#include "policies/error_line.h"
#include "policies/findings.h"
#include "policies/interpret.h"
#include "policies/parse.h"
#include "policies/parse_match.h"
#include "policies/parse_settings.h"
#include "policies/units.h"

namespace ratelimit {
namespace {

// A quota's field that a variable sets.
struct QuotaVariable {
  std::string_view name;
  std::string_view policy;
  std::string_view field;
};
constexpr std::array<QuotaVariable, 4> quota_variables = {
    {{"RATE_LIMIT_HTTP_LIMIT", "http", "limit"},
     {"RATE_LIMIT_HTTP_WINDOW", "http", "window"},
     {"RATE_LIMIT_MCP_DEFAULT_LIMIT", "mcp", "limit"},
     {"RATE_LIMIT_MCP_DEFAULT_WINDOW", "mcp", "window"}}};

// A key of a section that a variable sets.
struct Setting {
  std::string_view name;
  std::string_view section;
  std::string_view key;
  bool (*is_valid)(std::string_view);
  std::string_view wanted;
};
constexpr std::array<Setting, 3> settings = {
    {{"LOG_LEVEL", "log", "level", is_log_level, "trace, debug, info, warning, error or off"},
     {"RATE_LIMIT_LISTEN", "server", "listen", is_listen_address, "an address and a port"},
     {"RATE_LIMIT_STORE_URL", "store", "url", is_redis_url, "the URL of a Redis server"}}};

// Values from here have no place in the file: line 0.
Node& put(Node& table, std::string_view key, Node value) {
  for (Entry& entry : table.entries) {
    if (entry.key != key) continue;
    entry.value = std::move(value);
    return entry.value;
  }
  table.entries.push_back({.key = std::string(key), .place = {}, .value = std::move(value)});
  return table.entries.back().value;
}

Node integer_node(Count integer) {
  Node node;
  node.kind = Node::Kind::integer;
  node.integer = integer;
  return node;
}

Node text_node(std::string text) {
  Node node;
  node.kind = Node::Kind::text;
  node.text = std::move(text);
  return node;
}

Node* child(Node& table, std::string_view key) {
  for (Entry& entry : table.entries) {
    if (entry.key == key && entry.value.kind == Node::Kind::table) return &entry.value;
  }
  return nullptr;
}

Error bad_value(std::string_view variable, std::string_view wanted) {
  return {.code = "E151", .message = std::string(variable) + " must be " + std::string(wanted)};
}

std::optional<Count> whole_number(std::string_view text) {
  Count value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Result<Node> quota_value(const QuotaVariable& variable, const std::string& text) {
  const auto number = whole_number(text);
  if (variable.field == "limit") {
    if (!number || *number < 1) return bad_value(variable.name, "a whole number above zero");
    return integer_node(*number);
  }
  const std::string spelling = number ? text + "s" : text;
  const auto window = parse_duration(spelling);
  if (!window || *window <= Duration{}) {
    return bad_value(variable.name, "a duration such as \"60s\", or seconds");
  }
  return text_node(spelling);
}

// The table of the one quota that a variable can mean; nullptr: there are several.
Node* only_quota(Node& policy) {
  for (Entry& entry : policy.entries) {
    if (entry.key != "quotas") continue;
    return entry.value.items.size() == 1 ? &entry.value.items.front() : nullptr;
  }
  return &policy;
}

void set_quota(Node& document, const QuotaVariable& variable, const std::string& text,
               Findings& findings) {
  const std::string name(variable.name);
  auto value = quota_value(variable, text);
  if (!value) return findings.add(value.error());
  Node* const policies = child(document, "policy");
  Node* const policy = policies == nullptr ? nullptr : child(*policies, variable.policy);
  if (policy == nullptr) {
    return findings.add({.code = "W206",
                         .message = name + " is set, but there is no policy '" +
                                    std::string(variable.policy) + "'"});
  }
  Node* const quota = only_quota(*policy);
  if (quota == nullptr) {
    return findings.add({.code = "E151",
                         .message = name + " could mean any of the quotas of policy '" +
                                    std::string(variable.policy) + "'"});
  }
  put(*quota, variable.field, std::move(*value));
}

void set_setting(Node& document, const Setting& setting, std::string text, Findings& findings) {
  if (setting.section == "log") text = lower_case(text);
  if (!setting.is_valid(text)) return findings.add(bad_value(setting.name, setting.wanted));
  Node* section = child(document, setting.section);
  if (section == nullptr) section = &put(document, setting.section, Node{});
  put(*section, setting.key, text_node(std::move(text)));
}

}  // namespace

Result<Policies> apply_environment(Policies policies, const Lookup& lookup) {
  auto document = parse_document(policies.text, policies.source, policy_bytes_max);
  if (!document) return document.errors();
  Findings findings(policies.source);
  std::string used;
  const auto each = [&](const auto& variable, auto set) {
    const auto value = lookup(variable.name);
    if (!value || value->empty()) return;
    if (!used.empty()) used += ", ";
    used += variable.name;
    set(*document, variable, *value, findings);
  };
  for (const QuotaVariable& variable : quota_variables) each(variable, set_quota);
  for (const Setting& setting : settings) each(setting, set_setting);
  if (used.empty()) return policies;
  Policies result = interpret(*document, findings);
  const bool is_valid = !findings.has_errors();
  std::vector<Error> found = findings.take();
  if (is_valid) {
    result.source = std::move(policies.source);
    result.text = std::move(policies.text);
    result.warnings = std::move(found);
    return result;
  }
  std::erase_if(found, is_warning);
  for (Error& error : found) {
    // What the file alone does not say is easily searched for in the wrong place.
    if (error.code != "E151" && error.note.empty()) error.note = "the environment sets " + used;
  }
  return found;
}

}  // namespace ratelimit
