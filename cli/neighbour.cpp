#include "cli/neighbour.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include "policies/suggest.h"

namespace ratelimit {
namespace {

// Folders may be huge; a hint is not worth reading all of them.
constexpr std::size_t neighbours_max = 4'096;

std::vector<std::string> neighbours(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (names.size() == neighbours_max) break;
    names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::optional<Error> missing_file(const std::string& path) {
  std::error_code error;
  if (path == "-" ||
      std::filesystem::status(path, error).type() != std::filesystem::file_type::not_found) {
    return std::nullopt;
  }
  const std::filesystem::path wanted(path);
  const std::filesystem::path folder = wanted.has_parent_path() ? wanted.parent_path() : ".";
  const std::vector<std::string> names = neighbours(folder);
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string name = wanted.filename().string();
  const std::vector<std::string_view> near = suggest(name, views);
  Error missing{.code = "", .message = "cannot read " + path + ": no such file"};
  if (!near.empty()) {
    missing.note = "did you mean " + (wanted.parent_path() / near.front()).string() + "?";
  }
  return missing;
}

}  // namespace ratelimit
