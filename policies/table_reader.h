#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/quota.h"
#include "policies/document.h"
#include "policies/findings.h"
#include "policies/sections.h"

namespace ratelimit {

// One of the words that a key may have, and what it stands for.
template <class Value>
struct Choice {
  std::string_view name;
  Value value;
};

// Reads one table of a document: what is absent or wrong is nullopt, and what is wrong has been
// reported. Unknown keys are reported at once.
class TableReader {
 public:
  // `node` must be a table. `where` is for messages: "policy 'http'", "[identity]".
  TableReader(const Node& node, const Section& section, std::string where, Findings& findings);

  [[nodiscard]] const Node& node() const { return node_; }
  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  [[nodiscard]] const Node* find(std::string_view key) const;

  [[nodiscard]] std::optional<bool> truth(std::string_view key) const;
  [[nodiscard]] std::optional<Count> count(std::string_view key) const;
  // Within [min, max].
  [[nodiscard]] std::optional<Count> count(std::string_view key, Count min, Count max) const;
  [[nodiscard]] std::optional<Duration> duration(std::string_view key) const;
  [[nodiscard]] std::optional<Duration> positive_duration(std::string_view key) const;
  // Bytes: an integer, or a string with a unit.
  [[nodiscard]] std::optional<Count> size(std::string_view key, Count min, Count max) const;
  [[nodiscard]] const Node* text(std::string_view key) const;
  [[nodiscard]] const Node* table(std::string_view key) const;
  [[nodiscard]] const Node* array(std::string_view key) const;
  // A list of strings, or, where a list of one may be written without brackets, one string. An
  // empty list is reported unless it may be empty.
  [[nodiscard]] std::vector<const Node*> texts(std::string_view key, bool may_be_one,
                                               bool may_be_empty) const;

  template <class Value, class Choices>
  [[nodiscard]] std::optional<Value> choice(std::string_view key, const Choices& choices) const {
    const Node* const node = text(key);
    if (node == nullptr) return std::nullopt;
    std::vector<std::string_view> names;
    for (const Choice<Value>& each : choices) {
      if (node->text == each.name) return each.value;
      names.push_back(each.name);
    }
    report_choice(key, *node, names);
    return std::nullopt;
  }

  // Reports that the value is not of a kind that the key takes: "'limit' must be an integer, not a
  // string".
  void wrong_kind(std::string_view key, const Node& node, std::string_view wanted) const;
  void report(std::string_view code, std::string message, Place place, std::string label = {},
              std::string note = {}) const;
  // Reports that a required key is absent.
  void missing(std::string_view key, std::string note) const;

  [[nodiscard]] Findings& findings() const { return findings_; }

 private:
  void report_unknown_keys() const;
  void report_choice(std::string_view key, const Node& node,
                     const std::vector<std::string_view>& names) const;
  [[nodiscard]] const Node* of_kind(std::string_view key, Node::Kind kind,
                                    std::string_view wanted) const;

  const Node& node_;
  const Section& section_;
  std::string where_;
  Findings& findings_;
};

}  // namespace ratelimit
