#include "policies/user_index.h"

#include <algorithm>
#include <cassert>

namespace ratelimit {

UserIndex::UserIndex(const Policies& policies) : users_(policies.users) {
  const auto by_name = [](const User& a, const User& b) { return a.name < b.name; };
  assert(std::is_sorted(users_.begin(), users_.end(), by_name));
  for (const User& user : users_) {
    if (user.api_key) api_keys_.emplace_back(*user.api_key, &user);
    if (user.bearer) bearers_.emplace_back(*user.bearer, &user);
  }
  const auto by_digest = [](const auto& a, const auto& b) { return a.first < b.first; };
  std::sort(api_keys_.begin(), api_keys_.end(), by_digest);
  std::sort(bearers_.begin(), bearers_.end(), by_digest);
}

const User* UserIndex::owner(const Owners& owners, const Digest& digest) {
  const auto found = std::lower_bound(
      owners.begin(), owners.end(), digest,
      [](const auto& entry, const Digest& wanted) { return entry.first < wanted; });
  return found != owners.end() && found->first == digest ? found->second : nullptr;
}

const User* UserIndex::with_api_key(const Digest& digest) const {
  return owner(api_keys_, digest);
}

const User* UserIndex::with_bearer(const Digest& digest) const {
  return owner(bearers_, digest);
}

const User* UserIndex::named(std::string_view name) const {
  const auto found = std::lower_bound(
      users_.begin(), users_.end(), name,
      [](const User& user, std::string_view wanted) { return user.name < wanted; });
  return found != users_.end() && found->name == name ? &*found : nullptr;
}

}  // namespace ratelimit
