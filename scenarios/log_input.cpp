#include "scenarios/log_input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

namespace ratelimit {
namespace {

Error unreadable(const std::string& path, const std::string& why) {
  return {.code = "E301", .message = "cannot read " + name_of_log(path) + ": " + why};
}

std::string reason_of(int number) {
  if (number == ENOENT) return "no such file";
  if (number == EACCES) return "permission denied";
  return std::generic_category().message(number);
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Copies all of `from` to an unnamed file, and returns that one's descriptor.
Result<int> spool(int from, const std::string& path, const ReadProgress& progress) {
  const auto unspoolable = [&](const std::string& why) {
    return Error{.code = "E302",
                 .message = "cannot keep a copy of " + name_of_log(path) + ": " + why};
  };
  const std::unique_ptr<std::FILE, CloseFile> file(std::tmpfile());
  if (file == nullptr) return unspoolable(reason_of(errno));
  std::array<char, 1 << 16> chunk;
  std::uint64_t done = 0;
  for (;;) {
    if (!progress(done, 0)) return Error{.code = "E309", .message = "interrupted"};
    const ssize_t count = ::read(from, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(path, reason_of(errno));
    if (count == 0) break;
    done += static_cast<std::uint64_t>(count);
    if (done > spool_bytes_max) return unspoolable("it is longer than 64 GiB");
    const auto bytes = static_cast<std::size_t>(count);
    if (std::fwrite(chunk.data(), 1, bytes, file.get()) != bytes) {
      return unspoolable(reason_of(errno));
    }
  }
  if (std::fflush(file.get()) != 0) return unspoolable(reason_of(errno));
  const int copy = ::fcntl(::fileno(file.get()), F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return unspoolable(reason_of(errno));
  return copy;
}

std::uint64_t size_of(int descriptor) {
  struct stat status = {};
  return ::fstat(descriptor, &status) == 0 && status.st_size > 0
             ? static_cast<std::uint64_t>(status.st_size)
             : 0;
}

}  // namespace

std::string name_of_log(const std::string& path) {
  return path == "-" ? "standard input" : path;
}

Result<LogInput> LogInput::open(const std::string& path, const ReadProgress& progress) {
  const bool is_stdin = path == "-";
  const int descriptor = is_stdin ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                  : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return unreadable(path, reason_of(errno));
  LogInput input(descriptor, 0, 0);

  struct stat status = {};
  if (::fstat(descriptor, &status) != 0) return unreadable(path, reason_of(errno));
  if (S_ISDIR(status.st_mode)) return unreadable(path, "it is a directory");
  const bool is_stream = S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) ||
                         (S_ISCHR(status.st_mode) && ::isatty(descriptor) == 1);
  if (!S_ISREG(status.st_mode) && !is_stream) return unreadable(path, "it is not a file");

  if (is_stream) {
    const Result<int> copy = spool(descriptor, path, progress);
    if (!copy) return copy.errors();
    ::close(std::exchange(input.descriptor_, *copy));
  } else {
    const off_t begin = ::lseek(descriptor, 0, SEEK_CUR);
    if (begin > 0) input.begin_ = static_cast<std::uint64_t>(begin);
  }
  const std::uint64_t size = size_of(input.descriptor_);
  input.bytes_ = size > input.begin_ ? size - input.begin_ : 0;
  if (input.bytes_ == 0) return unreadable(path, "it is empty");
  return input;
}

LogInput::LogInput(LogInput&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      begin_(other.begin_),
      bytes_(other.bytes_) {}

LogInput& LogInput::operator=(LogInput&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  begin_ = other.begin_;
  bytes_ = other.bytes_;
  return *this;
}

LogInput::~LogInput() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int LogInput::duplicate() const {
  const int copy = ::fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);
  if (copy >= 0) ::lseek(copy, static_cast<off_t>(begin_), SEEK_SET);
  return copy;
}

}  // namespace ratelimit
