#include "policies/trace.h"

#include <map>
#include <string>

#include "tests/catch.h"
#include "tests/policies/house.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

std::string message_of(std::string_view json) {
  const Result<TraceLine> line = parse_trace_line(json);
  return line ? "no error" : line.error().message;
}

int column_of(std::string_view json) {
  return parse_trace_line(json).error().place.column;
}

On kind_of(std::string_view json) {
  RequestLists lists;
  return parse_trace_line(json)->request(lists).on;
}

}  // namespace

TEST_CASE("trace: a line of HTTP is read") {
  const auto line =
      parse_trace_line(R"({"t_ns":250000000,"ip":"203.0.113.7","method":"GET","path":"/",)"
                       R"("headers":{"X-Api-Key":"k"},)"
                       R"("cost":3,"client":"label"})");
  REQUIRE(line);
  CHECK(line->at == Instant(250ms));
  CHECK(line->client == "label");
  RequestLists lists;
  const Request request = line->request(lists);
  CHECK(request.on == On::http);
  CHECK(request.ip == "203.0.113.7");
  CHECK(request.method == "GET");
  CHECK(request.path == "/");
  CHECK(request.cost == 3);
  REQUIRE(request.headers.size() == 1);
  CHECK(request.headers[0].name == "x-api-key");
  CHECK(request.headers[0].value == "k");
}

TEST_CASE("trace: a recording's costs are what its policies are charged") {
  const auto line = parse_trace_line(R"({"t_ns":0,"path":"/","ip":"203.0.113.7","cost":2,)"
                                     R"("costs":{"fixed":7,"bytes":5,"free":0,"gone":9}})");
  REQUIRE(line);
  RequestLists lists;
  House house(R"(
    [policy.bytes]
    on = "http"
    limit = 100
    window = "1m"
    cost = { per_bytes = 1024 }
    [policy.fixed]
    on = "http"
    limit = 100
    window = "1m"
    cost = 3
    [policy.free]
    on = "http"
    limit = 100
    window = "1m"
    [policy.plain]
    on = "http"
    limit = 100
    window = "1m"
  )");
  const Verdict& verdict = house.check(line->request(lists));
  std::map<std::string, Count> charged;
  for (const PolicyDecision& decision : verdict.decisions) {
    charged[decision.policy->name] = decision.cost;
    CHECK(decision.decision.remaining == 100 - decision.cost);
  }
  // Where nothing is recorded, the policy finds out itself.
  CHECK(charged ==
        std::map<std::string, Count>{{"bytes", 5}, {"fixed", 7}, {"free", 0}, {"plain", 2}});
}

TEST_CASE("trace: tool and rpc say what kind of request it is") {
  CHECK(kind_of(R"({"t_ns":0,"tool":"get_time"})") == On::mcp);
  CHECK(kind_of(R"({"t_ns":0,"rpc":"initialize"})") == On::mcp_session);
  CHECK(kind_of(R"({"t_ns":0,"rpc":"tools/list"})") == On::mcp_message);
  CHECK(kind_of(R"({"t_ns":0,"path":"/"})") == On::http);
}

TEST_CASE("trace: a line that is written reads as the same line") {
  TraceLine line;
  line.at = instant_max;
  CHECK(to_json_line(line) == "{\"t_ns\":7200000000000000000}\n");
  CHECK(*parse_trace_line(to_json_line(line)) == line);

  line = {.at = Instant(1ns),
          .ip = "2001:db8::1",
          .method = "POST",
          .path = "/a\"b\\c\n\u20AC",
          .host = "example.org",
          .headers = {{"x-api-key", "k"}, {"x-tenant", ""}},
          .session = "abc",
          .tool = "get_time",
          .rpc = {},
          .client = "label",
          .user = "alice",
          .tier = "gold",
          .cost = 0,
          .duration = 20ms,
          .seq = 7,
          .finish_seq = 9,
          .costs = {{"a", 0}, {"b", 12}}};
  CHECK(*parse_trace_line(to_json_line(line)) == line);

  line.tool.clear();
  line.rpc = "tools/list";
  CHECK(*parse_trace_line(to_json_line(line)) == line);
}

