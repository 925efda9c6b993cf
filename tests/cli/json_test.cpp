#include "cli/report/json.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/report/ndjson.h"
#include "core/memory_store.h"
#include "tests/catch.h"
#include "tests/cli/sample_run.h"

using namespace ratelimit;
using namespace std::chrono_literals;
using nlohmann::ordered_json;

namespace {

std::vector<std::string> keys_of(const ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& item : object.items()) keys.push_back(item.key());
  return keys;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("json: the document has the documented fields in the documented order") {
  const SampleRun run(10);
  Report report = run.report();
  report.warnings = {{.code = "W301", .message = "3 lines go back", .note = "so it is"}};
  const std::string text = to_json(report, "1.2.3");
  CHECK(text.back() == '\n');
  CHECK(text.starts_with("{\"schema_version\":1,"));
  const ordered_json json = ordered_json::parse(text);
  CHECK(keys_of(json) == Keys{"schema_version", "tool", "scenario", "totals", "policies", "clients",
                              "bins", "expectations", "warnings"});
  CHECK(json["tool"] == ordered_json{{"name", "ratelimit"}, {"version", "1.2.3"}});
  CHECK(json["scenario"] == ordered_json{{"name", "access.log"},
                                         {"path", "logs/access.log"},
                                         {"seed", 1},
                                         {"span_ns", 900'000'000'000}});
  CHECK(json["totals"] == ordered_json{{"requests", 2729},
                                       {"allowed", 2038},
                                       {"denied", 691},
                                       {"delayed", 0},
                                       {"shadow_denied", 0}});
  CHECK(json["expectations"] == ordered_json::array());
  CHECK(json["warnings"] ==
        ordered_json::array(
            {{{"code", "W301"}, {"message", "3 lines go back"}, {"note", "so it is"}}}));
  CHECK(json["bins"] ==
        ordered_json{{"width_ns", 450'000'000'000}, {"allowed", {900, 1000}}, {"denied", {5, 0}}});
}

TEST_CASE("json: a policy is told with its first quota and what it covered") {
  const SampleRun run(10);
  const ordered_json json = ordered_json::parse(to_json(run.report(), "1"));
  REQUIRE(json["policies"].size() == 5);
  CHECK(json["policies"][2] == ordered_json{{"name", "http-login"},
                                            {"on", "http"},
                                            {"algorithm", "fixed-window"},
                                            {"limit", 5},
                                            {"window_ns", 60'000'000'000},
                                            {"key", "ip"},
                                            {"requests", 160},
                                            {"allowed", 0},
                                            {"denied", 160},
                                            {"delayed", 0},
                                            {"shadow_denied", 0}});
  CHECK(json["policies"][3]["key"] == "session,ip");
}

TEST_CASE("json: each request of a recorded client is a goal, and waits are not known") {
  const SampleRun run(10);
  const ordered_json json = ordered_json::parse(to_json(run.report(), "1"));
  REQUIRE(json["clients"].size() == 7);
  CHECK(json["clients"][3] == ordered_json{{"name", "scraper"},
                                           {"policy", "http-default"},
                                           {"requests", 438},
                                           {"allowed", 48},
                                           {"denied", 390},
                                           {"goals", 438},
                                           {"goals_met", 48},
                                           {"wait_p50_ns", nullptr},
                                           {"wait_p99_ns", nullptr},
                                           {"first_denied_ns", 804'009'760'000'000'000},
                                           {"longest_lockout_ns", 39'000'000'000},
                                           {"max_retry_after_ns", 19'500'000'000},
                                           {"early_retries", 195}});
  CHECK(json["clients"][0]["policy"] == nullptr);
  CHECK(json["clients"][0]["first_denied_ns"] == nullptr);
}

TEST_CASE("json: an interrupted run says so") {
  SampleRun run(10);
  run.result.interrupted = true;
  CHECK(ordered_json::parse(to_json(run.report(), "1"))["interrupted"] == true);
}

TEST_CASE("ndjson: a verdict is one line with the documented fields") {
  Policies policies;
  Policy policy;
  policy.name = "http";
  policy.key = {{.kind = KeyLink::Kind::ip}};
  policy.quotas = {*make_quota({.limit = 1, .window = 60s})};
  policies.policies = {policy};
  MemoryStore store;
  const Enforcer enforcer(policies, store, 1);
  std::vector<std::string> chunks;
  NdjsonSink sink(enforcer, [&chunks](std::string_view chunk) { chunks.emplace_back(chunk); });

  Verdict verdict;
  Arrival arrival{.at = Instant{250ms}, .request = {}, .client = "a\"b"};
  arrival.request.path = "/";
  arrival.request.ip = "198.51.100.17";
  for (int time = 0; time < 2; ++time) {
    enforcer.check(arrival.request, arrival.at, verdict);
    sink.on_verdict({.arrival = arrival, .client = 0, .verdict = verdict});
  }
  arrival.request.on = On::mcp;
  enforcer.check(arrival.request, arrival.at, verdict);
  sink.on_verdict({.arrival = arrival, .client = 0, .verdict = verdict});
  CHECK(chunks.empty());
  sink.flush();
  REQUIRE(chunks.size() == 1);
  CHECK(
      chunks.front() ==
      "{\"t_ns\":250000000,\"client\":\"a\\\"b\",\"node\":0,\"on\":\"http\",\"policy\":\"http\","
      "\"quota\":0,\"key\":\"ip=198.51.100.17\",\"action\":\"allow\",\"reason\":\"quota\","
      "\"attempt\":1,\"cost\":1,\"limit\":1,\"remaining\":0,\"retry_after_ns\":0,"
      "\"reset_ns\":60000000000}\n"
      "{\"t_ns\":250000000,\"client\":\"a\\\"b\",\"node\":0,\"on\":\"http\",\"policy\":\"http\","
      "\"quota\":0,\"key\":\"ip=198.51.100.17\",\"action\":\"deny\",\"reason\":\"quota\","
      "\"attempt\":1,\"cost\":1,\"limit\":1,\"remaining\":0,\"retry_after_ns\":60000000000,"
      "\"reset_ns\":60000000000}\n"
      "{\"t_ns\":250000000,\"client\":\"a\\\"b\",\"node\":0,\"on\":\"mcp\",\"policy\":null,"
      "\"quota\":null,\"key\":null,\"action\":\"allow\",\"reason\":\"uncovered\",\"attempt\":1,"
      "\"cost\":1,\"limit\":null,\"remaining\":null,\"retry_after_ns\":null,\"reset_ns\":null}\n");
}

TEST_CASE("ndjson: long runs are handed on in chunks of whole lines") {
  const Policies policies;
  MemoryStore store;
  const Enforcer enforcer(policies, store, 1);
  std::size_t bytes = 0;
  std::size_t chunks = 0;
  NdjsonSink sink(enforcer, [&](std::string_view chunk) {
    CHECK(chunk.back() == '\n');
    CHECK(chunk.size() < 80'000);
    bytes += chunk.size();
    ++chunks;
  });
  Verdict verdict;
  const Arrival arrival{.at = Instant{1s}, .request = {}, .client = "a"};
  for (int time = 0; time < 2'000; ++time) {
    enforcer.check(arrival.request, arrival.at, verdict);
    sink.on_verdict({.arrival = arrival, .client = 0, .verdict = verdict});
  }
  sink.flush();
  CHECK(chunks > 2);
  CHECK(bytes > 2'000 * 100);
}
