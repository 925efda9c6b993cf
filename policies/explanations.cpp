#include "policies/explanations.h"

#include <algorithm>
#include <vector>

#include "policies/explanation_tables.h"

namespace ratelimit {
namespace {

std::vector<Explanation> gather() {
  std::vector<Explanation> all;
  for (const auto part : {explanations_of_file(), explanations_of_keys(), explanations_of_match(),
                          explanations_of_quota(), explanations_of_settings(),
                          explanations_of_warn(), explanations_of_traffic()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  std::sort(all.begin(), all.end(),
            [](const Explanation& a, const Explanation& b) { return a.code < b.code; });
  return all;
}

}  // namespace

std::span<const Explanation> explanations() {
  static const std::vector<Explanation> all = gather();
  return all;
}

const Explanation* explanation_of(std::string_view code) {
  for (const Explanation& each : explanations()) {
    if (each.code == code) return &each;
  }
  return nullptr;
}

}  // namespace ratelimit
