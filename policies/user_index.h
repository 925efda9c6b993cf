#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "policies/policy.h"

namespace ratelimit {

// Finds users by their credentials and names, in a time that hardly grows with their number: an
// invented credential must be cheap to refuse. Borrows the policies.
class UserIndex {
 public:
  explicit UserIndex(const Policies& policies);

  // nullptr: nobody has it.
  [[nodiscard]] const User* with_api_key(const Digest& digest) const;
  [[nodiscard]] const User* with_bearer(const Digest& digest) const;
  [[nodiscard]] const User* named(std::string_view name) const;

 private:
  using Owners = std::vector<std::pair<Digest, const User*>>;  // Sorted by digest.

  static const User* owner(const Owners& owners, const Digest& digest);

  const std::vector<User>& users_;
  Owners api_keys_;
  Owners bearers_;
};

}  // namespace ratelimit
