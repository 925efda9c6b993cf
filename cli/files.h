#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace ratelimit {

// The whole of a regular file, or of standard input for "-", of at most bytes_max bytes. What could
// hang or never end (a folder, a pipe, a device) is refused unread, and so is what is larger.
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

// The files below a folder whose names end in `suffix`, sorted; links to folders are not followed.
Result<std::vector<std::string>> files_below(const std::string& folder, std::string_view suffix);

}  // namespace ratelimit
