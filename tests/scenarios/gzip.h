#pragma once

#include <string>
#include <string_view>

namespace ratelimit {

// The text as gzip writes it.
std::string gzip(std::string_view text);

}  // namespace ratelimit
