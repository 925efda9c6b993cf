#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/cli/binary.h"

// `ratelimit simulate` as people run it: the built program on files of its own.

namespace {

constexpr const char* policy_text = R"([policy.http]
on = "http"
key = "ip"
limit = 2
window = "60s"
)";

// Five requests within five seconds from one address, one from another.
constexpr const char* log_text =
    R"(198.51.100.1 - - [09/Jul/1995:00:00:01 -0400] "GET / HTTP/1.0" 200 10
198.51.100.1 - - [09/Jul/1995:00:00:02 -0400] "GET / HTTP/1.0" 200 10
198.51.100.1 - - [09/Jul/1995:00:00:03 -0400] "GET / HTTP/1.0" 200 10
198.51.100.2 - - [09/Jul/1995:00:00:04 -0400] "GET / HTTP/1.0" 200 10
198.51.100.1 - - [09/Jul/1995:00:00:05 -0400] "GET / HTTP/1.0" 200 10
198.51.100.1 - - [09/Jul/1995:00:00:05 -0400] "GET / HTTP/1.0" 200 10
)";

struct Files {
  Folder folder;
  std::string policy = folder.file("policy.toml", policy_text);
  std::string log = folder.file("access.log", log_text);

  [[nodiscard]] Ran simulate(std::vector<std::string> more,
                             const Surroundings& surroundings = {}) const {
    std::vector<std::string> words{"simulate", "--policy", policy, "--log", log};
    words.insert(words.end(), more.begin(), more.end());
    return run_binary(words, surroundings);
  }
};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

const std::vector<std::string> untouched{"access.log", "policy.toml"};

}  // namespace

TEST_CASE("simulate: the text report shows who was denied") {
  const Files files;
  const Ran ran = files.simulate({});
  CHECK(ran.status == 0);
  CHECK(contains(ran.out, "access.log  1995-07-09 00:00:01 -04:00 to 00:00:05"));
  CHECK(contains(ran.out, "3 of 6 requests, 1 of 2 clients"));
  CHECK(contains(ran.out, "198.51.100.1"));
  CHECK_FALSE(contains(ran.out, "\x1b["));
  CHECK(contains(ran.err, "6 decisions in "));
}

TEST_CASE("simulate: JSON is one clean document on standard output") {
  const Files files;
  const Ran ran = files.simulate({"--format", "json"});
  CHECK(ran.status == 0);
  const auto json = nlohmann::json::parse(ran.out);
  CHECK(json["schema_version"] == 1);
  CHECK(json["totals"]["requests"] == 6);
  CHECK(json["totals"]["denied"] == 3);
  CHECK(json["clients"][0]["name"] == "198.51.100.1");
  CHECK(json["clients"][0]["denied"] == 3);
}

TEST_CASE("simulate: NDJSON is one verdict a line, in order") {
  const Files files;
  const Ran ran = files.simulate({"--format", "ndjson"});
  CHECK(ran.status == 0);
  std::istringstream lines(ran.out);
  std::string actions;
  for (std::string line; std::getline(lines, line);) {
    actions += nlohmann::json::parse(line)["action"].get<std::string>() + " ";
  }
  CHECK(actions == "allow allow deny allow deny deny ");
}

TEST_CASE("simulate: the same command gives the same bytes") {
  const Files files;
  for (const char* format : {"text", "json", "ndjson"}) {
    CAPTURE(format);
    const Ran first = files.simulate({"--format", format});
    CHECK(first.status == 0);
    CHECK_FALSE(first.out.empty());
    CHECK(first.out == files.simulate({"--format", format}).out);
  }
}

TEST_CASE("simulate: without a policy file the built-in one holds") {
  const Files files;
  const Ran ran = run_binary({"simulate", "--log", files.log});
  CHECK(ran.status == 0);
  CHECK(contains(ran.out, "20/60s per ip"));
}

TEST_CASE("simulate: log and policy may come from standard input") {
  const Files files;
  const Ran log =
      run_binary({"simulate", "--policy", files.policy, "--log", "-"}, {.input = log_text});
  CHECK(log.status == 0);
  CHECK(contains(log.out, "standard input  1995-07-09"));
  const Ran policy =
      run_binary({"simulate", "--policy", "-", "--log", files.log}, {.input = policy_text});
  CHECK(policy.status == 0);
  CHECK(contains(policy.out, "2/60s per ip"));
}

TEST_CASE("simulate: a trace is replayed at its nanoseconds") {
  const Files files;
  const std::string trace = files.folder.file("t.ndjson",
                                              R"({"t_ns":0,"ip":"192.0.2.1","path":"/"}
{"t_ns":1,"ip":"192.0.2.1","path":"/"}
{"t_ns":59999999999,"ip":"192.0.2.1","path":"/"}
{"t_ns":60000000000,"ip":"192.0.2.1","path":"/"}
)");
  const Ran ran =
      run_binary({"simulate", "--policy", files.policy, "--trace", trace, "--format", "ndjson"});
  CHECK(ran.status == 0);
  std::istringstream lines(ran.out);
  std::string actions;
  for (std::string line; std::getline(lines, line);) {
    actions += nlohmann::json::parse(line)["action"].get<std::string>() + " ";
  }
  CHECK(actions == "allow allow deny allow ");
}

