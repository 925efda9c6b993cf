#pragma once

#include <span>
#include <string_view>

namespace ratelimit {

// What a code means, at more length than an error has room for.
struct Explanation {
  std::string_view code;
  std::string_view title;
  std::string_view what;
  std::string_view why;
  std::string_view before;  // A policy file that has the mistake; empty where none can show it.
  std::string_view after;   // The same without it.
};

// All of them, sorted by code.
std::span<const Explanation> explanations();

// nullptr: nothing has this code.
const Explanation* explanation_of(std::string_view code);

}  // namespace ratelimit
