// A whole verdict allocates nothing once its owner's Verdict has been used.

#include <array>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "core/memory_store.h"
#include "policies/enforcer.h"
#include "policies/parse.h"
#include "tests/catch.h"

namespace {

thread_local std::size_t allocations = 0;

}  // namespace

// NOLINTBEGIN(misc-definitions-in-headers)
void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
// NOLINTEND(misc-definitions-in-headers)

using namespace ratelimit;
using namespace std::chrono_literals;

TEST_CASE("enforcer: a check on known keys allocates nothing") {
  const Policies policies = *parse_policies(R"(
    allow = ["ip:192.0.2.0/24"]
    [tier.pro]
    scale = 10
    [user.alice]
    api_key_sha256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
    tier = "pro"
    [policy.everything]
    on = "http"
    key = ["user", "ip"]
    limit = 20
    window = "60s"
    [policy.hosts]
    on = "http"
    match = { host = "*.example", path = "/**" }
    key = "host"
    limit = 20
    window = "60s"
    algorithm = "gcra"
    penalty = { denials = 5, within = "1m", ban = "1m" }
    [policy.paths]
    on = "http"
    match = "/search/**"
    key = "path"
    partition = ["ip", "route"]
    limit = 20
    window = "60s"
    mode = "shadow"
    deny = ["user:alice"]
  )",
                                            "test.toml");
  const std::string host = std::string(200, 'A') + ".Example:8000";
  const std::string path = "/search//" + std::string(500, 'x') + "?q=" + std::string(500, 'y');
  const std::array<Header, 2> headers{{{"user-agent", "browser"}, {"x-tenant", "a"}}};
  Request request{.method = "GET", .path = path, .host = host, .headers = headers};
  MemoryStore store;
  const Enforcer enforcer(policies, store, 1);
  Verdict verdict;
  Instant now{24h};
  for (const char* ip : {"203.0.113.7", "2001:db8::7", "192.0.2.1", "client.example.net"}) {
    for (const char* user : {"", "alice", "nobody"}) {
      CAPTURE(ip, user);
      request.ip = ip;
      request.user = user;
      // Enough to be denied and banned, and to fill every log once.
      for (int i = 0; i < 300; ++i) enforcer.check(request, now += 1ms, verdict);
      for (int i = 0; i < 1'000; ++i) enforcer.check(request, now += 1s, verdict);
      const std::size_t before = allocations;
      for (int i = 0; i < 1'000; ++i) enforcer.check(request, now += 1s, verdict);
      const std::size_t during = allocations - before;
      CHECK(during == 0);
    }
  }
}
