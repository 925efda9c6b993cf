// What one decision costs in the shared store, hash of the client's name included: by algorithm, on
// one hot key, ten thousand and a million keys in random order, and with two threads.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "core/limiter.h"
#include "core/random.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

Quota quota_of(Algorithm algorithm) {
  Quota draft{.algorithm = algorithm, .limit = 20, .window = 60s};
  if (algorithm == Algorithm::concurrency) draft = {.algorithm = algorithm, .limit = 1'000'000'000};
  if (algorithm == Algorithm::leaky_bucket) draft.max_delay = 10s;
  return *make_quota(draft);
}

std::vector<std::string> clients(std::size_t count) {
  std::vector<std::string> names;
  names.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    names.push_back("ip=10." + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." +
                    std::to_string(i & 255));
  }
  return names;
}

// Clients in random order, time moving so that about half of the decisions allow.
void decide(benchmark::State& state, Algorithm algorithm) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const std::vector<std::string> names = clients(count);
  Limiter limiter(quota_of(algorithm), {.max_keys = 2'000'000, .max_memory = std::size_t{4} << 30});
  Random random(1);
  Instant now{24h};
  const Duration step = 60s / static_cast<std::int64_t>(40 * count) + 1ns;
  for (const std::string& name : names) limiter.take(name, now);
  for (auto _ : state) {
    now += step;
    benchmark::DoNotOptimize(limiter.take(names[random.below(count)], now));
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["bytes_per_key"] =
      static_cast<double>(limiter.stats().bytes) / static_cast<double>(limiter.stats().keys);
}

// The same key space, two threads, one store.
void decide_in_threads(benchmark::State& state) {
  static Limiter* limiter = nullptr;
  const auto count = static_cast<std::size_t>(state.range(0));
  const std::vector<std::string> names = clients(count);
  if (state.thread_index() == 0) limiter = new Limiter(quota_of(Algorithm::gcra));
  Random random(static_cast<std::uint64_t>(state.thread_index()));
  Instant now{24h};
  for (auto _ : state) {
    now += 1us;
    benchmark::DoNotOptimize(limiter->take(names[random.below(count)], now));
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) {
    delete limiter;
    limiter = nullptr;
  }
}
BENCHMARK(decide_in_threads)
    ->Name("BM_decide_gcra")
    ->Arg(1)
    ->Arg(10'000)
    ->Threads(2)
    ->UseRealTime();

const bool registered = [] {
  for (const Algorithm algorithm : nameable_algorithms()) {
    const std::string name = "BM_decide_" + std::string(name_of(algorithm));
    benchmark::RegisterBenchmark(name.c_str(), decide, algorithm)
        ->Arg(1)
        ->Arg(10'000)
        ->Arg(1'000'000);
  }
  return true;
}();

}  // namespace
