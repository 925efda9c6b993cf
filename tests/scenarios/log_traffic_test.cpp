#include "scenarios/log_traffic.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/random.h"
#include "tests/catch.h"
#include "tests/scenarios/gzip.h"
#include "tests/scenarios/temporary_file.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

// 17 May 2015, 10:05:00 UTC.
constexpr Instant five_past_ten{1'431'857'100s};

struct Sent {
  Duration at;  // Since the first.
  std::string path;
  friend bool operator==(const Sent&, const Sent&) = default;
};

std::unique_ptr<LogTraffic> opened(const std::string& path, const LogOptions& options = {}) {
  auto traffic = LogTraffic::open(path, options);
  REQUIRE(traffic);
  return *std::move(traffic);
}

std::vector<Sent> all_of(LogTraffic& traffic) {
  std::vector<Sent> all;
  Arrival arrival;
  while (traffic.next(arrival)) {
    all.push_back({arrival.at - traffic.first(), std::string(arrival.request.path)});
  }
  CHECK_FALSE(traffic.failure());
  if (!all.empty()) CHECK(traffic.first() + all.back().at == traffic.last());
  return all;
}

std::string error_of(const std::string& path, const LogOptions& options = {}) {
  const auto traffic = LogTraffic::open(path, options);
  return traffic ? "no error" : traffic.error().code + ": " + traffic.error().message;
}

std::string two_digits(std::uint64_t number) {
  return std::string(number < 10 ? "0" : "") + std::to_string(number);
}

// A line at so many seconds after midnight of 1 January 1970, its path a number.
std::string line_at(std::uint64_t seconds, std::size_t path) {
  return "192.0.2.1 - - [01/Jan/1970:" + two_digits(seconds / 3600) + ":" +
         two_digits(seconds / 60 % 60) + ":" + two_digits(seconds % 60) + " +0000] \"GET " +
         std::to_string(path) + " HTTP/1.1\" 200 1\n";
}

}  // namespace

TEST_CASE("log traffic: a common log is recognised and read") {
  const auto traffic = opened(fixture("common.log"));
  const LogScan& scan = traffic->scan();
  CHECK(scan.format == LogFormat::common);
  CHECK(scan.format_share == 100);
  CHECK_FALSE(scan.extra_field);
  CHECK(scan.lines == 5);
  CHECK(scan.requests == 5);
  CHECK(scan.bad == 0);
  CHECK(scan.backward_steps == 0);
  CHECK(scan.whole_seconds);
  CHECK(scan.zone_minutes == -240);
  CHECK(scan.first == Instant(805'262'400s));
  CHECK(scan.last == Instant(805'262'475s));
  CHECK_FALSE(scan.one_minute_of_each_hour);
  CHECK(all_of(*traffic) == std::vector<Sent>{{0s, "/missions/index.html"},
                                              {7s, "/images/logo.gif"},
                                              {7s + 333'333'333ns, "/images/map.gif"},
                                              {7s + 666'666'666ns, "/"},
                                              {75s, "/weather"}});
}

TEST_CASE("log traffic: a combined log with a further field is recognised and read") {
  const auto traffic = opened(fixture("combined.log"));
  CHECK(traffic->scan().format == LogFormat::combined);
  CHECK(traffic->scan().extra_field);
  CHECK(traffic->scan().zone_minutes == 210);
  CHECK(all_of(*traffic).size() == 4);
}

TEST_CASE("log traffic: a format that is asked for need not be recognised") {
  const auto traffic = opened(fixture("combined.log"), {.format = LogFormat::common});
  CHECK(traffic->scan().format == LogFormat::common);
  CHECK(traffic->scan().requests == 4);
  CHECK(error_of(fixture("combined.log"), {.format = LogFormat::trace}).starts_with("E305: "));
}

TEST_CASE("log traffic: a burst puts all requests of a second at its start") {
  const auto traffic = opened(fixture("common.log"), {.subsecond = Subsecond::burst});
  const std::vector<Sent> all = all_of(*traffic);
  CHECK(all[1] == Sent{7s, "/images/logo.gif"});
  CHECK(all[3] == Sent{7s, "/"});
}

