#pragma once

#include <span>
#include <string_view>

namespace ratelimit {

// The keys that one kind of table of a policy file may have. docs/policy.md explains each.
struct Section {
  std::string_view name;  // As the page calls it: "[policy.NAME]".
  std::span<const std::string_view> keys;
};

namespace sections {
extern const Section top;
extern const Section identity;
extern const Section tier;
extern const Section user;
extern const Section policy;
extern const Section match;
extern const Section quota;
extern const Section penalty;
extern const Section cost;
extern const Section adaptive;
extern const Section store;
extern const Section server;
extern const Section log;
}  // namespace sections

// All of them, in the order of the page.
std::span<const Section* const> all_sections();

}  // namespace ratelimit
