#include "scenarios/simulate.h"

#include <string>
#include <vector>

#include "policies/parse.h"
#include "scenarios/client_table.h"
#include "tests/catch.h"
#include "tests/scenarios/list_traffic.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

// Notes of every verdict its client and whether it was allowed.
class Notes final : public VerdictSink {
 public:
  void on_verdict(const Judged& judged) override {
    text += std::string(judged.arrival.client) + (judged.verdict.allowed ? "+" : "-");
    clients.push_back(judged.client);
  }
  std::string text;
  std::vector<std::size_t> clients;
};

struct Run {
  RunResult result;
  std::string notes;
};

Run run(const std::string& policy, std::vector<Step> steps, const RunOptions& options = {}) {
  const Result<Policies> policies = parse_policies(policy, "test.toml");
  REQUIRE(policies);
  MemoryStore store;
  const Enforcer enforcer(*policies, store, 1);
  ListTraffic traffic(std::move(steps));
  Notes notes;
  VerdictSink* const sinks[] = {&notes};
  RunResult result = simulate(traffic, enforcer, sinks, options);
  return {.result = std::move(result), .notes = notes.text};
}

const std::string two_in_ten = R"(
[policy.site]
on = "http"
limit = 2
window = "10s"
)";

Tally tally(Count requests, Count denied, Count delayed = 0, Count shadow_denied = 0) {
  return {.requests = requests,
          .allowed = requests - denied,
          .denied = denied,
          .delayed = delayed,
          .shadow_denied = shadow_denied};
}

}  // namespace

TEST_CASE("simulate: a short run is told exactly") {
  const Run r = run(two_in_ten,
                    {{0s, "a"},
                     {1s, "a"},
                     {2s, "a"},  // Denied, for 8 s.
                     {3s, "b"},
                     {4s, "a"},   // Denied, for 6 s, and too early.
                     {10s, "a"},  // As told.
                     {12s, "a"},
                     {13s, "a"},  // Denied, for 7 s.
                     {15s, "b"}},
                    {.bins = 4});
  CHECK(r.notes == "a+a+a-b+a-a+a+a-b+");
  const RunResult& result = r.result;
  CHECK(result.begin == list_start);
  CHECK(result.end == list_start + 15s);
  CHECK_FALSE(result.interrupted);
  CHECK(result.totals == tally(9, 3));
  CHECK(result.bad_paths == 0);
  REQUIRE(result.policies.size() == 1);
  CHECK(result.policies[0].name == "site");
  CHECK(result.policies[0].tally == tally(9, 3));

  REQUIRE(result.clients.size() == 2);
  const ClientResult& a = result.clients[0];
  CHECK(a.name == "a");
  CHECK(a.tally == tally(7, 3));
  CHECK(a.policy == "site");
  CHECK(a.first_denied == list_start + 2s);
  CHECK(a.longest_lockout == 8s);
  CHECK(a.retry_after_max == 8s);
  CHECK(a.early_retries == 1);
  const ClientResult& b = result.clients[1];
  CHECK(b.name == "b");
  CHECK(b.tally == tally(2, 0));
  CHECK(b.policy == "site");
  CHECK_FALSE(b.first_denied);
  CHECK(b.longest_lockout == 0s);

  // 15 s and 1 ns in four bins, rounded up.
  CHECK(result.bins.begin == list_start);
  CHECK(result.bins.width == 3'750'000'001ns);
  CHECK(result.bins.allowed == std::vector<Count>{3, 0, 1, 2});
  CHECK(result.bins.denied == std::vector<Count>{1, 1, 0, 1});
}

TEST_CASE("simulate: a lockout that no pass ends lasts to the client's last try") {
  const Run r = run(two_in_ten, {{0s, "a"}, {0s, "a"}, {1s, "a"}, {3s, "a"}, {4s, "b"}});
  CHECK(r.result.clients[0].longest_lockout == 2s);
}

TEST_CASE("simulate: each policy counts what it covered and what its own quotas denied") {
  const Run r = run(R"(
[policy.all]
on = "http"
limit = 3
window = "10s"
[policy.login]
on = "http"
match = "/login"
limit = 1
window = "10s"
[policy.off]
on = "http"
mode = "off"
limit = 1
window = "10s"
[policy.trial]
on = "http"
mode = "shadow"
limit = 2
window = "10s"
)",
                    {{0s, "a", "/login"},
                     {1s, "a", "/login"},  // login denies.
                     {2s, "a"},
                     {3s, "a"},    // trial would deny.
                     {4s, "a"}});  // all denies, trial would.
  CHECK(r.notes == "a+a-a+a+a-");
  CHECK(r.result.totals == tally(5, 2, 0, 1));
  REQUIRE(r.result.policies.size() == 4);
  CHECK(r.result.policies[0].tally == tally(5, 1));
  CHECK(r.result.policies[1].tally == tally(2, 1));
  CHECK(r.result.policies[2].name == "off");
  CHECK(r.result.policies[2].tally == tally(0, 0));
  CHECK(r.result.policies[3].tally == tally(5, 0, 0, 2));
  CHECK(r.result.clients[0].policy == "all");  // A tie: the first by name.
}

