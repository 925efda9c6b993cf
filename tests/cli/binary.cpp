#include "tests/cli/binary.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/catch.h"

namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// In the child: 127 is what a shell says of a program that it cannot start.
[[noreturn]] void become(std::vector<std::string> words, std::vector<std::string> environment,
                         const std::string& in, const std::string& out, const std::string& err,
                         const std::string& folder) {
  const auto redirect = [](int stream, const std::string& path, int flags) {
    const int file = open(path.c_str(), flags, 0600);
    if (file < 0 || dup2(file, stream) < 0) _exit(127);
    close(file);
  };
  redirect(STDIN_FILENO, in, O_RDONLY);
  redirect(STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC);
  redirect(STDERR_FILENO, err, O_WRONLY | O_CREAT | O_TRUNC);
  if (!folder.empty() && chdir(folder.c_str()) != 0) _exit(127);
  execve(words.front().c_str(), pointers(words).data(), pointers(environment).data());
  _exit(127);
}

Ran run(const std::vector<std::string>& words, const Surroundings& surroundings) {
  const Folder folder;
  const std::string in = folder.file("in", surroundings.input);
  const std::string err = folder.file("err");
  const std::string out = surroundings.out.empty() ? folder.file("out") : surroundings.out;
  std::vector<std::string> environment{"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin",
                                       "RATELIMIT=" RATELIMIT_BINARY};
  environment.insert(environment.end(), surroundings.environment.begin(),
                     surroundings.environment.end());
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) become(words, environment, in, out, err, surroundings.working_folder);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  Ran ran;
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (surroundings.out.empty()) ran.out = text_of(out);
  ran.err = text_of(err);
  return ran;
}

}  // namespace

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "ratelimit-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::file(std::string_view name) const {
  return (path_ / name).string();
}

std::string Folder::file(std::string_view name, std::string_view text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return file(name);
}

std::vector<std::string> Folder::names() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Ran run_binary(const std::vector<std::string>& words, const Surroundings& surroundings) {
  std::vector<std::string> all{RATELIMIT_BINARY};
  all.insert(all.end(), words.begin(), words.end());
  return run(all, surroundings);
}

Ran run_shell(const std::string& line) {
  return run({"/bin/sh", "-c", line}, {});
}
