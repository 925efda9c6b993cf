#include "policies/parse_quota.h"

#include <array>
#include <utility>

#include "policies/suggest.h"

namespace ratelimit {
namespace {

constexpr std::array<Choice<Align>, 2> aligns = {
    {{"epoch", Align::epoch}, {"first-request", Align::first_request}}};

std::optional<Algorithm> read_algorithm(const TableReader& reader) {
  if (!reader.has("algorithm")) return Algorithm::sliding_window_log;
  const Node* const node = reader.text("algorithm");
  if (node == nullptr) return std::nullopt;
  if (const auto algorithm = algorithm_named(node->text)) return algorithm;
  std::vector<std::string_view> names;
  std::string list;
  for (const Algorithm each : nameable_algorithms()) {
    names.push_back(name_of(each));
    if (!list.empty()) list += ", ";
    list += name_of(each);
  }
  reader.report("E110", "'" + node->text + "' is not an algorithm", node->place,
                did_you_mean(node->text, names, '"'), "choose from: " + list);
  return std::nullopt;
}

// Fields that a file names although they say nothing to this algorithm are set, even where they
// say what holds anyway: make_quota then refuses them.
void read_optional_fields(const TableReader& reader, Quota& quota) {
  if (reader.has("burst")) {
    quota.burst = reader.count("burst").value_or(0);
    if (quota.burst == 0 && !has_burst(quota.algorithm)) quota.burst = 1;
  }
  if (reader.has("max_delay")) {
    quota.max_delay = reader.duration("max_delay").value_or(Duration{1});
    if (quota.algorithm != Algorithm::leaky_bucket) quota.max_delay = Duration{1};
  }
  if (reader.has("align")) {
    quota.align = reader.choice<Align>("align", aligns).value_or(Align::epoch);
    if (quota.algorithm != Algorithm::fixed_window) quota.align = Align::first_request;
  }
  quota.charge_denied = reader.truth("charge_denied").value_or(false);
}

std::string note_for(const Error& error, Count limit) {
  if (error.code == "E120" && limit == 0) return "to admit nobody, use `deny`";
  if (error.code == "E124") return "a burst belongs to: token-bucket, gcra, leaky-bucket";
  if (error.code == "E122")
    return "a limit is counted per window: is the window meant to be longer?";
  return {};
}

// Makes a faulty field harmless, so that the next fault comes to light.
void repair(Quota& quota, std::string_view field) {
  if (field == "limit") quota.limit = 1;
  if (field == "window") {
    const bool timeless = quota.algorithm == Algorithm::concurrency;
    quota.window = timeless ? Duration{} : std::chrono::hours{1};
  }
  if (field == "burst") quota.burst = 0;
  if (field == "align") quota.align = Align::epoch;
  if (field == "charge_denied") quota.charge_denied = false;
  if (field == "max_delay") {
    const bool delays = quota.algorithm == Algorithm::leaky_bucket;
    quota.max_delay = delays ? Duration{1} : Duration{};
  }
}

std::optional<Quota> make_or_report(QuotaDraft draft, Findings& findings) {
  constexpr int fields = 6;
  bool repaired = false;
  for (int i = 0; i <= fields; ++i) {
    const auto quota = make_quota(draft.written);
    if (quota) return repaired ? std::nullopt : std::optional(*quota);
    Error error = quota.error();
    // A burst that is too long only for the limit that stands in for a faulty one is no fault.
    if (repaired && error.code == "E125" && error.subject == "burst") return std::nullopt;
    error.place = draft.place_of(error.subject);
    error.note = note_for(error, draft.written.limit);
    repair(draft.written, error.subject);
    repaired = true;
    findings.add(std::move(error));
  }
  return std::nullopt;
}

}  // namespace

Place QuotaDraft::place_of(std::string_view field) const {
  if (const Node* const value = table->find(field)) return value->place;
  // What is missing is missing for the sake of the algorithm.
  const Node* const algorithm = table->find("algorithm");
  return algorithm == nullptr ? table->place : algorithm->place;
}

std::optional<QuotaDraft> read_quota(const TableReader& reader) {
  const auto algorithm = read_algorithm(reader);
  Quota quota{.algorithm = algorithm.value_or(Algorithm::sliding_window_log)};
  // Of an algorithm that is not known only the limit and the window can be checked.
  if (!algorithm && !reader.has("window")) quota.algorithm = Algorithm::concurrency;
  const bool timeless = quota.algorithm == Algorithm::concurrency;
  const auto limit = reader.count("limit");
  const auto window = reader.duration("window");
  if (!reader.has("limit")) reader.missing("limit", "for example: limit = 20");
  if (!timeless && !reader.has("window")) {
    reader.missing("window", "for example: window = \"60s\"");
  }
  // Stand-ins for what is missing or has been reported: the other fields are still checked.
  quota.limit = limit.value_or(1);
  quota.window = window.value_or(timeless ? Duration{} : std::chrono::hours{1});
  if (timeless && reader.has("window")) quota.window = Duration{1};
  if (algorithm) read_optional_fields(reader, quota);
  QuotaDraft draft{.written = quota, .quota = {}, .table = &reader.node()};
  if (algorithm && reader.has("burst") && quota.burst == 0 && has_burst(quota.algorithm)) {
    if (reader.find("burst")->kind != Node::Kind::integer) return std::nullopt;
    reader.report("E123", "a burst must be at least 1", draft.place_of("burst"));
    return std::nullopt;
  }
  const auto valid = make_or_report(draft, reader.findings());
  if (!algorithm || !valid || !limit || (!timeless && !window)) return std::nullopt;
  draft.quota = *valid;
  return draft;
}

std::optional<QuotaDrafts> read_quotas(const Node& list, const std::string& where,
                                       Findings& findings) {
  QuotaDrafts drafts;
  bool all = true;
  if (list.items.empty()) {
    findings.add({.code = "E146",
                  .message = "the list of quotas of " + where + " is empty",
                  .place = list.place});
  }
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const Node& item = list.items[i];
    if (item.kind != Node::Kind::table) {
      findings.add({.code = "E101",
                    .message = "a quota must be a table, not " + std::string(name_of(item.kind)),
                    .place = item.place,
                    .label = "{ limit = 20, window = \"60s\" }, for example"});
      all = false;
      continue;
    }
    const std::string name = "quota " + std::to_string(i + 1) + " of " + where;
    const auto draft = read_quota(TableReader(item, sections::quota, name, findings));
    all = all && draft;
    if (draft) drafts.push_back(*draft);
  }
  return all && !drafts.empty() ? std::optional(std::move(drafts)) : std::nullopt;
}

