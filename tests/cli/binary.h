#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// A folder of a test's own, gone with all that is in it when the test ends.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // The path of a file in it; with text, the file is written.
  [[nodiscard]] std::string file(std::string_view name) const;
  std::string file(std::string_view name, std::string_view text) const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::filesystem::path path_;
};

// What a run of the program said.
struct Ran {
  int status = -1;  // Its exit status; 128 and more: a signal.
  std::string out;
  std::string err;
};

struct Surroundings {
  std::string input = {};                     // Standard input.
  std::vector<std::string> environment = {};  // "NAME=value", besides LC_ALL=C.UTF-8.
  std::string out = {};                       // Where standard output goes instead.
  std::string working_folder = {};
};

// Runs the built program with these arguments.
Ran run_binary(const std::vector<std::string>& words, const Surroundings& surroundings = {});

// Runs a line of sh, in which $RATELIMIT is the built program.
Ran run_shell(const std::string& line);
