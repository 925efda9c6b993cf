#include "cli/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "cli/neighbour.h"

namespace ratelimit {
namespace {

namespace fs = std::filesystem;

Error cannot_read(const std::string& path, const std::string& reason) {
  return {.code = "", .message = "cannot read " + path + ": " + reason};
}

Error too_large(const std::string& path, std::size_t bytes_max) {
  return cannot_read(path, fmt::format("it is larger than {} MiB", bytes_max >> 20U));
}

// In pieces: a small file takes little memory, whatever the limit.
Result<std::string> read_stream(std::FILE* file, const std::string& path, std::size_t bytes_max) {
  constexpr std::size_t piece = std::size_t{1} << 16;
  std::string text;
  while (text.size() <= bytes_max) {
    const std::size_t before = text.size();
    text.resize(before + piece);
    const std::size_t count = std::fread(text.data() + before, 1, piece, file);
    text.resize(before + count);
    if (count < piece) break;
  }
  if (std::ferror(file) != 0) return cannot_read(path, std::strerror(errno));
  if (text.size() > bytes_max) return too_large(path, bytes_max);
  return text;
}

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  if (path == "-") return read_stream(stdin, "standard input", bytes_max);
  if (const auto missing = missing_file(path)) return *missing;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error) return cannot_read(path, error.message());
  if (fs::is_directory(status)) return cannot_read(path, "it is a folder");
  if (!fs::is_regular_file(status)) return cannot_read(path, "it is not a regular file");
  const std::uintmax_t size = fs::file_size(path, error);
  if (!error && size > bytes_max) return too_large(path, bytes_max);
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return cannot_read(path, std::strerror(errno));
  return read_stream(file.get(), path, bytes_max);
}

Result<std::vector<std::string>> files_below(const std::string& folder, std::string_view suffix) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;  // A dangling link is no file.
    const std::string path = entry->path().string();
    if (path.ends_with(suffix) && entry->is_regular_file(ignored)) files.push_back(path);
  }
  if (error) return cannot_read(folder, error.message());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace ratelimit
