#include "scenarios/packed_arrivals.h"

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <span>

namespace ratelimit {
namespace {

// What stands before the texts of an arrival. Requests of logs have nothing else: no body, no
// proxy.
struct Fixed {
  std::array<std::uint32_t, 8> lengths{};
  std::uint32_t headers = 0;
  std::uint32_t costs = 0;
  On on = On::http;
  Duration duration{};
  Count cost = 1;
};

// The texts of an arrival, in the order in which they are kept.
template <class AnyArrival>
auto texts_of(AnyArrival& arrival) {
  auto& request = arrival.request;
  return std::array{&request.method,  &request.path, &request.host, &request.ip,
                    &request.session, &request.tool, &request.user, &arrival.client};
}

char* put(char* at, const void* bytes, std::size_t count) {
  if (count > 0) std::memcpy(at, bytes, count);
  return at + count;
}

char* put_text(char* at, std::string_view text) {
  const std::size_t length = text.size();
  return put(put(at, &length, sizeof length), text.data(), length);
}

template <class T>
T take(std::string_view& bytes) {
  T value;
  assert(bytes.size() >= sizeof value);
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

std::string_view take_text(std::string_view& bytes, std::size_t length) {
  const std::string_view text = bytes.substr(0, length);
  bytes.remove_prefix(length);
  return text;
}

}  // namespace

void PackedArrivals::add(const Arrival& arrival) {
  const auto texts = texts_of(arrival);
  const std::span<const Header> headers = arrival.request.headers;
  const std::span<const ChargedCost> costs = arrival.request.costs;
  Fixed fixed{.headers = static_cast<std::uint32_t>(headers.size()),
              .costs = static_cast<std::uint32_t>(costs.size()),
              .on = arrival.request.on,
              .duration = arrival.duration,
              .cost = arrival.request.cost};
  std::size_t bytes = sizeof fixed;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    fixed.lengths[i] = static_cast<std::uint32_t>(texts[i]->size());
    bytes += texts[i]->size();
  }
  for (const Header& header : headers) {
    bytes += 2 * sizeof(std::size_t) + header.name.size() + header.value.size();
  }
  for (const ChargedCost& charged : costs) {
    bytes += sizeof(std::size_t) + charged.policy.size() + sizeof charged.cost;
  }
  const std::size_t end = bytes_.size();
  bytes_.resize(end + bytes);
  char* at = put(bytes_.data() + end, &fixed, sizeof fixed);
  for (const std::string_view* text : texts) at = put(at, text->data(), text->size());
  for (const Header& header : headers) at = put_text(put_text(at, header.name), header.value);
  for (const ChargedCost& charged : costs) {
    at = put(put_text(at, charged.policy), &charged.cost, sizeof charged.cost);
  }
  assert(at == bytes_.data() + bytes_.size());
  ++size_;
}

bool PackedArrivals::next(Arrival& arrival) {
  std::string_view rest = std::string_view(bytes_).substr(read_);
  if (rest.empty()) return false;
  const Fixed fixed = take<Fixed>(rest);
  arrival.request = Request();
  arrival.request.on = fixed.on;
  arrival.request.cost = fixed.cost;
  arrival.duration = fixed.duration;
  const auto texts = texts_of(arrival);
  for (std::size_t i = 0; i < texts.size(); ++i) *texts[i] = take_text(rest, fixed.lengths[i]);
  headers_.clear();
  for (std::uint32_t i = 0; i < fixed.headers; ++i) {
    const std::string_view name = take_text(rest, take<std::size_t>(rest));
    const std::string_view value = take_text(rest, take<std::size_t>(rest));
    headers_.push_back({.name = name, .value = value});
  }
  costs_.clear();
  for (std::uint32_t i = 0; i < fixed.costs; ++i) {
    const std::string_view policy = take_text(rest, take<std::size_t>(rest));
    costs_.push_back({.policy = policy, .cost = take<Count>(rest)});
  }
  arrival.request.headers = headers_;
  arrival.request.costs = costs_;
  read_ = bytes_.size() - rest.size();
  return true;
}

void PackedArrivals::clear() {
  bytes_.clear();
  size_ = read_ = 0;
}

}  // namespace ratelimit
