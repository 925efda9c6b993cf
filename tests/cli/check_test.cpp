#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/check_command.h"
#include "cli/explain_code.h"
#include "cli/files.h"
#include "policies/explanations.h"
#include "policies/parse.h"
#include "tests/catch.h"

using namespace ratelimit;

namespace {

namespace fs = std::filesystem;

const std::string good = "[policy.a]\non = \"http\"\nlimit = 1\nwindow = \"1s\"\n";
const std::string warned = good + "on_deny = \"http-429\"\n";
const std::string bad = good + "limt = 2\n";

// A folder that is there while the test is.
class Folder {
 public:
  Folder() {
    static int count = 0;
    path_ = fs::temp_directory_path() /
            ("ratelimit-check-" + std::to_string(getpid()) + "-" + std::to_string(count++));
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  std::string write(const std::string& name, const std::string& text) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }
  [[nodiscard]] std::string path(const std::string& name = "") const {
    return name.empty() ? path_.string() : (path_ / name).string();
  }

 private:
  fs::path path_;
};

CheckOutcome check(CheckOptions options) {
  return check_files(options, {}, {});
}

}  // namespace

TEST_CASE("check: a file without problems is told in one line") {
  const Folder folder;
  const CheckOutcome outcome = check({.paths = {folder.write("a.toml", good)}});
  CHECK(outcome.out == "checked 1 file: 1 policy, no problems\n");
  CHECK(outcome.errors.empty());
  CHECK(outcome.status == 0);
}

TEST_CASE("check: a folder means the .toml files below it, sorted") {
  const Folder folder;
  folder.write("b.toml", bad);
  folder.write("a/z.toml", bad);
  folder.write("a/notes.txt", "not TOML");
  folder.write("c.toml", good);
  const CheckOutcome outcome =
      check({.paths = {folder.path()}, .format = CheckFormat::short_lines});
  CHECK(outcome.out == folder.path("a/z.toml") +
                           ":5:1: error[E102]: unknown key 'limt' in policy 'a' (did you mean "
                           "'limit'?)\n" +
                           folder.path("b.toml") +
                           ":5:1: error[E102]: unknown key 'limt' in policy 'a' (did you mean "
                           "'limit'?)\n");
  CHECK(outcome.status == 1);
}

TEST_CASE("check: each file with findings has its summary, and all of them a closing line") {
  const Folder folder;
  const std::string a = folder.write("a.toml", bad + "windw = 1\n" + "on_deny = \"http-429\"\n");
  const CheckOutcome one = check({.paths = {a}});
  CHECK(one.out.ends_with("\n\n" + a +
                          ": 2 errors, 1 warning. `ratelimit check --explain E102` says more.\n"));
  const CheckOutcome two = check({.paths = {a, folder.write("b.toml", good)}});
  CHECK(two.out.ends_with("\nchecked 2 files: 1 policy, 2 errors, 1 warning\n"));
}

TEST_CASE("check: warnings are no failure, unless they are denied") {
  const Folder folder;
  const std::string file = folder.write("a.toml", warned);
  CHECK(check({.paths = {file}}).status == 0);
  CHECK(check({.paths = {file}}).out.find("warning[W209]") != std::string::npos);
  CHECK(check({.paths = {file}, .deny_warnings = true}).status == 1);
  CHECK(check({.paths = {folder.write("b.toml", good)}, .deny_warnings = true}).status == 0);
}

TEST_CASE("check: what cannot be read is told on stderr, exit 3, and the rest is checked") {
  const Folder folder;
  const std::string file = folder.write("gateway.toml", bad);
  const std::string missing = folder.path("gatway.toml");
  const CheckOutcome outcome = check({.paths = {missing, file}});
  CHECK(outcome.errors ==
        "error: cannot read " + missing + ": no such file\n  did you mean " + file + "?\n");
  CHECK(outcome.out.find("error[E102]") != std::string::npos);
  CHECK(outcome.status == 3);
}

