// How many lines of an access log are read, and replayed against the smallest policy, in a second.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/memory_store.h"
#include "core/random.h"
#include "policies/parse.h"
#include "scenarios/log_traffic.h"
#include "scenarios/simulate.h"

using namespace ratelimit;

namespace {

// A combined log of a few hours, sorted, by a thousand clients; removed with its owner.
class SampleLog {
 public:
  explicit SampleLog(int lines)
      : path_(std::filesystem::temp_directory_path() /
              ("ratelimit_log_bench_" + std::to_string(lines) + ".log")) {
    std::ofstream file(path_);
    Random random(1);
    for (int i = 0; i < lines; ++i) {
      const int second = i / 20;
      char line[256];
      std::snprintf(line, sizeof line,
                    "10.0.%d.%d - - [02/Mar/2026:%02d:%02d:%02d +0100] \"GET /page/%d HTTP/1.1\" "
                    "200 5120 \"https://office.example/\" \"Mozilla/5.0 (X11; Linux x86_64)\"\n",
                    static_cast<int>(random.below(4)), static_cast<int>(random.below(250)),
                    second / 3600 % 24, second / 60 % 60, second % 60,
                    static_cast<int>(random.below(1000)));
      file << line;
    }
  }
  SampleLog(const SampleLog&) = delete;
  SampleLog& operator=(const SampleLog&) = delete;
  ~SampleLog() { std::filesystem::remove(path_); }

  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

void BM_read_log(benchmark::State& state) {
  const SampleLog log(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    const auto traffic = LogTraffic::open(log.path(), {});
    Arrival arrival;
    while ((*traffic)->next(arrival)) benchmark::DoNotOptimize(arrival);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_read_log)->Arg(200'000)->Unit(benchmark::kMillisecond);

void BM_replay_log(benchmark::State& state) {
  const SampleLog log(static_cast<int>(state.range(0)));
  const auto policies = parse_policies(default_policy_text(), "default");
  for (auto _ : state) {
    const auto traffic = LogTraffic::open(log.path(), {});
    MemoryStore store;
    const Enforcer enforcer(*policies, store, 1);
    benchmark::DoNotOptimize(simulate(**traffic, enforcer, {}));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_replay_log)->Arg(200'000)->Unit(benchmark::kMillisecond);

}  // namespace
