#pragma once

#include <cstdint>
#include <string_view>

namespace ratelimit {

// Who is counted, as a number: 128 bits of a seeded hash. Two keys that differ collide with
// probability 2^-128; see MemoryStore for what it keeps of them.
struct Key {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const Key&, const Key&) = default;
};

// Makes keys from text. Without the seed nobody can choose texts that meet in one place of the
// store, so a server seeds it from the system's randomness; a simulation uses a fixed seed.
// The hash folds 64x64-bit products, 16 bytes a step, with secrets derived from the seed.
class KeyHasher {
 public:
  explicit KeyHasher(std::uint64_t seed);

  [[nodiscard]] Key hash(std::string_view text) const;

  // A key from two: of a quota and of whom it counts. Commutative where the parts are of one kind,
  // so chains of several texts are hashed with `then`.
  [[nodiscard]] static Key both(Key a, Key b) { return {a.high ^ b.high, a.low ^ b.low}; }

  // The key of a sequence: `first` and after it `second`, in this order.
  [[nodiscard]] Key then(Key first, Key second) const;

 private:
  std::uint64_t secret_[4];
};

}  // namespace ratelimit
