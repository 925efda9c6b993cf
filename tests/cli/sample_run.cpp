#include "tests/cli/sample_run.h"

#include <algorithm>

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

constexpr Instant noon{Duration{804'009'600s}};  // 1995-06-24 12:00:00 UTC.

// What a client did in each of the 90 stretches of ten seconds.
struct Behaviour {
  const char* name;
  std::uint32_t (*allowed)(std::uint32_t stretch);
  std::uint32_t (*denied)(std::uint32_t stretch);
};

std::uint32_t none(std::uint32_t) {
  return 0;
}

constexpr std::uint32_t stretches = 90;

const Behaviour behaviours[] = {
    {"browser", [](std::uint32_t at) { return at * 7 % 5; }, none},
    {"mobile-app", [](std::uint32_t at) { return at % 7 == 0 ? 9U : 0U; }, none},
    {"crawler-bot", [](std::uint32_t at) { return at > 20 && at < 60 ? 3U : 0U; },
     [](std::uint32_t at) { return at > 24 && at < 60 ? at * 11 % 9 : 0U; }},
    {"scraper", [](std::uint32_t at) { return at / 8 % 4 == 2 ? 2U : 0U; },
     [](std::uint32_t at) { return at / 8 % 4 == 2 && at % 8 > 0 ? 10 + at * 5 % 20 : 0U; }},
    {"login-bruteforce-from-a-long-host-name.example", none,
     [](std::uint32_t at) { return at >= 40 && at < 48 ? 20U : 0U; }},
    {"partner-acme", [](std::uint32_t at) { return 15 + at * 13 % 6; }, none},
    {"\x1b[31mred\xe2\x80\xae", [](std::uint32_t at) { return at == 45 ? 1U : 0U; }, none},
};

Lane lane_of(const Behaviour& behaviour, std::size_t columns) {
  std::vector<LaneCell> cells(columns);
  Lane lane{.name = behaviour.name};
  for (std::uint32_t at = 0; at < stretches; ++at) {
    LaneCell& cell = cells[at * columns / stretches];
    cell.allowed += behaviour.allowed(at);
    cell.denied += behaviour.denied(at);
    lane.requests += behaviour.allowed(at) + behaviour.denied(at);
    lane.denied += behaviour.denied(at);
  }
  for (std::uint32_t column = 0; column < columns; ++column) cells[column].column = column;
  std::erase_if(cells, [](const LaneCell& cell) { return cell.allowed + cell.denied == 0; });
  lane.cells = std::move(cells);
  return lane;
}

Policy policy(std::string name, On on, std::vector<KeyLink> key, Quotas quotas) {
  Policy made;
  made.name = std::move(name);
  made.on = on;
  made.key = std::move(key);
  made.quotas = std::move(quotas);
  return made;
}

Policies sample_policies() {
  Policies policies;
  policies.policies = {
      policy(
          "api-partner", On::http, {{.kind = KeyLink::Kind::api_key}},
          {*make_quota(
              {.algorithm = Algorithm::token_bucket, .limit = 120, .window = 60s, .burst = 40})}),
      policy("http-default", On::http, {{.kind = KeyLink::Kind::ip}},
             {*make_quota({.limit = 20, .window = 60s})}),
      policy("http-login", On::http, {{.kind = KeyLink::Kind::ip}},
             {*make_quota({.algorithm = Algorithm::fixed_window, .limit = 5, .window = 60s}),
              *make_quota({.algorithm = Algorithm::fixed_window, .limit = 50, .window = 24h})}),
      policy(
          "mcp-search", On::mcp, {{.kind = KeyLink::Kind::session}, {.kind = KeyLink::Kind::ip}},
          {*make_quota({.algorithm = Algorithm::gcra, .limit = 30, .window = 60s, .burst = 10})}),
      policy("reports", On::http, {{.kind = KeyLink::Kind::global}},
             {*make_quota({.algorithm = Algorithm::concurrency, .limit = 50})}),
  };
  return policies;
}

Tally tally(Count requests, Count denied) {
  return {.requests = requests, .allowed = requests - denied, .denied = denied};
}

}  // namespace

SampleRun::SampleRun(std::size_t columns, bool recorded) : policies(sample_policies()) {
  axis.begin = recorded ? noon : Instant{};
  axis.end = axis.begin + 15min;
  if (recorded) axis.zone_minutes = -240;
  picture.axis = axis;
  picture.columns = columns;
  picture.all.resize(columns);
  for (std::uint32_t column = 0; column < columns; ++column) picture.all[column].column = column;
  for (const Behaviour& behaviour : behaviours) {
    Lane lane = lane_of(behaviour, columns);
    for (const LaneCell& cell : lane.cells) {
      picture.all[cell.column].allowed += cell.allowed;
      picture.all[cell.column].denied += cell.denied;
    }
    result.totals.requests += lane.requests;
    result.totals.denied += lane.denied;
    result.clients.push_back({.name = lane.name,
                              .tally = tally(lane.requests, lane.denied),
                              .policy = lane.denied > 0 ? "http-default" : "",
                              .first_denied = {},
                              .longest_lockout = lane.denied * 100ms,
                              .retry_after_max = lane.denied * 50ms,
                              .early_retries = lane.denied / 2});
    picture.lanes.push_back(std::move(lane));
  }
  result.clients[3].first_denied = axis.begin + 160s;
  picture.more = picture.lanes.back();
  picture.lanes.pop_back();
  picture.lanes.push_back(picture.more);
  picture.clients_more = 1'231;
  result.totals = tally(result.totals.requests, result.totals.denied);
  result.begin = axis.begin;
  result.end = axis.end;
  for (const Policy& each : policies.policies) {
    result.policies.push_back({.name = each.name, .tally = {}});
  }
  result.policies[1].tally = result.totals;
  result.policies[2].tally = tally(160, 160);
  result.bins = {.begin = axis.begin, .width = 450s, .allowed = {900, 1000}, .denied = {5, 0}};
  scan.path = "logs/access.log";
  scan.format = LogFormat::combined;
  scan.whole_seconds = true;
  scan.first = axis.begin;
  scan.last = axis.end;
}
