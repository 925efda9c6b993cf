#include "policies/json_writer.h"

#include <cstdint>
#include <limits>
#include <string>

#include "tests/catch.h"

using namespace ratelimit;

namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace

TEST_CASE("json writer: commas stand between members and elements, nowhere else") {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("a", std::int64_t{1}).key("b").begin_array();
  json.value("x").begin_object().end_object().null().value(true).begin_array().end_array();
  json.end_array().field("c", false).end_object();
  CHECK(out == R"({"a":1,"b":["x",{},null,true,[]],"c":false})");
}

TEST_CASE("json writer: a second document follows the first on its own") {
  std::string out;
  JsonWriter(out).begin_array().end_array();
  out += '\n';
  JsonWriter(out).begin_object().end_object();
  CHECK(out == "[]\n{}");
}

TEST_CASE("json writer: numbers are written to their last digit") {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  json.value(std::numeric_limits<std::int64_t>::min());
  json.value(std::numeric_limits<std::int64_t>::max());
  json.value(std::numeric_limits<std::uint64_t>::max());
  json.end_array();
  CHECK(out == "[-9223372036854775808,9223372036854775807,18446744073709551615]");
}

TEST_CASE("json writer: quotes, backslashes and control characters are escaped") {
  CHECK(quoted("") == "\"\"");
  CHECK(quoted("a\"b\\c/") == R"("a\"b\\c/")");
  CHECK(quoted("\b\f\n\r\t") == R"("\b\f\n\r\t")");
  CHECK(quoted(std::string_view("\0\x1b\x7f", 3)) == R"("\u0000\u001b\u007f")");
  CHECK(quoted("\xC2\x9B") == R"("\u009b")");  // A terminal takes it for an escape sequence.
}

TEST_CASE("json writer: UTF-8 is kept, and what is none becomes U+FFFD") {
  CHECK(quoted("é\u20AC\U0001F600") == "\"é\u20AC\U0001F600\"");
  const std::string bad = "\uFFFD";
  CHECK(quoted("a\xFFz") == "\"a" + bad + "z\"");
  CHECK(quoted("\xC3") == "\"" + bad + "\"");                                // Cut off.
  CHECK(quoted("\xC0\xAF") == "\"" + bad + bad + "\"");                      // Overlong.
  CHECK(quoted("\xED\xA0\x80") == "\"" + bad + bad + bad + "\"");            // A surrogate.
  CHECK(quoted("\xF4\x90\x80\x80") == "\"" + bad + bad + bad + bad + "\"");  // Above U+10FFFF.
  CHECK(quoted("\xE2\x82") == "\"" + bad + bad + "\"");
}
