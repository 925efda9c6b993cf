#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace ratelimit {

// Where a report is written to: standard output, or a file that appears under its name only when it
// is whole. Not thread-safe.
//
//   create(path) --> path.PID.tmp --write--> finish() --rename--> path
//                                   \------> destroyed before: nothing is left behind
class Output {
 public:
  static Output standard();
  // Also what is no regular file (/dev/null, a pipe), which is written to as it is.
  static Result<Output> create(const std::string& path);

  Output(Output&& other) noexcept;
  Output& operator=(Output&&) = delete;
  ~Output();

  // False when it fails or has failed before.
  bool write(std::string_view text);
  // Whole and in place now; or what went wrong since `create`.
  std::optional<Error> finish();

  // Nobody reads any more (`| head`): no reason to write, and none to complain.
  [[nodiscard]] bool is_unread() const;
  [[nodiscard]] bool has_failed() const { return failure_ != 0; }

 private:
  Output(int descriptor, std::string path, std::string temporary);

  int descriptor_;
  std::string path_;       // For people.
  std::string temporary_;  // Empty: written to in place.
  int failure_ = 0;        // The first errno.
};

}  // namespace ratelimit
