// A decision on a key that is held allocates nothing.

#include <cstdlib>
#include <new>

#include "core/memory_store.h"
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

TEST_CASE("store: deciding on a known key allocates nothing, whatever the algorithm") {
  MemoryStore store;
  for (const Algorithm algorithm : nameable_algorithms()) {
    Quota draft{.algorithm = algorithm, .limit = 20, .window = 60s};
    if (algorithm == Algorithm::concurrency) draft.window = {};
    if (algorithm == Algorithm::leaky_bucket) draft.max_delay = 1s;
    const Quota quota = *make_quota(draft);
    const Question question{.quota = &quota, .key = {1, 2}, .shared_key = {3, 4}};
    Decision decision;
    Instant now{24h};
    // Enough to fill the log once.
    for (int i = 0; i < 40; ++i) store.decide({&question, 1}, now += 1ms, {&decision, 1});
    const std::size_t before = allocations;
    for (int i = 0; i < 1'000; ++i) store.decide({&question, 1}, now += 1s, {&decision, 1});
    const std::size_t during = allocations - before;
    CAPTURE(name_of(algorithm));
    CHECK(during == 0);
  }
}
