#pragma once

#include <string>
#include <string_view>

#include "core/memory_store.h"
#include "policies/enforcer.h"
#include "policies/parse.h"

namespace ratelimit {

inline constexpr Instant start{std::chrono::hours(24)};

// A policy file at work, and what it says of requests.
class House {
 public:
  explicit House(const std::string& text)
      : policies_(*parse_policies(text, "test.toml")), enforcer_(policies_, store_, 1) {}

  const Verdict& check(const Request& request, Duration at = {}) {
    enforcer_.check(request, start + at, verdict_);
    return verdict_;
  }
  // How many of `count` equal requests at one instant are allowed.
  int allowed(const Request& request, int count, Duration at = {}) {
    int passed = 0;
    for (int i = 0; i < count; ++i) passed += check(request, at).allowed ? 1 : 0;
    return passed;
  }
  std::string label(const std::string& policy, const Request& request) const {
    for (const Policy& candidate : policies_.policies) {
      if (candidate.name == policy) return enforcer_.key_label(candidate, request);
    }
    return "no such policy";
  }
  void finish() { enforcer_.finish(verdict_, start); }

 private:
  Policies policies_;
  MemoryStore store_;
  Enforcer enforcer_;
  Verdict verdict_;
};

inline Request get(std::string_view path, std::string_view ip = "203.0.113.7") {
  return {.method = "GET", .path = path, .ip = ip};
}

inline Request post(std::string_view path, std::string_view ip = "203.0.113.7") {
  return {.method = "POST", .path = path, .ip = ip};
}

inline Request call(std::string_view tool, std::string_view session,
                    std::string_view ip = "203.0.113.7") {
  return {.on = On::mcp, .ip = ip, .session = session, .tool = tool};
}

inline std::string name_of_binding(const Verdict& verdict) {
  const PolicyDecision* const binding = verdict.binding_decision();
  return binding == nullptr ? "-" : binding->policy->name;
}

}  // namespace ratelimit
