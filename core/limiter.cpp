#include "core/limiter.h"

#include <cassert>

namespace ratelimit {
namespace {

// Of clients that come while the store is full. Zero is no client's: keys are hashes.
constexpr Key shared_key{};

}  // namespace

Limiter::Limiter(const Quota& quota, StoreOptions options, std::uint64_t seed)
    : quota_(quota), hasher_(seed), store_(options) {}

Decision Limiter::take(std::string_view client, Instant now, Count cost) {
  const Question question{
      .quota = &quota_, .key = hasher_.hash(client), .shared_key = shared_key, .cost = cost};
  Decision decision;
  store_.decide({&question, 1}, now, {&decision, 1});
  return decision;
}

Decision Limiter::look(std::string_view client, Instant now) {
  return take(client, now, 0);
}

void Limiter::release(std::string_view client, const Decision& taken, Instant now, Count cost) {
  assert(taken.allowed);
  const Slot slot{.key = taken.shared ? shared_key : hasher_.hash(client),
                  .cost = cost,
                  .shared = taken.shared};
  store_.finish({&slot, 1}, now);
}

}  // namespace ratelimit
