#include "policies/parse_policy.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <utility>

#include "policies/parse_match.h"

namespace ratelimit {
namespace {

constexpr std::array<Choice<On>, 4> on_choices = {{{"http", On::http},
                                                   {"mcp", On::mcp},
                                                   {"mcp-session", On::mcp_session},
                                                   {"mcp-message", On::mcp_message}}};
constexpr std::array<Choice<OnMissing>, 3> on_missing_choices = {
    {{"ip", OnMissing::ip}, {"shared", OnMissing::shared}, {"deny", OnMissing::deny}}};
constexpr std::array<Choice<Mode>, 3> mode_choices = {
    {{"enforce", Mode::enforce}, {"shadow", Mode::shadow}, {"off", Mode::off}}};
constexpr std::array<Choice<OnDeny>, 3> on_deny_choices = {
    {{"tool-result", OnDeny::tool_result},
     {"jsonrpc-error", OnDeny::jsonrpc_error},
     {"http-429", OnDeny::http_429}}};
constexpr std::array<Choice<std::string_view>, 1> adaptive_choices = {{{"gradient", "gradient"}}};

constexpr Count count_max = std::numeric_limits<Count>::max();

// The policy's own quotas: a list of them, or one by the keys of the policy itself.
std::optional<QuotaDrafts> read_own(const TableReader& reader) {
  const Node* const list = reader.find("quotas");
  if (list == nullptr) {
    const auto draft = read_quota(reader);
    return draft ? std::optional(QuotaDrafts{*draft}) : std::nullopt;
  }
  for (const std::string_view key : sections::quota.keys) {
    const Entry* const entry = reader.node().entry(key);
    if (entry == nullptr) continue;
    reader.findings().add({.code = "E119",
                           .message = reader.where() + " has a list of quotas, so '" + entry->key +
                                      "' cannot stand beside it",
                           .place = entry->place,
                           .label = "move it into the list",
                           .other = reader.node().entry("quotas")->place,
                           .other_label = "the list"});
  }
  if (list->kind == Node::Kind::array) {
    return read_quotas(*list, reader.where(), reader.findings());
  }
  reader.wrong_kind("quotas", *list, "a list of tables");
  return std::nullopt;
}

CostRule read_cost(const TableReader& reader) {
  constexpr std::string_view header = "header:";
  CostRule cost;
  const Node* const node = reader.find("cost");
  if (node == nullptr) return cost;
  if (node->kind == Node::Kind::integer) {
    cost.kind = CostRule::Kind::fixed;
    cost.amount = reader.count("cost", 0, count_max).value_or(1);
  } else if (node->kind == Node::Kind::text && node->text.starts_with(header)) {
    const std::string name = node->text.substr(header.size());
    cost.kind = CostRule::Kind::header;
    cost.header = lower_case(name);
    if (!is_header_name(name)) {
      reader.report("E135", "'" + name + "' is not a header's name", node->place);
    }
  } else if (node->kind == Node::Kind::table) {
    const TableReader table(*node, sections::cost, "the cost of " + reader.where(),
                            reader.findings());
    cost.kind = CostRule::Kind::per_bytes;
    cost.amount = table.count("per_bytes", 1, count_max).value_or(1);
    if (!table.has("per_bytes")) {
      table.missing("per_bytes", "for example: cost = { per_bytes = 1024 }");
    }
  } else {
    reader.wrong_kind("cost", *node, "an integer, \"header:NAME\" or { per_bytes = N }");
  }
  return cost;
}

std::optional<Adaptive> read_adaptive(const TableReader& policy, const PolicyDraft& draft) {
  const Node* const node = policy.table("adaptive");
  if (node == nullptr) return std::nullopt;
  const TableReader reader(*node, sections::adaptive, "'adaptive' of " + policy.where(),
                           policy.findings());
  for (const std::string_view key : sections::adaptive.keys) {
    if (!reader.has(key)) reader.missing(key, "all four keys are needed");
  }
  const auto algorithm = reader.choice<std::string_view>("algorithm", adaptive_choices);
  const auto min = reader.count("min", 1, count_max);
  const auto max = reader.count("max", 1, count_max);
  const auto target = reader.positive_duration("target_latency");
  if (min && max && *min > *max) {
    reader.report("E139", "'min' is greater than 'max'", reader.find("min")->place);
  }
  if (draft.own &&
      (draft.own->size() != 1 || draft.own->front().quota.algorithm != Algorithm::concurrency)) {
    reader.report("E150", "only the limit of a concurrency policy can adapt",
                  policy.node().entry("adaptive")->place);
  } else if (draft.own && min && max && *min <= *max) {
    const Count limit = draft.own->front().quota.limit;
    if (limit < *min || limit > *max) {
      reader.report("E139", "the limit to begin with lies outside of 'min' and 'max'",
                    draft.own->front().place_of("limit"));
    }
  }
  reader.report("W201", "an adaptive limit acts later", policy.node().entry("adaptive")->place,
                "this version's simulate and serve refuse it");
  if (!algorithm || !min || !max || !target) return std::nullopt;
  return Adaptive{
      .algorithm = std::string(*algorithm), .min = *min, .max = *max, .target_latency = *target};
}

void read_tiers(const TableReader& reader, const Names& names, PolicyDraft& draft) {
  const Node* const table = reader.table("tiers");
  if (table == nullptr) return;
  for (const Entry& entry : table->entries) {
    check_name("E116", "tier", entry.key, entry.place, names.tiers, reader.findings());
    auto drafts =
        read_replacement(entry.value, draft.own ? &*draft.own : nullptr,
                         "tier '" + entry.key + "' in " + reader.where(), reader.findings());
    if (drafts) draft.tiers.emplace(entry.key, std::move(*drafts));
  }
}

void read_who(const TableReader& reader, const Names& names, Policy& policy) {
  policy.key = read_links(reader, "key");
  if (!reader.has("key")) {
    if (policy.on == On::mcp) policy.key.push_back({.kind = KeyLink::Kind::session});
    policy.key.push_back({.kind = KeyLink::Kind::ip});
  }
  policy.partition = read_links(reader, "partition");
  policy.on_missing =
      reader.choice<OnMissing>("on_missing", on_missing_choices).value_or(OnMissing::ip);
  policy.allow = read_clients(reader, "allow", names);
  policy.deny = read_clients(reader, "deny", names);
}

}  // namespace

bool check_own_name(const Entry& entry, std::string_view what, Findings& findings) {
  constexpr std::size_t length_max = 64;
  const std::string& name = entry.key;
  const auto alphanumeric = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  const bool valid = !name.empty() && name.size() <= length_max && alphanumeric(name[0]) &&
                     std::all_of(name.begin(), name.end(), [&](char c) {
                       return alphanumeric(c) || (c != '\0' && std::string_view("_-.@+").find(c) !=
                                                                   std::string_view::npos);
                     });
  if (!valid) {
    findings.add({.code = "E108",
                  .message = "'" + name + "' cannot be the name of a " + std::string(what),
                  .place = entry.place,
                  .note = "a letter or a digit, then letters, digits and _ - . @ +; at most 64"});
  }
  if (entry.value.kind == Node::Kind::table) return true;
  findings.add(
      {.code = "E101",
       .message = "'" + name + "' must be a table, not " + std::string(name_of(entry.value.kind)),
       .place = entry.value.place,
       .note = "a " + std::string(what) + " is written [" + std::string(what) + ".NAME]"});
  return false;
}

PolicyDraft read_policy(const Entry& entry, const Names& names, Findings& findings) {
  PolicyDraft draft{.policy = {.name = entry.key, .place = entry.place},
                    .node = &entry.value,
                    .where = "policy '" + entry.key + "'"};
  Policy& policy = draft.policy;
  const TableReader reader(entry.value, sections::policy, draft.where, findings);
  if (!reader.has("on")) reader.missing("on", "for example: on = \"http\"");
  const auto on = reader.choice<On>("on", on_choices);
  policy.on = on.value_or(On::http);
  if (on) policy.match = read_match(reader, *on);
  policy.fallback = reader.truth("fallback").value_or(false);
  read_who(reader, names, policy);
  policy.mode = reader.choice<Mode>("mode", mode_choices).value_or(Mode::enforce);
  policy.cost = read_cost(reader);
  policy.expose_key = reader.truth("expose_key").value_or(false);
  policy.on_deny = reader.choice<OnDeny>("on_deny", on_deny_choices).value_or(OnDeny::tool_result);
  draft.own = read_own(reader);
  read_tiers(reader, names, draft);
  if (const Node* const penalty = reader.table("penalty")) {
    policy.penalty = read_penalty(
        TableReader(*penalty, sections::penalty, "the penalty of " + draft.where, findings));
  }
  policy.adaptive = read_adaptive(reader, draft);
  return draft;
}

}  // namespace ratelimit
