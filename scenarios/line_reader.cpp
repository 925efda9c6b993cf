#include "scenarios/line_reader.h"

#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace ratelimit {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{1} << 18;
constexpr std::size_t buffer_bytes = line_bytes_max + chunk_bytes;
constexpr std::size_t head_bytes = 120;

}  // namespace

struct LineReader::Stream {
  explicit Stream(int descriptor) : file(::gzdopen(descriptor, "rb")) {
    if (file == nullptr) {
      ::close(descriptor);
      return;
    }
    // At most half a chunk, so that zlib reads plain files into our buffer, past its own.
    ::gzbuffer(file, chunk_bytes / 4);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    if (file != nullptr) ::gzclose(file);
  }
  gzFile file;
};

Result<std::unique_ptr<LineReader>> LineReader::open(const std::string& path,
                                                     ReadProgress progress) {
  Result<LogInput> input = LogInput::open(path, progress);
  if (!input) return input.errors();
  return std::unique_ptr<LineReader>(new LineReader(*std::move(input), path, std::move(progress)));
}

LineReader::LineReader(LogInput input, std::string path, ReadProgress progress)
    : input_(std::move(input)),
      path_(std::move(path)),
      progress_(std::move(progress)),
      buffer_(std::make_unique_for_overwrite<char[]>(buffer_bytes)) {
  rewind(false);
}

LineReader::~LineReader() = default;

void LineReader::rewind(bool same_end) {
  if (same_end) limit_ = bytes_;
  stream_.reset();  // Its descriptor shares its place in the file with the next.
  stream_ = std::make_unique<Stream>(input_.duplicate());
  begin_ = end_ = 0;
  bytes_ = number_ = 0;
  is_drained_ = false;
  failure_.reset();
  if (stream_->file == nullptr) fail("out of memory or descriptors");
}

void LineReader::fail(const std::string& why) {
  failure_ = Error{.code = "E303", .message = "cannot read " + name_of_log(path_) + ": " + why};
  is_drained_ = true;
  begin_ = end_;
}

// Reads the next chunk behind what is left of the last.
void LineReader::fill() {
  std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
  end_ -= std::exchange(begin_, 0);
  std::size_t wanted = std::min(chunk_bytes, buffer_bytes - end_);
  if (limit_) wanted = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, *limit_ - bytes_));
  if (wanted == 0) {
    is_drained_ = true;
    return;
  }
  const int count = ::gzread(stream_->file, buffer_.get() + end_, static_cast<unsigned>(wanted));
  int status = Z_OK;
  const char* const words = ::gzerror(stream_->file, &status);
  if (status == Z_BUF_ERROR) return fail("the compressed file ends too early: it was cut off");
  if (status == Z_ERRNO) return fail("reading failed");
  if (count < 0 || status != Z_OK) {
    return fail("the compressed file is damaged" +
                (*words == 0 ? "" : std::string(" (") + words + ")"));
  }
  if (count == 0 && limit_) return fail("it became shorter while it was read");
  end_ += static_cast<std::size_t>(count);
  bytes_ += static_cast<std::uint64_t>(count);
  is_drained_ = count == 0;
  const auto offset = ::gzoffset(stream_->file);
  if (!progress_(static_cast<std::uint64_t>(std::max<z_off_t>(offset, 0)), input_.bytes())) {
    failure_ = Error{.code = "E309", .message = "interrupted"};
    is_drained_ = true;
    begin_ = end_;
  }
}

// Drops the rest of a line whose beginning fills the buffer; keeps its first bytes.
bool LineReader::skip_long_line(Line& line) {
  head_.assign(buffer_.get() + begin_, head_bytes);
  const void* newline = nullptr;
  for (;;) {
    newline = std::memchr(buffer_.get() + begin_, '\n', end_ - begin_);
    if (newline != nullptr || is_drained_) break;
    begin_ = end_;
    fill();
  }
  if (failure_) return false;
  begin_ = newline == nullptr
               ? end_
               : static_cast<std::size_t>(static_cast<const char*>(newline) - buffer_.get()) + 1;
  line = {.text = head_, .number = ++number_, .too_long = true};
  return true;
}

bool LineReader::next(Line& line) {
  std::size_t searched = 0;
  for (;;) {
    const char* const start = buffer_.get() + begin_;
    const std::size_t held = end_ - begin_;
    const void* const newline = std::memchr(start + searched, '\n', held - searched);
    if (newline == nullptr && !is_drained_ && held <= line_bytes_max) {
      searched = held;
      fill();
      if (failure_) return false;
      continue;
    }
    if (held == 0) return false;
    std::size_t length = newline == nullptr
                             ? held
                             : static_cast<std::size_t>(static_cast<const char*>(newline) - start);
    if (length > line_bytes_max) return skip_long_line(line);
    begin_ += length + (newline == nullptr ? 0 : 1);
    if (length > 0 && start[length - 1] == '\r') --length;
    line = {.text = {start, length}, .number = ++number_};
    return true;
  }
}

}  // namespace ratelimit
