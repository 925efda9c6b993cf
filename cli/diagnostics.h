#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/report/style.h"
#include "core/result.h"

namespace ratelimit {

// What is wrong with one file, in the long form:
//
//   error[E102]: unknown key 'windw' in policy 'http-default'
//     --> policies/gateway.toml:8:1
//      |
//    8 | windw     = "60s"
//      | ^^^^^ did you mean 'window'?
//      |
//
// `text` is that of the file. Lines too long for the style's width are shown around the place.
// What the file says is shown harmless: no control character gets through.
std::string draw_errors(const std::vector<Error>& errors, std::string_view text,
                        const Style& style);

// "3 errors, 2 warnings"; "" for neither.
std::string count_findings(std::size_t errors, std::size_t warnings);

}  // namespace ratelimit