TEST_CASE("log traffic: lines that step back are counted and sorted") {
  const auto traffic = opened(fixture("backwards.log"));
  const LogScan& scan = traffic->scan();
  CHECK(scan.backward_steps == 2);  // /d and /f; /e lies after /d.
  CHECK(scan.worst_step == 35s);    // /d, from 10:05:47.
  CHECK(scan.first == five_past_ten + 3s);
  CHECK(scan.one_minute_of_each_hour);
  CHECK(scan.that_minute == 5);
  CHECK(all_of(*traffic) == std::vector<Sent>{{0s, "/a"},
                                              {9s, "/d"},
                                              {37s, "/f"},
                                              {40s, "/b"},
                                              {40s + 500ms, "/e"},
                                              {44s, "/c"},
                                              {4h - 3s, "/g"}});
}

TEST_CASE("log traffic: unreadable lines are counted, shown and passed over") {
  const auto traffic = opened(fixture("mixed.log"));
  const LogScan& scan = traffic->scan();
  CHECK(scan.format == LogFormat::combined);
  CHECK(scan.format_share == 62);
  CHECK(scan.lines == 8);
  CHECK(scan.requests == 5);
  CHECK(scan.bad == 3);
  REQUIRE(scan.bad_lines.size() == bad_lines_shown);
  CHECK(scan.bad_lines[0].number == 4);
  CHECK(scan.bad_lines[0].text.starts_with("[Thu Oct 13"));
  CHECK(scan.bad_lines[1].number == 6);
  CHECK(scan.bad_lines[1].reason == "its request does not end in a quote, a status and a size");
  CHECK(all_of(*traffic).size() == 5);
}

TEST_CASE("log traffic: more bad lines than may be are an error") {
  CHECK(error_of(fixture("mixed.log"), {.max_bad = 3}) == "no error");
  CHECK(error_of(fixture("mixed.log"), {.max_bad = 2}) ==
        "E306: 3 of 8 lines of " + fixture("mixed.log") +
            " could not be read; at most 2 may be bad");
}

TEST_CASE("log traffic: what is no log is refused") {
  const TemporaryFile text("Dear diary,\n\ntoday I read no log.\n");
  CHECK(error_of(text.path()) ==
        "E304: cannot read " + text.path() + ": its first lines are of no known format");
  CHECK(error_of(text.path(), {.format = LogFormat::common}) ==
        "E305: cannot read " + text.path() + ": none of its 2 lines is one of the format common");
  Random random(1);
  std::string noise;
  while (noise.size() < 3'000'000) noise += static_cast<char>(random.below(256));
  const TemporaryFile binary(noise);
  CHECK(error_of(binary.path()).starts_with("E304: "));
  const TemporaryFile blank("\n\n\r\n");
  CHECK(error_of(blank.path()) ==
        "E301: cannot read " + blank.path() + ": it has only empty lines");
}

TEST_CASE("log traffic: a line that is too long is a bad line") {
  const TemporaryFile file(line_at(1, 1) + std::string(3 * line_bytes_max, 'x') + "\n" +
                           line_at(2, 2));
  const auto traffic = opened(file.path());
  CHECK(traffic->scan().requests == 2);
  CHECK(traffic->scan().bad == 1);
  CHECK(traffic->scan().bad_lines[0].reason == "it is longer than 1 MiB");
  CHECK(all_of(*traffic).size() == 2);
}

TEST_CASE("log traffic: a compressed log gives what the plain one gives") {
  std::string text;
  for (std::uint64_t i = 0; i < 20'000; ++i) text += line_at(i / 7, i);
  const TemporaryFile plain(text);
  const TemporaryFile compressed(gzip(text));
  const auto from_plain = opened(plain.path());
  const auto from_compressed = opened(compressed.path());
  CHECK(all_of(*from_plain) == all_of(*from_compressed));
}

TEST_CASE("log traffic: sorting and spreading agree with doing both naively") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<std::uint64_t> seconds;
    std::string text;
    std::uint64_t newest = 100;
    for (std::size_t i = 0; i < 300; ++i) {
      newest += random.below(3) == 0 ? random.below(4) : 0;
      seconds.push_back(newest - random.below(seed % 20 + 1));
      text += line_at(seconds.back(), i);
    }
    const TemporaryFile file(text);
    const auto traffic = opened(file.path());

    const std::uint64_t first = *std::min_element(seconds.begin(), seconds.end());
    std::vector<Sent> expected;
    for (std::uint64_t second = first; second <= newest; ++second) {
      const auto n = std::count(seconds.begin(), seconds.end(), second);
      std::int64_t k = 0;
      for (std::size_t i = 0; i < seconds.size(); ++i) {
        if (seconds[i] != second) continue;
        expected.push_back(
            {std::chrono::seconds(second - first) + Duration(k++ * 1'000'000'000 / n),
             std::to_string(i)});
      }
    }
    CHECK(all_of(*traffic) == expected);
  }
}

