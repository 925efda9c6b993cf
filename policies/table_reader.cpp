#include "policies/table_reader.h"

#include <algorithm>

#include "policies/suggest.h"
#include "policies/units.h"

namespace ratelimit {
namespace {

std::string in_quotes(std::string_view key) {
  return "'" + std::string(key) + "'";
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 19 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

}  // namespace

TableReader::TableReader(const Node& node, const Section& section, std::string where,
                         Findings& findings)
    : node_(node), section_(section), where_(std::move(where)), findings_(findings) {
  assert(node.kind == Node::Kind::table);
  report_unknown_keys();
}

void TableReader::report_unknown_keys() const {
  const std::vector<std::string_view> known(section_.keys.begin(), section_.keys.end());
  for (const Entry& entry : node_.entries) {
    if (findings_.is_full()) return;
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    std::string label = did_you_mean(entry.key, known);
    std::string note;
    if (label.empty() && &section_ == &sections::top) {
      if (entry.value.kind == Node::Kind::table) {
        note = "a policy is written [policy." + entry.key + "]";
      }
    } else if (label.empty()) {
      note = "the keys here are: " + joined(known);
    }
    report("E102", "unknown key " + in_quotes(entry.key) + " in " + where_, entry.place,
           std::move(label), std::move(note));
  }
}

const Node* TableReader::find(std::string_view key) const {
  assert(std::find(section_.keys.begin(), section_.keys.end(), key) != section_.keys.end());
  return node_.find(key);
}

const Node* TableReader::of_kind(std::string_view key, Node::Kind kind,
                                 std::string_view wanted) const {
  const Node* const node = find(key);
  if (node == nullptr || node->kind == kind) return node;
  wrong_kind(key, *node, wanted);
  return nullptr;
}

const Node* TableReader::text(std::string_view key) const {
  return of_kind(key, Node::Kind::text, "a string");
}

const Node* TableReader::table(std::string_view key) const {
  return of_kind(key, Node::Kind::table, "a table");
}

const Node* TableReader::array(std::string_view key) const {
  return of_kind(key, Node::Kind::array, "a list");
}

std::optional<bool> TableReader::truth(std::string_view key) const {
  const Node* const node = of_kind(key, Node::Kind::boolean, "true or false");
  return node == nullptr ? std::nullopt : std::optional(node->truth);
}

std::optional<Count> TableReader::count(std::string_view key) const {
  const Node* const node = of_kind(key, Node::Kind::integer, "an integer");
  return node == nullptr ? std::nullopt : std::optional<Count>(node->integer);
}

std::optional<Count> TableReader::count(std::string_view key, Count min, Count max) const {
  const auto value = count(key);
  if (!value || (*value >= min && *value <= max)) return value;
  std::string range =
      *value < min ? "at least " + std::to_string(min) : "at most " + std::to_string(max);
  report("E107", in_quotes(key) + " must be " + range, find(key)->place);
  return std::nullopt;
}

std::optional<Duration> TableReader::duration(std::string_view key) const {
  const Node* const node = find(key);
  if (node == nullptr) return std::nullopt;
  if (node->kind == Node::Kind::integer && node->integer >= 0) {
    report("E105", "a duration needs a unit", node->place,
           "did you mean \"" + std::to_string(node->integer) + "s\"?");
    return std::nullopt;
  }
  if (node->kind != Node::Kind::text) {
    wrong_kind(key, *node, "a duration such as \"60s\"");
    return std::nullopt;
  }
  const auto duration = parse_duration(node->text);
  if (duration) return *duration;
  const Error& error = duration.error();
  report(error.code, error.message, node->place, error.label);
  return std::nullopt;
}

std::optional<Duration> TableReader::positive_duration(std::string_view key) const {
  const auto value = duration(key);
  if (!value || *value > Duration{}) return value;
  report("E107", in_quotes(key) + " must be longer than zero", find(key)->place);
  return std::nullopt;
}

std::optional<Count> TableReader::size(std::string_view key, Count min, Count max) const {
  const Node* const node = find(key);
  if (node == nullptr) return std::nullopt;
  if (node->kind == Node::Kind::integer) return count(key, min, max);
  if (node->kind != Node::Kind::text) {
    wrong_kind(key, *node, "a size such as \"1MiB\"");
    return std::nullopt;
  }
  const auto size = parse_size(node->text);
  if (!size) {
    report(size.error().code, size.error().message, node->place, size.error().label);
    return std::nullopt;
  }
  if (*size >= min && *size <= max) return *size;
  const std::string range =
      *size < min ? "at least " + std::to_string(min) : "at most " + std::to_string(max);
  report("E107", in_quotes(key) + " must be " + range + " bytes", node->place);
  return std::nullopt;
}

std::vector<const Node*> TableReader::texts(std::string_view key, bool may_be_one,
                                            bool may_be_empty) const {
  const Node* const node = find(key);
  std::vector<const Node*> found;
  if (node == nullptr) return found;
  if (may_be_one && node->kind == Node::Kind::text) return {node};
  if (node->kind != Node::Kind::array) {
    wrong_kind(key, *node, may_be_one ? "a string or a list of strings" : "a list of strings");
    return found;
  }
  if (node->items.empty() && !may_be_empty) {
    report("E146", in_quotes(key) + " must not be an empty list", node->place);
  }
  for (const Node& item : node->items) {
    if (item.kind == Node::Kind::text) {
      found.push_back(&item);
    } else {
      wrong_kind(key, item, "a list of strings");
    }
  }
  return found;
}

void TableReader::wrong_kind(std::string_view key, const Node& node,
                             std::string_view wanted) const {
  // The value itself, only in quotes.
  const bool is_quoted =
      node.kind == Node::Kind::text &&
      ((wanted == "an integer" && is_number(node.text)) ||
       (wanted == "true or false" && (node.text == "true" || node.text == "false")));
  std::string label = is_quoted ? "did you mean " + node.text + "?" : "";
  report("E101",
         in_quotes(key) + " must be " + std::string(wanted) + ", not " +
             std::string(name_of(node.kind)),
         node.place, std::move(label));
}

void TableReader::report(std::string_view code, std::string message, Place place, std::string label,
                         std::string note) const {
  findings_.add({.code = std::string(code),
                 .message = std::move(message),
                 .place = place,
                 .label = std::move(label),
                 .note = std::move(note)});
}

void TableReader::missing(std::string_view key, std::string note) const {
  if (findings_.is_full()) return;
  // A key that is there, only misspelt, has been reported.
  for (const Entry& entry : node_.entries) {
    const auto& keys = section_.keys;
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
    const auto meant = suggest(entry.key, {keys.begin(), keys.end()});
    if (!meant.empty() && meant.front() == key) return;
  }
  report("E103", where_ + " has no " + in_quotes(key), node_.place, {}, std::move(note));
}

void TableReader::report_choice(std::string_view key, const Node& node,
                                const std::vector<std::string_view>& names) const {
  report("E104", "\"" + node.text + "\" is not a value of " + in_quotes(key), node.place,
         did_you_mean(node.text, names, '"'), "choose from: " + joined(names));
}

}  // namespace ratelimit
