#include "scenarios/reorder_buffer.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/random.h"
#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

struct Event {
  Instant at;
  std::string name;
  friend bool operator==(const Event&, const Event&) = default;
};

Arrival arrival_of(const Event& event) {
  Arrival arrival;
  arrival.at = event.at;
  arrival.client = event.name;
  return arrival;
}

void take_ready(ReorderBuffer& buffer, bool all, std::vector<Event>& out) {
  PackedArrivals arrivals;
  while (const auto at = buffer.take(all, arrivals)) {
    Arrival arrival;
    while (arrivals.next(arrival)) out.push_back({*at, std::string(arrival.client)});
    arrivals.clear();
  }
}

// Events that lie at most `disorder` before the latest so far.
std::vector<Event> made_up(std::uint64_t seed, std::int64_t disorder) {
  Random random(seed);
  std::vector<Event> events;
  std::int64_t newest = 1'000;
  for (int i = 0; i < 500; ++i) {
    newest += static_cast<std::int64_t>(random.below(4));
    const auto back = static_cast<std::int64_t>(
        random.below(static_cast<std::uint64_t>(std::min(disorder, newest)) + 1));
    events.push_back({Instant(std::chrono::seconds(newest - back)), std::to_string(i)});
  }
  return events;
}

Duration worst_step(const std::vector<Event>& events) {
  Instant newest = events.front().at;
  Duration worst{};
  for (const Event& event : events) {
    newest = std::max(newest, event.at);
    worst = std::max(worst, newest - event.at);
  }
  return worst;
}

}  // namespace

TEST_CASE("reorder: what comes out is what a stable sort makes of it") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::vector<Event> events = made_up(seed, static_cast<std::int64_t>(seed) % 40);
    ReorderBuffer buffer(worst_step(events));
    std::vector<Event> out;
    std::size_t held_most = 0;
    for (const Event& event : events) {
      REQUIRE(buffer.add(arrival_of(event)));
      take_ready(buffer, false, out);
      held_most = std::max(held_most, buffer.bytes());
    }
    take_ready(buffer, true, out);
    CHECK(buffer.bytes() == 0);
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    CHECK(out == events);
    CHECK(held_most < 20'000);  // The horizon's, of about 35,000 bytes in all.
  }
}

TEST_CASE("reorder: an arrival before what was handed out is refused") {
  ReorderBuffer buffer(1s);
  std::vector<Event> out;
  REQUIRE(buffer.add(arrival_of({Instant(10s), "a"})));
  REQUIRE(buffer.add(arrival_of({Instant(12s), "b"})));
  take_ready(buffer, false, out);
  CHECK(out.size() == 1);
  CHECK_FALSE(buffer.add(arrival_of({Instant(10s), "c"})));
  CHECK(buffer.add(arrival_of({Instant(11s), "c"})));
}

TEST_CASE("reorder: an instant is held while a line may still lie in it") {
  ReorderBuffer buffer(2s);
  std::vector<Event> out;
  REQUIRE(buffer.add(arrival_of({Instant(10s), "a"})));
  REQUIRE(buffer.add(arrival_of({Instant(12s), "b"})));
  take_ready(buffer, false, out);
  CHECK(out.empty());
  REQUIRE(buffer.add(arrival_of({Instant(12s + 1ns), "c"})));
  take_ready(buffer, false, out);
  CHECK(out.size() == 1);
}

TEST_CASE("packed arrivals: nothing of a request is lost") {
  const std::vector<Header> headers = {{"x-api-key", "k"}, {"empty", ""}};
  Arrival arrival;
  arrival.client = "label";
  arrival.duration = 20ms;
  arrival.request.on = On::mcp;
  arrival.request.method = "POST";
  arrival.request.path = "/mcp";
  arrival.request.host = "example.org";
  arrival.request.ip = "2001:db8::1";
  arrival.request.headers = headers;
  arrival.request.session = "abc";
  arrival.request.tool = "get_time";
  arrival.request.user = "alice";
  arrival.request.cost = 7;

  PackedArrivals packed;
  packed.add(arrival);
  packed.add(Arrival());
  Arrival back;
  REQUIRE(packed.next(back));
  CHECK(back.client == "label");
  CHECK(back.duration == 20ms);
  CHECK(back.request.on == On::mcp);
  CHECK(back.request.method == "POST");
  CHECK(back.request.path == "/mcp");
  CHECK(back.request.host == "example.org");
  CHECK(back.request.ip == "2001:db8::1");
  CHECK(back.request.session == "abc");
  CHECK(back.request.tool == "get_time");
  CHECK(back.request.user == "alice");
  CHECK(back.request.cost == 7);
  REQUIRE(back.request.headers.size() == 2);
  CHECK(back.request.headers[0].name == "x-api-key");
  CHECK(back.request.headers[0].value == "k");
  CHECK(back.request.headers[1].name == "empty");
  REQUIRE(packed.next(back));
  CHECK(back.client.empty());
  CHECK(back.request.headers.empty());
  CHECK_FALSE(packed.next(back));
}