TEST_CASE("simulate: requests that leaky buckets hold back are delayed") {
  const Run r = run(R"(
[policy.queue]
on = "http"
algorithm = "leaky-bucket"
limit = 1
window = "1s"
max_delay = "2s"
)",
                    {{0s, "a"}, {0s, "a"}, {0s, "a"}, {0s, "a"}});
  CHECK(r.notes == "a+a+a+a-");
  CHECK(r.result.totals == tally(4, 1, 2));
  CHECK(r.result.policies[0].tally == tally(4, 1, 2));
  CHECK(r.result.clients[0].tally == tally(4, 1, 2));
}

TEST_CASE("simulate: a slot is free again at the instant at which its request ends") {
  const std::string one_at_a_time = R"(
[policy.slots]
on = "http"
algorithm = "concurrency"
limit = 1
)";
  CHECK(run(one_at_a_time, {{0s, "a", "/", 5s}, {5s - 1ns, "a"}, {5s, "a"}}).notes == "a+a-a+");
  CHECK(run(one_at_a_time, {{0s, "a"}, {0s, "a"}}).notes == "a+a+");
  CHECK(run(one_at_a_time, {{0s, "a", "/", 9s}, {1s, "b", "/", 2s}, {3s, "b"}, {3s, "a"}}).notes ==
        "a+b+b+a-");
}

TEST_CASE("simulate: a delayed request is in flight when its delay is over") {
  const std::string both = R"(
[policy.queue]
on = "http"
algorithm = "leaky-bucket"
limit = 1
window = "4s"
max_delay = "8s"
[policy.slots]
on = "http"
algorithm = "concurrency"
limit = 1
)";
  // The second waits from 1 to 4 s, then takes 2 s.
  CHECK(run(both, {{0s, "a"}, {1s, "a", "/", 2s}, {6s - 1ns, "a"}, {6s, "a"}}).notes == "a+a+a-a+");
}

TEST_CASE("simulate: paths that a server would refuse are counted") {
  const Run r = run(two_in_ten, {{0s, "a", "/%zz"}, {1s, "a", "/"}, {2s, "a", "no-slash"}});
  CHECK(r.result.bad_paths == 2);
}

TEST_CASE("simulate: bins cover the run, with no more of them than it has nanoseconds") {
  const Run one = run(two_in_ten, {{0s, "a"}});
  CHECK(one.result.bins.width == 1ns);
  CHECK(one.result.bins.allowed == std::vector<Count>{1});
  const Run three = run(two_in_ten, {{0s, "a"}, {2ns, "a"}, {2ns, "a"}});
  CHECK(three.result.bins.allowed == std::vector<Count>{1, 0, 1});
  CHECK(three.result.bins.denied == std::vector<Count>{0, 0, 1});
}

TEST_CASE("simulate: a run that is interrupted says so and tells what it has") {
  std::vector<Step> steps;
  for (int i = 0; i < 20'000; ++i) steps.push_back({std::chrono::seconds(i), "a"});
  int looks = 0;
  Count done = 0;
  RunOptions options;
  options.interrupted = [&] { return ++looks == 3; };
  options.progress = [&](Count requests, Instant) { done = requests; };
  const Run r = run(two_in_ten, steps, options);
  CHECK(r.result.interrupted);
  CHECK(r.result.totals.requests == done);
  CHECK(r.result.totals.requests < 20'000);
  CHECK(r.result.end == list_start + std::chrono::seconds(done - 1));
}

TEST_CASE("simulate: the same run twice is the same") {
  std::vector<Step> steps;
  for (int i = 0; i < 3'000; ++i) {
    steps.push_back({i * 10ms, std::string(1, static_cast<char>('a' + i * i % 23))});
  }
  const Run first = run(two_in_ten, steps);
  const Run second = run(two_in_ten, steps);
  CHECK(first.notes == second.notes);
  CHECK(first.result.bins.denied == second.result.bins.denied);
  REQUIRE(first.result.clients.size() == second.result.clients.size());
  for (std::size_t i = 0; i < first.result.clients.size(); ++i) {
    CHECK(first.result.clients[i].name == second.result.clients[i].name);
    CHECK(first.result.clients[i].tally == second.result.clients[i].tally);
  }
}

TEST_CASE("client table: clients beyond the most share one entry") {
  const Policies policies;
  ClientTable clients(policies, 2);
  const Verdict allowed;
  const std::string names[] = {"a", "b", "c", "d", "a", "c"};
  for (const std::string& name : names) {
    clients.on_verdict(clients.index_of(name), list_start, allowed);
  }
  const std::vector<ClientResult> results = clients.finish();
  REQUIRE(results.size() == 3);
  CHECK(results[0].name == "a");
  CHECK(results[0].tally == tally(2, 0));
  CHECK(results[1].tally == tally(1, 0));
  CHECK(results[2].name == other_clients);
  CHECK(results[2].tally == tally(3, 0));
}
