#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ratelimit {

// Appends JSON to a string, in the order of the calls: output must be the same bytes everywhere.
// The caller keeps objects and arrays balanced; commas are put in. Bytes that are no UTF-8 become
// U+FFFD; control characters are escaped.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(bool truth);
  JsonWriter& null();

  // key(name).value(value)
  template <class T>
  JsonWriter& field(std::string_view name, const T& value) {
    return key(name).value(value);
  }

 private:
  void separate();

  std::string& out_;
  bool needs_comma_ = false;
};

// The text as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text);

}  // namespace ratelimit
