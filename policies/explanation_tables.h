#pragma once

#include <span>

#include "policies/explanations.h"

namespace ratelimit {

// The explanations, one table a file.
std::span<const Explanation> explanations_of_file();
std::span<const Explanation> explanations_of_keys();
std::span<const Explanation> explanations_of_match();
std::span<const Explanation> explanations_of_quota();
std::span<const Explanation> explanations_of_settings();
std::span<const Explanation> explanations_of_warn();
std::span<const Explanation> explanations_of_traffic();

}  // namespace ratelimit
