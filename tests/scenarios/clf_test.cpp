#include "scenarios/clf.h"

#include <string>
#include <vector>

#include "tests/catch.h"

using namespace ratelimit;
using namespace std::string_literals;

namespace {

struct Good {
  std::string line;
  std::string client;
  std::string method;
  std::string path;
};

struct Bad {
  std::string line;
  std::string reason;
};

constexpr const char* stamp = "[09/Jul/1995:00:00:00 -0400]";

std::string with_request(const std::string& request) {
  return "a - - "s + stamp + " \"" + request + "\" 200 1";
}

std::string with_time(const std::string& when) {
  return "a - - [" + when + "] \"GET / HTTP/1.0\" 200 1";
}

}  // namespace

TEST_CASE("clf: lines as servers write them are read") {
  const std::string t = stamp;
  const std::vector<Good> table = {
      {"host.example - - " + t + " \"GET / HTTP/1.0\" 200 1", "host.example", "GET", "/"},
      {"2001:db8::1 - - " + t + " \"GET / HTTP/1.0\" 304 -", "2001:db8::1", "GET", "/"},
      {"a - bob@mail.example " + t + " \"GET / HTTP/1.0\" 200 1", "a", "GET", "/"},
      {"a - bob the [builder] " + t + " \"GET / HTTP/1.0\" 200 1", "a", "GET", "/"},
      {"a - bob [09/x] " + t + " \"GET / HTTP/1.0\" 200 1", "a", "GET", "/"},
      {"a " + t + " \"GET / HTTP/1.0\" 200 1", "a", "GET", "/"},
      {"- - - " + t + " \"GET / HTTP/1.0\" 200 1", "-", "GET", "/"},
      {with_request("GET /"), "a", "GET", "/"},
      {with_request("GET"), "a", "GET", ""},
      {with_request("GET HTTP/1.1"), "a", "GET", ""},
      {with_request("-"), "a", "", ""},
      {with_request(""), "a", "", ""},
      {with_request("PUT dolore/do HTTP/1.0"), "a", "PUT", "dolore/do"},
      {with_request("GET /a b HTTP/1.1"), "a", "GET", "/a b"},
      {with_request("GET /a HTTP/x HTTP/1.1"), "a", "GET", "/a HTTP/x"},
      {with_request("OPTIONS * HTTP/1.1"), "a", "OPTIONS", "*"},
      {with_request("CONNECT b:443 HTTP/1.1"), "a", "CONNECT", "b:443"},
      {with_request("\\x16\\x03\\x01 \\x02"), "a", "", "\\x16\\x03\\x01 \\x02"},
      {with_request("GET /\\\"a\\\" HTTP/1.1"), "a", "GET", "/\\\"a\\\""},
      {with_request("GET /\\\\"), "a", "GET", "/\\\\"},
      {with_request("GET /\"a\" HTTP/1.1"), "a", "GET", "/\"a\""},  // Not escaped by old servers.
      {with_request("GET /?a=1&b=%20 HTTP/1.1"), "a", "GET", "/?a=1&b=%20"},
      {"a - - " + t + " \"GET / HTTP/1.1\" - -", "a", "GET", "/"},
      {"a - - " + t + " \"GET / HTTP/1.1\" 200 1 \"-\" \"agent\" \"-\"", "a", "GET", "/"},
      {"a - - " + t + " \"GET / HTTP/1.1\" 200 1 \"cut of", "a", "GET", "/"},
  };
  ClfFormat format;
  for (const Good& good : table) {
    CAPTURE(good.line);
    Arrival arrival;
    CHECK(format.read(good.line, arrival).empty());
    CHECK(arrival.at == Instant(std::chrono::seconds(805'262'400)));
    CHECK(arrival.request.on == On::http);
    CHECK(arrival.request.ip == good.client);
    CHECK(arrival.client == good.client);
    CHECK(arrival.request.method == good.method);
    CHECK(arrival.request.path == good.path);
    CHECK(arrival.request.host.empty());
    CHECK(format.zone_minutes() == -240);
  }
}

