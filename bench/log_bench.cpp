// How many lines of an access log are parsed, read in order, and replayed against the smallest
// policy, in a second.

#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "bench/log_generator.h"
#include "core/memory_store.h"
#include "policies/parse.h"
#include "scenarios/clf.h"
#include "scenarios/log_traffic.h"
#include "scenarios/simulate.h"

using namespace ratelimit;

namespace {

// A made-up log in a file, which is removed with its owner.
class SampleLog {
 public:
  explicit SampleLog(std::size_t lines)
      : path_(std::filesystem::temp_directory_path() /
              ("ratelimit_log_bench_" + std::to_string(lines) + ".log")) {
    std::ofstream(path_) << generate_log({.lines = lines});
  }
  SampleLog(const SampleLog&) = delete;
  SampleLog& operator=(const SampleLog&) = delete;
  ~SampleLog() { std::filesystem::remove(path_); }

  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

void BM_parse_combined(benchmark::State& state) {
  const std::string text = generate_log({.lines = 10'000});
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(std::string_view(text).substr(at, end - at));
    at = end + 1;
  }
  ClfFormat format;
  Arrival arrival;
  for (auto _ : state) {
    for (const std::string_view line : lines) {
      benchmark::DoNotOptimize(format.read(line, arrival));
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(lines.size()));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(BM_parse_combined);

void BM_read_log(benchmark::State& state) {
  const SampleLog log(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    const auto traffic = LogTraffic::open(log.path(), {});
    Arrival arrival;
    while ((*traffic)->next(arrival)) benchmark::DoNotOptimize(arrival);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_read_log)->Arg(200'000)->Unit(benchmark::kMillisecond);

void BM_replay_log(benchmark::State& state) {
  const SampleLog log(static_cast<std::size_t>(state.range(0)));
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