TEST_CASE("check: a folder without a policy file is no success") {
  const Folder folder;
  const CheckOutcome outcome = check({.paths = {folder.path()}});
  CHECK(outcome.errors == "error: no .toml file in " + folder.path() + "\n");
  CHECK(outcome.out.empty());
  CHECK(outcome.status == 3);
}

TEST_CASE("check: JSON is one document with every finding") {
  const Folder folder;
  const std::string a = folder.write("a.toml", bad + "limit = 3\n");
  const std::string b = folder.write("b.toml", warned);
  const CheckOutcome outcome = check({.paths = {a, b}, .format = CheckFormat::json});
  const auto json = nlohmann::json::parse(outcome.out);
  CHECK(json["schema_version"] == 1);
  CHECK(json["files"] == 2);
  CHECK(json["policies"] == 1);
  CHECK(json["errors"] == 1);
  CHECK(json["warnings"] == 1);
  REQUIRE(json["findings"].size() == 2);
  const auto& twice = json["findings"][0];
  CHECK(twice["code"] == "E003");
  CHECK(twice["severity"] == "error");
  CHECK(twice["file"] == a);
  CHECK(twice["line"] == 6);
  CHECK(twice["column"] == 1);
  CHECK(twice["span"] == 5);
  CHECK(twice["other"]["line"] == 3);
  CHECK(json["findings"][1]["severity"] == "warning");
  CHECK(json["findings"][1]["other"].is_null());
}

TEST_CASE("check: a code is explained in four paragraphs, whatever its case") {
  const auto text = explain_code("e121");
  REQUIRE(text);
  CHECK(text->starts_with("E121  A window of no length\n\n"));
  CHECK(text->find("\nbefore\n\n    [policy.http]\n") != std::string::npos);
  CHECK(text->find("\nafter\n\n    [policy.http]\n") != std::string::npos);
  for (const Explanation& each : explanations()) CHECK(explain_code(each.code));
}

TEST_CASE("check: a code that nothing has is an error with a hint") {
  const auto text = explain_code("E12");
  REQUIRE_FALSE(text.has_value());
  CHECK(text.error().message == "nothing has the code 'E12'");
  CHECK(text.error().note.starts_with("did you mean 'E"));
}

TEST_CASE("check: what is wanted is read from the command line") {
  const std::vector<std::string> words = {"a.toml", "b", "--format", "short", "--deny-warnings"};
  const auto arguments = Arguments::match(check_spec(), words);
  REQUIRE(arguments);
  const auto options = read_check_options(*arguments);
  REQUIRE(options);
  CHECK(options->paths == std::vector<std::string>{"a.toml", "b"});
  CHECK(options->format == CheckFormat::short_lines);
  CHECK(options->deny_warnings);
  const auto nothing = Arguments::match(check_spec(), std::vector<std::string>{});
  REQUIRE(nothing);
  CHECK_FALSE(read_check_options(*nothing).has_value());
}

TEST_CASE("files: a file is read whole, up to its limit") {
  const Folder folder;
  const std::string text(100'000, 'x');
  const std::string file = folder.write("a", text);
  CHECK(*read_file(file, 100'000) == text);
  CHECK(read_file(file, 99'999).error().message ==
        "cannot read " + file + ": it is larger than 0 MiB");
  CHECK(read_file(folder.write("empty", ""), 1)->empty());
}

TEST_CASE("files: a file of 100 MB is refused unread") {
  const Folder folder;
  const std::string file = folder.write("huge.toml", "");
  fs::resize_file(file, 100'000'000);
  CHECK(read_file(file, policy_bytes_max).error().message ==
        "cannot read " + file + ": it is larger than 4 MiB");
}

TEST_CASE("files: what could hang or never end is refused") {
  const Folder folder;
  const std::string pipe = folder.path("pipe");
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(read_file(pipe, 10).error().message ==
        "cannot read " + pipe + ": it is not a regular file");
  CHECK(read_file("/dev/zero", 10).error().message ==
        "cannot read /dev/zero: it is not a regular file");
  CHECK(read_file(folder.path(), 10).error().message ==
        "cannot read " + folder.path() + ": it is a folder");
}
