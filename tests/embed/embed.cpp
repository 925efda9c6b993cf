#include <chrono>
#include <cstdio>
#include <functional>
#include <string>

#include "core/limiter.h"

using namespace ratelimit;
using namespace std::chrono_literals;

// A service: one limiter that the whole program shares.
struct Limits {
  Limiter http{*make_quota({.limit = 20, .window = 60s})};
  Limiter get_time{*make_quota({.limit = 3, .window = 10s})};
};

// A middleware: in front of every request, counted by address.
int status_of(Limits& limits, const std::string& address, Instant now) {
  return limits.http.take("http_" + address, now).allowed ? 200 : 429;
}

// A decorator: the function is called while its session has budget left.
auto rate_limited(Limiter& limiter, std::function<std::string()> function) {
  return [&limiter, function](const std::string& session, Instant now) -> std::string {
    const Decision decision = limiter.take("mcp_session_" + session, now);
    if (decision.allowed) return function();
    const auto wait = std::chrono::ceil<std::chrono::seconds>(decision.retry_after);
    return "Rate limit exceeded, retry after " + std::to_string(wait.count()) + " s";
  };
}

int main() {
  Limits limits;
  int passed = 0;
  for (int i = 0; i < 25; ++i)
    passed += status_of(limits, "203.0.113.7", Instant(i * 500ms)) == 200;
  std::printf("of 25 requests in 12.5 s: %d passed, %d denied\n", passed, 25 - passed);

  const auto get_time = rate_limited(limits.get_time, [] { return "2025-11-09 14:32:15"; });
  for (int i = 0; i < 4; ++i) std::printf("%s\n", get_time("abc123", Instant(i * 1500ms)).c_str());
}
