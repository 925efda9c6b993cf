#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "scenarios/log_input.h"

namespace ratelimit {

// Longer lines are bad lines, skipped without being held in memory.
inline constexpr std::size_t line_bytes_max = std::size_t{1} << 20;

// One line, without its newline and a carriage return before it. The view lives until the next.
struct Line {
  std::string_view text;
  std::uint64_t number = 0;  // From 1.
  bool too_long = false;     // `text` is its first 120 bytes.
};

// The lines of a log, plain or gzip (told by its content, not its name), in bounded memory.
class LineReader {
 public:
  // Errors: those of LogInput::open.
  static Result<std::unique_ptr<LineReader>> open(const std::string& path, ReadProgress progress);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // False at the end, or when reading fails: see `failure`.
  bool next(Line& line);
  // E303: the log is damaged, or was cut while it was read; E309: stopped.
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

  // Begins again. `same_end`: with what was read so far, though the file may have grown since.
  void rewind(bool same_end);

 private:
  struct Stream;
  LineReader(LogInput input, std::string path, ReadProgress progress);

  void fill();
  bool skip_long_line(Line& line);
  void fail(const std::string& why);

  LogInput input_;
  std::string path_;
  ReadProgress progress_;
  std::unique_ptr<Stream> stream_;
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;  // What is read and not yet handed out lies in [begin_, end_).
  std::size_t end_ = 0;
  bool is_drained_ = false;             // The stream has no more.
  std::uint64_t bytes_ = 0;             // Read since the start, decompressed.
  std::optional<std::uint64_t> limit_;  // Read no more than this.
  std::uint64_t number_ = 0;
  std::string head_;
  std::optional<Error> failure_;
};

}  // namespace ratelimit