std::optional<QuotaDrafts> read_replacement(const Node& node, const QuotaDrafts* own,
                                            const std::string& where, Findings& findings) {
  if (node.kind == Node::Kind::array) return read_quotas(node, where, findings);
  if (node.kind == Node::Kind::table) {
    const auto draft = read_quota(TableReader(node, sections::quota, where, findings));
    return draft ? std::optional(QuotaDrafts{*draft}) : std::nullopt;
  }
  if (node.kind != Node::Kind::integer) {
    findings.add({.code = "E101",
                  .message = "the quotas of " + where +
                             " must be a limit, a table or a list, not " +
                             std::string(name_of(node.kind)),
                  .place = node.place});
    return std::nullopt;
  }
  if (own == nullptr) return std::nullopt;
  if (own->size() != 1) {
    findings.add({.code = "E133",
                  .message = "a number replaces one limit, but this policy has " +
                             std::to_string(own->size()) + " quotas",
                  .place = node.place,
                  .label = "write a list of quotas"});
    return std::nullopt;
  }
  QuotaDraft draft{.written = own->front().written, .quota = {}, .table = &node};
  draft.written.limit = node.integer;
  const auto valid = make_or_report(draft, findings);
  if (!valid) return std::nullopt;
  draft.quota = *valid;
  return QuotaDrafts{draft};
}

std::optional<Quota> read_penalty(const TableReader& reader) {
  const auto require = [&](std::string_view key, std::string_view example) {
    if (!reader.has(key)) {
      reader.missing(key, "for example: " + std::string(example));
    }
  };
  require("denials", "denials = 3");
  require("within", "within = \"1m\"");
  require("ban", "ban = \"10m\"");
  constexpr Count denials_max = 1'000'000'000;
  const auto denials = reader.count("denials", 1, denials_max);
  const auto within = reader.positive_duration("within");
  const auto ban = reader.positive_duration("ban");
  if (!denials || !within || !ban) return std::nullopt;
  const auto quota = make_quota(
      {.algorithm = Algorithm::penalty, .limit = *denials, .window = *within, .ban = *ban});
  if (quota) return *quota;
  const Error& error = quota.error();
  const std::string_view key = error.subject == "window"  ? "within"
                               : error.subject == "limit" ? "denials"
                                                          : "ban";
  reader.report(error.code, error.message, reader.find(key)->place);
  return std::nullopt;
}

Quotas quotas_of(const QuotaDrafts& drafts) {
  Quotas quotas;
  for (const QuotaDraft& draft : drafts) quotas.push_back(draft.quota);
  return quotas;
}

}  // namespace ratelimit