TEST_CASE("log traffic: a trace keeps its times and says all of its requests") {
  const auto traffic = opened(fixture("trace.ndjson"));
  CHECK(traffic->scan().format == LogFormat::trace);
  CHECK_FALSE(traffic->scan().whole_seconds);
  CHECK(traffic->scan().backward_steps == 1);
  CHECK(traffic->scan().worst_step == 100ms);

  Arrival arrival;
  REQUIRE(traffic->next(arrival));
  CHECK(arrival.at == Instant(250ms));
  CHECK(arrival.client == "label");
  CHECK(arrival.request.on == On::http);
  CHECK(arrival.request.cost == 2);
  REQUIRE(arrival.request.headers.size() == 1);
  CHECK(arrival.request.headers[0].name == "x-api-key");
  REQUIRE(traffic->next(arrival));
  CHECK(arrival.at == Instant(400ms));
  CHECK(arrival.client == "203.0.113.8");
  CHECK(arrival.request.on == On::mcp_session);
  REQUIRE(traffic->next(arrival));
  CHECK(arrival.at == Instant(500ms));
  CHECK(arrival.client == "abc");
  CHECK(arrival.request.on == On::mcp);
  CHECK(arrival.request.tool == "get_time");
  CHECK(arrival.duration == 20ms);
  REQUIRE(traffic->next(arrival));
  CHECK(arrival.request.on == On::mcp_message);
  CHECK(arrival.request.session == "def");
  CHECK_FALSE(traffic->next(arrival));
  CHECK(traffic->last() == Instant(500ms));
}

TEST_CASE("log traffic: an unknown member makes a line of a trace a bad one") {
  const TemporaryFile file("{\"t_ns\":0,\"path\":\"/\"}\n{\"t_ns\":1,\"pth\":\"/\"}\n");
  const auto traffic = opened(file.path());
  REQUIRE(traffic->scan().bad == 1);
  CHECK(traffic->scan().bad_lines[0].reason == "unknown member 'pth': did you mean 'path'?");
}

TEST_CASE("log traffic: what would take too much memory to sort is refused") {
  std::string text;
  for (std::uint64_t i = 0; i < 1'000; ++i) text += line_at(5'000 - i, i);
  const TemporaryFile file(text);
  CHECK(all_of(*opened(file.path())).size() == 1'000);

  const auto traffic = opened(file.path(), {.reorder_bytes = 20'000});
  Arrival arrival;
  while (traffic->next(arrival)) {
  }
  REQUIRE(traffic->failure());
  CHECK(traffic->failure()->code == "E307");
}

TEST_CASE("log traffic: a log that grows is replayed as it was scanned") {
  const TemporaryFile file(line_at(1, 1) + line_at(2, 2));
  const auto traffic = opened(file.path());
  file.append(line_at(0, 3) + line_at(2, 4));
  CHECK(all_of(*traffic) == std::vector<Sent>{{0s, "1"}, {1s, "2"}});
}

TEST_CASE("log traffic: a log that shrinks after the scan is a failure") {
  const TemporaryFile file(line_at(1, 1) + line_at(2, 2));
  const auto traffic = opened(file.path());
  REQUIRE(::truncate(file.path().c_str(), 80) == 0);
  Arrival arrival;
  while (traffic->next(arrival)) {
  }
  REQUIRE(traffic->failure());
  CHECK(traffic->failure()->code == "E303");
}

TEST_CASE("log traffic: the first pass can be stopped") {
  const LogOptions options{.progress = [](std::uint64_t, std::uint64_t) { return false; }};
  CHECK(error_of(fixture("common.log"), options) == "E309: interrupted");
}