TEST_CASE("trace: a recording's verdict is passed over, whatever it holds") {
  const auto line = parse_trace_line(
      R"({"t_ns":5,"seq":1,"verdict":{"t_ns":-1,"x":[1,2.5,null,{"cost":-1}]},"cost":2})");
  REQUIRE(line);
  CHECK(line->at == Instant(5ns));
  CHECK(line->cost == 2);
}

TEST_CASE("trace: what is wrong with a line is said in words") {
  CHECK(message_of("") == "this is not JSON");
  CHECK(message_of("not json") == "this is not JSON");
  CHECK(message_of(R"({"t_ns":1)") == "this is not JSON");
  CHECK(message_of(R"({"t_ns":1} x)") == "this is not JSON");
  CHECK(message_of("{\"t_ns\":1,\"ip\":\"\xFF\"}") == "this is not JSON");
  CHECK(message_of("[]") == "a line of a trace is a JSON object");
  CHECK(message_of("17") == "a line of a trace is a JSON object");
  CHECK(message_of("{}") == "'t_ns' is missing");
  CHECK(message_of(R"({"t_ns":-1})") == "'t_ns' is negative");
  CHECK(message_of(R"({"t_ns":1.5})") == "'t_ns' must be a whole number");
  CHECK(message_of(R"({"t_ns":1e9})") == "'t_ns' must be a whole number");
  CHECK(message_of(R"({"t_ns":"1"})") == "'t_ns' must be a whole number, not a string");
  CHECK(message_of(R"({"t_ns":7200000000000000001})") == "'t_ns' lies beyond 27 February 2198");
  CHECK(message_of(R"({"t_ns":18446744073709551615})") == "'t_ns' is out of range");
  CHECK(message_of(R"({"t_ns":99999999999999999999999})") == "'t_ns' is out of range");
  CHECK(message_of(R"({"t_ns":0,"cost":-1})") == "'cost' is negative");
  CHECK(message_of(R"({"t_ns":0,"duration_ns":999999999999999999})") ==
        "'duration_ns' is longer than 15 years");
  CHECK(message_of(R"({"t_ns":0,"ip":7})") == "'ip' must be a string, not a number");
  CHECK(message_of(R"({"t_ns":0,"ip":null})") == "'ip' must be a string, not null");
  CHECK(message_of(R"({"t_ns":0,"ip":{}})") == "'ip' must be a string, not an object");
  CHECK(message_of(R"({"t_ns":0,"headers":[]})") == "'headers' must be an object, not an array");
  CHECK(message_of(R"({"t_ns":0,"headers":{"a":1}})") ==
        "'a' in 'headers' must be a string, not a number");
  CHECK(message_of(R"({"t_ns":0,"headers":{"a":1.5}})") ==
        "'a' in 'headers' must be a string, not a number");
  CHECK(message_of(R"({"t_ns":0,"costs":{"a":"1"}})") ==
        "'a' in 'costs' must be a whole number, not a string");
  CHECK(message_of(R"({"t_ns":0,"costs":{"a":-1}})") == "'a' in 'costs' is negative");
  CHECK(message_of(R"({"t_ns":0,"t_ns":1})") == "'t_ns' stands here twice");
  CHECK(message_of(R"({"t_ns":0,"tool":"a","rpc":"b"})") ==
        "'rpc' stands beside 'tool': a tool call has no other method");
}

TEST_CASE("trace: an error points at its member") {
  CHECK(column_of(R"({"t_ns":0,"cost":-1})") == 11);
  CHECK(column_of(R"({"t_ns":0,"pth":"/"})") == 11);
  CHECK(column_of(R"({"t_ns":0 "ip":""})") == 14);
}

TEST_CASE("trace: an unknown member is an error") {
  const auto line = parse_trace_line(R"({"t_ns":0,"pth":"/"})");
  REQUIRE_FALSE(line);
  CHECK(line.error().message == "unknown member 'pth'");
  CHECK(line.error().label == "did you mean 'path'?");
  CHECK(parse_trace_line(R"({"t_ns":0,"colour":"/"})").error().label.empty());
}

TEST_CASE("trace: deep nesting is refused, not followed") {
  std::string deep = R"({"t_ns":0,"verdict":{"a":)";
  deep += std::string(100'000, '[') + std::string(100'000, ']') + "}}";
  CHECK(message_of(deep) == "this nests too deeply");
}
