#include "cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace ratelimit {
namespace {

Error cannot_write(const std::string& path, int reason) {
  return {.code = "", .message = "cannot write " + path + ": " + std::strerror(reason)};
}

}  // namespace

Output::Output(int descriptor, std::string path, std::string temporary)
    : descriptor_(descriptor), path_(std::move(path)), temporary_(std::move(temporary)) {}

Output::Output(Output&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      failure_(other.failure_) {}

Output::~Output() {
  if (descriptor_ > STDERR_FILENO) close(descriptor_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

Output Output::standard() {
  return {STDOUT_FILENO, "standard output", ""};
}

Result<Output> Output::create(const std::string& path) {
  struct stat status {};
  const bool exists = stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return cannot_write(path, EISDIR);
  if (exists && !S_ISREG(status.st_mode)) {
    const int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return cannot_write(path, errno);
    return Output(descriptor, path, "");
  }
  // Renaming over a file needs no right to write it; whoever protected it did not mean that.
  if (exists && access(path.c_str(), W_OK) != 0) return cannot_write(path, errno);
  std::string temporary = path + "." + std::to_string(getpid()) + ".tmp";
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  const int descriptor = open(temporary.c_str(), flags, 0666);
  if (descriptor < 0) return cannot_write(path, errno);
  return Output(descriptor, path, std::move(temporary));
}

bool Output::write(std::string_view text) {
  while (failure_ == 0 && !text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      failure_ = errno;
    }
  }
  return failure_ == 0;
}

std::optional<Error> Output::finish() {
  if (failure_ == 0 && descriptor_ > STDERR_FILENO && close(std::exchange(descriptor_, -1)) != 0) {
    failure_ = errno;
  }
  if (failure_ == 0 && !temporary_.empty()) {
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
      failure_ = errno;
    } else {
      temporary_.clear();
    }
  }
  if (failure_ != 0 && !is_unread()) return cannot_write(path_, failure_);
  return std::nullopt;
}

bool Output::is_unread() const {
  return failure_ == EPIPE;
}

}  // namespace ratelimit
