// What a whole verdict costs: who asks, which policies cover the request, three quotas decided at
// once. The store's share of it is in decide_bench.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "core/random.h"
#include "policies/enforcer.h"
#include "policies/parse.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view three_policies = R"(
  [policy.everything]
  on = "http"
  limit = 1000
  window = "60s"
  algorithm = "gcra"
  [policy.search]
  on = "http"
  match = "/search/**"
  partition = ["route"]
  limit = 100
  window = "60s"
  algorithm = "gcra"
  [policy.site]
  on = "http"
  key = "global"
  limit = 1000000
  window = "1s"
  algorithm = "gcra"
)";

void check_request(benchmark::State& state) {
  const Policies policies = *parse_policies(three_policies, "three.toml");
  MemoryStore store;
  const Enforcer enforcer(policies, store, 1);
  std::vector<std::string> clients;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    clients.push_back("10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256));
  }
  Request request{.method = "GET", .path = "/search/books", .host = "example.org"};
  Verdict verdict;
  Random random(1);
  Instant now{24h};
  for (auto _ : state) {
    now += 1us;
    request.ip = clients[random.below(clients.size())];
    enforcer.check(request, now, verdict);
    benchmark::DoNotOptimize(verdict.allowed);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(check_request)->Name("BM_check_three_policies")->Arg(1)->Arg(10'000);

}  // namespace