TEST_CASE("clf: the last second that is read is the last before the last instant") {
  ClfFormat format;
  Arrival arrival;
  REQUIRE(format.read(with_time("27/Feb/2198:07:59:59 +0000"), arrival).empty());
  CHECK(arrival.at == instant_max - std::chrono::seconds(1));
}

TEST_CASE("clf: a virtual host may stand in front of the client") {
  ClfFormat format;
  Arrival arrival;
  const std::string line =
      "shop.example:443 192.0.2.5 - - "s + stamp + " \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"";
  REQUIRE(format.read(line, arrival).empty());
  CHECK(arrival.request.ip == "192.0.2.5");
  CHECK(arrival.request.host == "shop.example");
  REQUIRE(format.read(with_request("GET / HTTP/1.1"), arrival).empty());
  CHECK(arrival.request.host.empty());
}

TEST_CASE("clf: what is wrong with a line is said") {
  const std::string t = stamp;
  const std::string none = "it has no time like [09/Jul/1995:00:00:00 -0400]";
  const std::string unended = "its request does not end in a quote, a status and a size";
  const std::vector<Bad> table = {
      {"", "it does not begin with a client"},
      {" - - " + t + " \"GET / HTTP/1.0\" 200 1", "it does not begin with a client"},
      {"chmod: cannot access 'a.out': No such file or directory", none},
      {"a - - [09/Jul/1995:00:00:00 -0400", none},
      {"a - - []", none},
      {"[", none},
      {"a [", none},
      {with_time("31/Feb/1995:00:00:00 -0400"), "its time is none that a calendar has"},
      {with_time("31/Dec/1969:23:59:59 +0000"), "its time lies before 1970"},
      {with_time("01/Jan/1970:00:00:00 +0001"), "its time lies before 1970"},
      {with_time("27/Feb/2198:08:00:00 +0000"), "its time lies beyond 27 February 2198"},
      {with_time("31/Dec/9999:23:59:59 +0000"), "its time lies beyond 27 February 2198"},
      {"a - - " + t, "it has no \"request\""},
      {"a - - " + t + " GET / 200 1", "it has no \"request\""},
      {"a - - " + t + " \"", unended},
      {"a - - " + t + " \"GET /cut", unended},
      {"a - - " + t + " \"GET / HTTP/1.0\"", unended},
      {"a - - " + t + " \"GET / HTTP/1.0\" 200", unended},
      {"a - - " + t + " \"GET / HTTP/1.0\" 200 1x", unended},
      {"a - - " + t + " \"GET / HTTP/1.0\" abc 1", unended},
      {with_request("GET /"s + '\0' + " HTTP/1.0"), "it has NUL bytes"},
  };
  ClfFormat format;
  for (const Bad& bad : table) {
    CAPTURE(bad.line);
    Arrival arrival;
    CHECK(format.read(bad.line, arrival) == bad.reason);
  }
}

TEST_CASE("clf: the tail tells common from combined") {
  const std::string line = with_request("GET / HTTP/1.0");
  CHECK(clf_tail(line) == ClfTail::nothing);
  CHECK(clf_tail(line + " \"-\"") == ClfTail::nothing);
  CHECK(clf_tail(line + " \"-\" \"agent") == ClfTail::nothing);
  CHECK(clf_tail(line + " \"-\" \"agent\"") == ClfTail::combined);
  CHECK(clf_tail(line + " \"-\" \"an \\\"agent\\\" of\"") == ClfTail::combined);
  CHECK(clf_tail(line + " \"-\" \"agent\" \"-\"") == ClfTail::more);
  CHECK(clf_tail(line + " \"-\" \"agent\" 0.015") == ClfTail::more);
  CHECK(clf_tail("no line of a log") == ClfTail::nothing);
}
