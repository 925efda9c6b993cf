#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace ratelimit {

struct Entry;

// A TOML value with its place: what we keep of a file, in the order of the file.
struct Node {
  enum class Kind : std::uint8_t { boolean, integer, real, text, time, array, table };
  Kind kind = Kind::table;
  bool truth = false;
  std::int64_t integer = 0;
  std::string text = {};       // Of a text; of a real or a time: as written in the file.
  std::vector<Node> items;     // Of an array.
  std::vector<Entry> entries;  // Of a table.
  Place place = {};            // Of the value: its first line.

  // The value of a key of this table, or nullptr.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] const Entry* entry(std::string_view key) const;
};

struct Entry {
  std::string key;
  Place place;  // Of the key; in `[policy.http]` of `http`.
  Node value;
};

// Reads a TOML text of at most `bytes_max` bytes. Errors: too large (E004), not UTF-8 (E002), too
// deep (E005), a key twice (E003, with both places), no TOML (E001); one of them. `source` is the
// file's name for messages.
Result<Node> parse_document(std::string_view text, std::string_view source, std::size_t bytes_max);

// "a string", "an integer": for messages.
std::string_view name_of(Node::Kind kind);

}  // namespace ratelimit