TEST_CASE("simulate: three calls of get_time pass, the fourth waits") {
  const Files files;
  std::string calls;
  for (int second = 1; second <= 4; ++second) {
    calls += "{\"t_ns\":" + std::to_string(second) +
             "000000000,\"ip\":\"192.0.2.1\",\"session\":\"s\",\"tool\":\"get_time\"}\n";
  }
  const std::string trace = files.folder.file("t.ndjson", calls);
  const Ran ran = run_binary({"simulate", "--trace", trace, "--format", "ndjson"});
  CHECK(ran.status == 0);
  CHECK(contains(ran.out, "\"t_ns\":4000000000,"));
  CHECK(contains(ran.out, "\"action\":\"deny\""));
  CHECK(contains(ran.out, "\"retry_after_ns\":7000000000"));
}

TEST_CASE("simulate: reports go to files, whole and next to standard output") {
  const Files files;
  const std::string json = files.folder.file("run.json");
  const std::string lines = files.folder.file("run.ndjson");
  const std::string text = files.folder.file("run.txt");
  const Ran ran = files.simulate({"--out", "json=" + json, "--out", "ndjson=" + lines, "--out",
                                  "text=" + text, "--color", "always"});
  CHECK(ran.status == 0);
  CHECK(contains(ran.out, "\x1b["));
  CHECK(contains(ran.err, "written to " + json));
  CHECK(files.folder.names() ==
        std::vector<std::string>{"access.log", "policy.toml", "run.json", "run.ndjson", "run.txt"});
  CHECK(run_shell("cat " + json).out == files.simulate({"--format", "json"}).out);
  CHECK(run_shell("cat " + lines).out == files.simulate({"--format", "ndjson"}).out);
  CHECK(run_shell("cat " + text).out == files.simulate({}).out);
}

TEST_CASE("simulate: an unwritable report is found before the run, and leaves nothing") {
  const Files files;
  const std::string good = "json=" + files.folder.file("run.json");
  const std::string in_nowhere = files.folder.file("nowhere/run.json");
  for (const std::string& bad : {in_nowhere, files.folder.file("")}) {
    CAPTURE(bad);
    const Ran ran = files.simulate({"--out", good, "--out", "text=" + bad});
    CHECK(ran.status == 4);
    CHECK(ran.out.empty());
    CHECK(contains(ran.err, "error: cannot write " + bad));
    CHECK(files.folder.names() == untouched);
  }
}

TEST_CASE("simulate: a failed run leaves no report behind") {
  const Files files;
  const std::string out = "ndjson=" + files.folder.file("run.ndjson");
  const Ran ran = run_binary(
      {"simulate", "--policy", files.policy, "--log", files.folder.file("no.log"), "--out", out});
  CHECK(ran.status == 3);
  CHECK(files.folder.names() == untouched);
}

TEST_CASE("simulate: a full disk and a closed standard output are errors") {
  const Files files;
  const Ran full = files.simulate({}, {.out = "/dev/full"});
  CHECK(full.status == 4);
  CHECK(contains(full.err, "error: cannot write standard output: No space left on device"));
  const Ran closed = run_shell("\"$RATELIMIT\" simulate --policy " + files.policy + " --log " +
                               files.log + " >&-");
  CHECK(closed.status == 4);
  CHECK(contains(closed.err, "error: cannot write standard output"));
}

TEST_CASE("simulate: a reader who has seen enough is no error") {
  const Files files;
  std::string many;
  for (int second = 1; second <= 20'000; ++second) {
    many += "{\"t_ns\":" + std::to_string(second) + "000000000,\"ip\":\"192.0.2.1\"}\n";
  }
  const std::string trace = files.folder.file("t.ndjson", many);
  for (const char* format : {"text", "json", "ndjson"}) {
    CAPTURE(format);
    const std::string status = files.folder.file("status");
    const Ran ran = run_shell("(\"$RATELIMIT\" simulate --trace " + trace + " --format " + format +
                              "; echo $? >" + status + ") | head -c 10");
    CHECK(ran.out.size() == 10);
    CHECK_FALSE(contains(ran.err, "rror"));
    CHECK(run_shell("cat " + status).out == "0\n");
  }
}

TEST_CASE("simulate: an interrupted run says so and shows what it has") {
  const Files files;
  std::string much;
  for (int copy = 0; copy < 2'000; ++copy) much += log_text;
  const std::string log = files.folder.file("much.log", much);
  const std::string pipe = files.folder.file("pipe");
  const std::string picture = files.folder.file("picture");
  // Verdicts are much more than a pipe holds: when the first one comes, the replay is under way.
  const Ran ran =
      run_shell("mkfifo " + pipe + "; \"$RATELIMIT\" simulate --log " + log +
                " --format ndjson --out text=" + picture + " >" + pipe + " & exec 9<" + pipe +
                "; read -r first <&9; kill -INT $!; " +
                "cat <&9 >/dev/null; wait $!; status=$?; cat " + picture + "; exit $status");
  CHECK(ran.status == 130);
  CHECK(contains(ran.out, "interrupted at 1995-07-09 "));
}

TEST_CASE("simulate: a run that is interrupted while it reads has nothing to show") {
  const Files files;
  const std::string pipe = files.folder.file("pipe");
  // Much more than a pipe holds: once it is written, the program is at work on it.
  std::string much;
  for (int copy = 0; copy < 500; ++copy) much += log_text;
  const std::string log = files.folder.file("much.log", much);
  const Ran ran =
      run_shell("mkfifo " + pipe + "; \"$RATELIMIT\" simulate --log - <" + pipe + " & exec 9>" +
                pipe + "; cat " + log + " >&9; kill -INT $!; exec 9>&-; wait $!");
  CHECK(ran.status == 130);
  CHECK(ran.out.empty());
  CHECK(contains(ran.err, "error: interrupted"));
}
