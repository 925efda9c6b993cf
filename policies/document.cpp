#include "policies/document.h"

#define TOML_EXCEPTIONS 0
// The library asserts what a file may break (`[.a]`), and then reports it properly: its asserts are
// no bugs of ours, and bad input must never stop the program.
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "policies/key_scan.h"
#include "policies/line_map.h"
#include "policies/syntax_error.h"
#include "policies/utf8.h"

namespace ratelimit {
namespace {

// Makes our tree of the library's.
class Builder {
 public:
  Builder(std::string_view text, LineMap& lines) : text_(text), lines_(lines) {}

  Node build(const toml::node& from) {
    Node node;
    node.place = place(from.source());
    if (const toml::table* const table = from.as_table()) {
      node.kind = Node::Kind::table;
      for (const auto& [key, value] : *table) {
        node.entries.push_back(
            {.key = std::string(key.str()), .place = place(key.source()), .value = build(value)});
      }
      // The library sorts by name; what we say goes by the order of the file.
      std::stable_sort(
          node.entries.begin(), node.entries.end(), [](const Entry& a, const Entry& b) {
            return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
          });
    } else if (const toml::array* const array = from.as_array()) {
      node.kind = Node::Kind::array;
      for (const toml::node& item : *array) node.items.push_back(build(item));
    } else {
      fill(node, from);
    }
    return node;
  }

 private:
  void fill(Node& node, const toml::node& from) {
    if (const auto* const text = from.as_string()) {
      node.kind = Node::Kind::text;
      node.text = text->get();
    } else if (const auto* const integer = from.as_integer()) {
      node.kind = Node::Kind::integer;
      node.integer = integer->get();
    } else if (const auto* const truth = from.as_boolean()) {
      node.kind = Node::Kind::boolean;
      node.truth = truth->get();
    } else {
      node.kind = from.is_floating_point() ? Node::Kind::real : Node::Kind::time;
      const auto [begin, end] = range(from.source());
      node.text = text_.substr(begin, end - begin);
    }
  }

  std::pair<std::size_t, std::size_t> range(const toml::source_region& region) {
    const std::size_t begin = lines_.offset(region.begin.line, region.begin.column);
    return {begin, std::max(begin, lines_.offset(region.end.line, region.end.column))};
  }

  Place place(const toml::source_region& region) {
    const auto [begin, end] = range(region);
    return lines_.place(begin, end);
  }

  std::string_view text_;
  LineMap& lines_;
};

}  // namespace

const Entry* Node::entry(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& each) { return each.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

const Node* Node::find(std::string_view key) const {
  const Entry* const found = entry(key);
  return found == nullptr ? nullptr : &found->value;
}

Result<Node> parse_document(std::string_view text, std::string_view source, std::size_t bytes_max) {
  const auto fault = [&](Error error) {
    error.file = source;
    return error;
  };
  if (text.size() > bytes_max) return fault(too_large(bytes_max));
  text = without_bom(text);
  LineMap lines(text);
  if (const std::size_t valid = utf8_prefix(text); valid < text.size()) {
    return fault({.code = "E002",
                  .message = "this file is not UTF-8",
                  .place = lines.place(valid, valid + 1),
                  .label = "this byte belongs to no character"});
  }
  const KeyScan scan = scan_keys(text);
  if (scan.too_deep) {
    return fault({.code = "E005",
                  .message = "more than " + std::to_string(nesting_max) + " levels of nesting",
                  .place = lines.place(*scan.too_deep, *scan.too_deep + 1)});
  }
  const toml::parse_result parsed = toml::parse(text, std::string_view{});
  if (parsed.failed()) {
    const toml::parse_error& error = parsed.error();
    const toml::source_position at = error.source().begin;
    return fault(
        syntax_error(text, lines, scan, lines.offset(at.line, at.column), error.description()));
  }
  return Builder(text, lines).build(parsed.table());
}

std::string_view name_of(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::boolean:
      return "true or false";
    case Node::Kind::integer:
      return "an integer";
    case Node::Kind::real:
      return "a fraction";
    case Node::Kind::text:
      return "a string";
    case Node::Kind::time:
      return "a date or time";
    case Node::Kind::array:
      return "a list";
    case Node::Kind::table:
      return "a table";
  }
  return {};
}

}  // namespace ratelimit
