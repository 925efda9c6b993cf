#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace ratelimit {

// Four short paragraphs: what the code means, why it matters, an example before and after. An error
// for a code that nothing has.
Result<std::string> explain_code(std::string_view code);

}  // namespace ratelimit
