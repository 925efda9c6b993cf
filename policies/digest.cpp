#include "policies/digest.h"

#include <openssl/evp.h>

#include <cassert>
#include <charconv>

namespace ratelimit {

Digest sha256(std::string_view bytes) {
  Digest digest{};
  unsigned length = 0;
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
  // It fails only where the library was built or configured without SHA-256; then no credential
  // may ever compare equal to another.
  assert(done == 1 && length == digest.size());
  return digest;
}

std::string to_hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(digest.size() * 2);
  for (const unsigned char byte : digest) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 0xFU];
  }
  return hex;
}

std::optional<Digest> parse_digest(std::string_view hex) {
  Digest digest{};
  if (hex.size() != digest.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const char* const begin = hex.data() + i * 2;
    const auto [end, fault] = std::from_chars(begin, begin + 2, digest[i], 16);
    if (fault != std::errc{} || end != begin + 2) return std::nullopt;
  }
  return digest;
}

}  // namespace ratelimit
