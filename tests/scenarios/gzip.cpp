#include "tests/scenarios/gzip.h"

#include <zlib.h>

#include "tests/catch.h"

namespace ratelimit {

std::string gzip(std::string_view text) {
  z_stream stream = {};
  constexpr int gzip_window_bits = 15 + 16;
  REQUIRE(::deflateInit2(&stream, 6, Z_DEFLATED, gzip_window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string input(text);
  std::string out(::deflateBound(&stream, text.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return out;
}

}  // namespace ratelimit
