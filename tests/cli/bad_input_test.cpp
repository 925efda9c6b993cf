#include <zlib.h>

#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/cli/binary.h"

// What cannot be used is named on stderr, with the right status, and nothing else happens.

namespace {

constexpr const char* good_line =
    "198.51.100.1 - - [09/Jul/1995:00:00:01 -0400] \"GET / HTTP/1.0\" 200 10\n";

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string zipped(const std::string& text) {
  const Folder folder;
  const std::string path = folder.file("a.gz");
  const gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  return run_shell("cat " + path).out;
}

// Far less memory than the inputs are large. AddressSanitizer needs terabytes of addresses.
#ifdef __SANITIZE_ADDRESS__
const std::string bounded;
#else
const std::string bounded = "ulimit -v 400000; ";
#endif

void check_refused(const Ran& ran, int status, std::string_view message) {
  CHECK(ran.status == status);
  CHECK(ran.out.empty());
  CHECK(contains(ran.err, message));
  CHECK(ran.err.size() < 2'000);
}

}  // namespace

TEST_CASE("bad input: a missing file is answered with its neighbour") {
  const Folder folder;
  folder.file("launch-day.log", good_line);
  folder.file("gateway.toml", "");
  check_refused(run_binary({"simulate", "--log", folder.file("launchday.log")}), 3,
                "error: cannot read " + folder.file("launchday.log") +
                    ": no such file\n  did you mean " + folder.file("launch-day.log") + "?\n");
  check_refused(
      run_binary({"simulate", "--log", "launchday.log"}, {.working_folder = folder.file("")}), 3,
      "no such file\n  did you mean launch-day.log?\n");
  check_refused(run_binary({"simulate", "--policy", folder.file("gatway.toml"), "--log",
                            folder.file("launch-day.log")}),
                3, "did you mean " + folder.file("gateway.toml") + "?");
  check_refused(run_binary({"simulate", "--log", "/nowhere/at/all"}), 3, "no such file");
}

TEST_CASE("bad input: a log that is no log") {
  const Folder folder;
  std::string binary;
  for (int at = 0; at < 100'000; ++at) binary += static_cast<char>(at * 7919 >> 3);
  const std::string whole = zipped(std::string(1'000, 'x') + good_line);
  struct Row {
    const char* name;
    std::string text;
  };
  const Row rows[] = {
      {"empty.log", ""},
      {"blank.log", "\n\n\n"},
      {"binary.log", binary},
      {"words.log", "this is no log\n"},
      {"empty.gz", zipped("")},
      {"truncated.gz", whole.substr(0, whole.size() / 2)},
      {"header.gz", whole.substr(0, 5)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string path = folder.file(row.name, row.text);
    check_refused(run_binary({"simulate", "--log", path}), 3, path);
  }
}

TEST_CASE("bad input: folders and files without the right to read them") {
  const Folder folder;
  const std::string log = folder.file("a.log", good_line);
  check_refused(run_binary({"simulate", "--log", folder.file("")}), 3, "error: cannot read ");
  check_refused(run_binary({"simulate", "--policy", folder.file(""), "--log", log}), 3,
                "error: cannot read ");
  // Root may read everything.
  if (run_shell("id -u").out == "0\n") return;
  run_shell("chmod 000 " + log);
  check_refused(run_binary({"simulate", "--log", log}), 3, "error: cannot read " + log);
}

TEST_CASE("bad input: one line of a hundred megabytes is a bad line, not a problem") {
  const Folder folder;
  const std::string log =
      folder.file("long.log", good_line + std::string(100'000'000, 'x') + "\n" + good_line);
  const Ran ran = run_shell(bounded + "\"$RATELIMIT\" simulate --log " + log);
  CHECK(ran.status == 0);
  CHECK(contains(ran.out, "2 requests"));
  CHECK(contains(ran.err, "1 of 3 lines could not be read"));
}

TEST_CASE("bad input: a policy file of a hundred megabytes is refused unread") {
  const Folder folder;
  const std::string log = folder.file("a.log", good_line);
  const std::string policy = folder.file("big.toml", std::string(100'000'000, '#'));
  check_refused(run_shell(bounded + "\"$RATELIMIT\" simulate --policy " + policy + " --log " + log),
                3, policy);
}

TEST_CASE("bad input: a policy file with mistakes is shown with all of them") {
  const Folder folder;
  const std::string log = folder.file("a.log", good_line);
  const std::string policy =
      folder.file("p.toml", "[policy.a]\non = \"http\"\nlimit = -20\nwindow = \"60\"\nwindw = 1\n");
  const Ran ran = run_binary({"simulate", "--policy", policy, "--log", log});
  check_refused(ran, 3, policy + ":3:");
  CHECK(contains(ran.err, policy + ":4:"));
  CHECK(contains(ran.err, policy + ":5:"));
}

TEST_CASE("bad input: what is not built yet is refused, not ignored") {
  const Folder folder;
  const std::string log = folder.file("a.log", good_line);
  const std::string redis = folder.file(
      "redis.toml",
      "[policy.a]\non = \"http\"\nlimit = 2\nwindow = \"60s\"\n[store]\nkind = \"redis\"\n");
  check_refused(run_binary({"simulate", "--policy", redis, "--log", log}), 3, "redis");
  const std::string adaptive = folder.file(
      "adaptive.toml",
      "[policy.a]\non = \"http\"\nalgorithm = \"concurrency\"\nlimit = 5\nadaptive = { algorithm = "
      "\"gradient\", min = 1, max = 9, target_latency = \"200ms\" }\n");
  check_refused(run_binary({"simulate", "--policy", adaptive, "--log", log}), 3, "adaptive");
}

TEST_CASE("bad input: times before 1970 and far in the future are bad lines") {
  const Folder folder;
  const std::string log = folder.file(
      "a.log", std::string(good_line) +
                   "198.51.100.1 - - [09/Jul/1965:00:00:01 -0400] \"GET / HTTP/1.0\" 200 10\n"
                   "198.51.100.1 - - [09/Jul/2262:00:00:01 -0400] \"GET / HTTP/1.0\" 200 10\n"
                   "198.51.100.1 - - [09/Jul/9999:00:00:01 -0400] \"GET / HTTP/1.0\" 200 10\n");
  const Ran ran = run_binary({"simulate", "--log", log});
  CHECK(ran.status == 0);
  CHECK(contains(ran.err, "3 of 4 lines could not be read"));
  const std::string trace = folder.file("t.ndjson",
                                        "{\"t_ns\":-1,\"ip\":\"192.0.2.1\"}\n"
                                        "{\"t_ns\":9223372036854775807,\"ip\":\"192.0.2.1\"}\n"
                                        "{\"t_ns\":0,\"ip\":\"192.0.2.1\"}\n");
  const Ran traced = run_binary({"simulate", "--trace", trace});
  CHECK(traced.status == 0);
  CHECK(contains(traced.err, "2 of 3 lines could not be read"));
}

TEST_CASE("bad input: more bad lines than --max-bad are an error") {
  const Folder folder;
  const std::string log = folder.file("a.log", std::string(good_line) + "x\ny\n" + good_line);
  CHECK(run_binary({"simulate", "--log", log, "--max-bad", "2"}).status == 0);
  check_refused(run_binary({"simulate", "--log", log, "--max-bad", "1"}), 3, "error: ");
}

TEST_CASE("bad input: usage mistakes exit 2 and print nothing on standard output") {
  check_refused(run_binary({"simulat", "x.toml"}), 2,
                "error: there is no command 'simulat'\n  did you mean 'simulate'?\n");
  check_refused(run_binary({"simulate", "--log", "a", "--polcy", "p.toml"}), 2,
                "error: unknown option '--polcy'\n  did you mean '--policy'?  see `ratelimit "
                "simulate --help`\n");
  check_refused(run_binary({"simulate"}), 2, "error: nothing to replay");
  check_refused(run_binary({"--bogus"}), 2, "error: unknown option '--bogus'");
  check_refused(run_binary({""}), 2, "error: there is no command ''");
}

TEST_CASE("help and version go to standard output and exit 0") {
  const Ran version = run_binary({"--version"});
  CHECK(version.status == 0);
  CHECK(version.out == "ratelimit " RATELIMIT_VERSION "\n");
  CHECK(version.err.empty());
  const Ran help = run_binary({"--help"});
  CHECK(help.status == 0);
  CHECK(contains(help.out, "usage  ratelimit <command> [options]"));
  CHECK(contains(help.out, "  simulate   "));
  CHECK_FALSE(contains(help.out, "serve"));
  CHECK(run_binary({}).out == help.out);
  CHECK(run_binary({"help"}).out == help.out);
  CHECK(contains(run_binary({"simulate", "--help"}).out, "--policy FILE"));
  CHECK(run_binary({"help", "simulate"}).out == run_binary({"simulate", "--help"}).out);
  CHECK(run_binary({"--help"}, {.out = "/dev/full"}).status == 4);
}
