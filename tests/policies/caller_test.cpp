#include "policies/caller.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "policies/host.h"
#include "policies/user_index.h"
#include "tests/catch.h"
#include "tests/policies/house.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

Request to_host(std::string_view host) {
  Request request = get("/");
  request.host = host;
  return request;
}

}  // namespace

TEST_CASE("caller: a host is one, whatever its port, last dot, brackets and case") {
  struct Row {
    std::string_view written;
    std::string_view host;
  };
  const Row rows[] = {
      {"api.example", "api.example"},
      {"API.Example", "api.example"},
      {"api.example:8000", "api.example"},
      {"api.example:", "api.example"},
      {"api.example.", "api.example"},
      {"Api.Example.:443", "api.example"},
      {"api.example..", "api.example."},
      {"api.example:80:80", "api.example"},
      {"203.0.113.7:80", "203.0.113.7"},
      {"[::1]", "::1"},
      {"[::1]:80", "::1"},
      {"[2001:DB8::1]:80", "2001:db8::1"},
      {"2001:db8::1", "2001:db8::1"},
      {"[::1", "[::1"},
      {"[]", ""},
      {".", ""},
      {":80", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.written);
    std::string out;
    CHECK(normalise_host(row.written, out) == row.host);
  }
}

TEST_CASE("caller: no spelling of a host evades a policy or gets a budget of its own") {
  for (const char* covers :
       {R"(match = { host = "api.example" })", R"(match = { host = "*.EXAMPLE" })",
        R"(match = { host = "api.example:8000" })", R"(key = "host")"}) {
    CAPTURE(covers);
    House house("[policy.p]\non = \"http\"\nlimit = 1\nwindow = \"1m\"\n" + std::string(covers));
    CHECK(house.check(to_host("api.example")).allowed);
    for (const char* host : {"api.example:8000", "api.example.", "API.example.:80"}) {
      CAPTURE(host);
      CHECK_FALSE(house.check(to_host(host)).allowed);
    }
    CHECK(house.check(to_host("other.test:8000")).allowed);
  }
  House house(R"(
    [policy.p]
    on = "http"
    key = "host"
    limit = 1
    window = "1m"
  )");
  CHECK(house.label("p", to_host("[2001:DB8::1]:80")) == "host=2001:db8::1");
}

TEST_CASE("caller: a header matches by any of its lines") {
  House house(R"(
    [policy.bots]
    on = "http"
    match = { header = { user-agent = "*bot*" } }
    limit = 1
    window = "1m"
  )");
  const std::vector<std::vector<Header>> covered = {
      {{"user-agent", "robot"}},
      {{"user-agent", "browser"}, {"user-agent", "robot"}},
      {{"user-agent", "robot"}, {"user-agent", "browser"}},
  };
  Request request = get("/");
  for (const std::vector<Header>& headers : covered) {
    request.headers = headers;
    CHECK(house.check(request).cause == Cause::quota);
  }
  const std::vector<Header> others = {{"user-agent", "browser"}, {"via", "robot"}};
  request.headers = others;
  CHECK(house.check(request).cause == Cause::uncovered);
}

TEST_CASE("caller: a second line of a cost header makes nothing cheaper") {
  House house(R"(
    [policy.p]
    on = "http"
    limit = 100
    window = "1m"
    cost = "header:x-cost"
  )");
  Request request = get("/");
  request.from_trusted_proxy = true;
  for (const auto& [first, second] : {std::pair{"1", "9"}, {"9", "1"}, {"x", "9"}}) {
    const std::array<Header, 2> headers{{{"x-cost", first}, {"x-cost", second}}};
    request.headers = headers;
    CHECK(house.check(request).binding_decision()->cost == 9);
  }
}

TEST_CASE("caller: users are found by credential and by name, and nobody else is") {
  Policies policies;
  const auto digest = [](int number) {
    Digest bytes{};
    bytes[0] = static_cast<unsigned char>(number * 101);
    bytes[31] = static_cast<unsigned char>(number);
    return bytes;
  };
  for (int i = 10; i < 90; ++i) {
    User user{.name = "user" + std::to_string(i)};
    if (i % 3 != 0) user.api_key = digest(i);
    if (i % 3 != 1) user.bearer = digest(i + 100);
    policies.users.push_back(user);
  }
  const UserIndex index(policies);
  for (const User& user : policies.users) {
    CAPTURE(user.name);
    CHECK(index.named(user.name) == &user);
    if (user.api_key) {
      CHECK(index.with_api_key(*user.api_key) == &user);
      CHECK(index.with_bearer(*user.api_key) == nullptr);
    }
    if (user.bearer) CHECK(index.with_bearer(*user.bearer) == &user);
  }
  for (const char* name : {"", "user", "user1", "user100", "user90", "v"}) {
    CHECK(index.named(name) == nullptr);
  }
  CHECK(index.with_api_key(digest(12)) == nullptr);
  CHECK(UserIndex(Policies{}).named("user10") == nullptr);
}
