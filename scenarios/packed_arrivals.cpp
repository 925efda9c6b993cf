#include "scenarios/packed_arrivals.h"

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>

namespace ratelimit {
namespace {

// What stands before the texts of an arrival. Requests of logs have nothing else: no body, no
// proxy.
struct Fixed {
  std::array<std::uint32_t, 8> lengths{};
  std::uint32_t headers = 0;
  On on = On::http;
  Duration duration{};
  Count cost = 1;
};

// The texts of an arrival, in the order in which they are kept.
std::array<std::string_view*, 8> texts_of(Arrival& arrival) {
  Request& request = arrival.request;
  return {&request.method,  &request.path, &request.host, &request.ip,
          &request.session, &request.tool, &request.user, &arrival.client};
}

template <class T>
void append(std::string& bytes, const T& value) {
  const std::size_t end = bytes.size();
  bytes.resize(end + sizeof value);
  std::memcpy(bytes.data() + end, &value, sizeof value);
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
  Arrival copy = arrival;
  const auto texts = texts_of(copy);
  Fixed fixed{.headers = static_cast<std::uint32_t>(arrival.request.headers.size()),
              .on = arrival.request.on,
              .duration = arrival.duration,
              .cost = arrival.request.cost};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    fixed.lengths[i] = static_cast<std::uint32_t>(texts[i]->size());
  }
  append(bytes_, fixed);
  for (const std::string_view* text : texts) bytes_ += *text;
  for (const Header& header : arrival.request.headers) {
    append(bytes_, header.name.size());
    bytes_ += header.name;
    append(bytes_, header.value.size());
    bytes_ += header.value;
  }
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
  arrival.request.headers = headers_;
  read_ = bytes_.size() - rest.size();
  return true;
}

void PackedArrivals::clear() {
  bytes_.clear();
  size_ = read_ = 0;
}

}  // namespace ratelimit
