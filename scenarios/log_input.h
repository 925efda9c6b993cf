#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "core/result.h"

namespace ratelimit {

// Is told how many bytes of a log have been read, of how many (0: not known); false stops.
using ReadProgress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

// Standard input and pipes longer than this are not read.
inline constexpr std::uint64_t spool_bytes_max = std::uint64_t{64} << 30;

// What messages call the log: "-" is standard input.
std::string name_of_log(const std::string& path);

// An open log that can be read from its start any number of times. What cannot seek (standard
// input, a pipe) is first copied to a file without a name, which goes with the program.
class LogInput {
 public:
  // "-" is standard input. Errors: E301 what cannot be opened, E302 what cannot be spooled, E309
  // stopped.
  static Result<LogInput> open(const std::string& path, const ReadProgress& progress);

  LogInput(LogInput&& other) noexcept;
  LogInput& operator=(LogInput&& other) noexcept;
  LogInput(const LogInput&) = delete;
  LogInput& operator=(const LogInput&) = delete;
  ~LogInput();

  // The caller's own descriptor of the file, at the start of the log.
  [[nodiscard]] int duplicate() const;
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  LogInput(int descriptor, std::uint64_t begin, std::uint64_t bytes)
      : descriptor_(descriptor), begin_(begin), bytes_(bytes) {}

  int descriptor_;
  std::uint64_t begin_;  // Where it stood when it was handed over.
  std::uint64_t bytes_;
};

}  // namespace ratelimit
