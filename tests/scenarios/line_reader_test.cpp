#include "scenarios/line_reader.h"

#include <sys/stat.h>

#include <string>
#include <thread>
#include <vector>

#include "core/random.h"
#include "tests/catch.h"
#include "tests/scenarios/gzip.h"
#include "tests/scenarios/temporary_file.h"

using namespace ratelimit;
using namespace std::string_literals;

namespace {

bool go_on(std::uint64_t, std::uint64_t) {
  return true;
}

using Lines = std::vector<std::string>;

Lines rest_of(LineReader& reader) {
  Lines lines;
  Line line;
  while (reader.next(line)) {
    lines.push_back((line.too_long ? "too long: " : "") + std::string(line.text));
    CHECK(line.number == lines.size());
  }
  return lines;
}

Lines lines_of(std::string_view text) {
  const TemporaryFile file(text);
  const auto reader = LineReader::open(file.path(), go_on);
  REQUIRE(reader);
  Lines lines = rest_of(**reader);
  CHECK_FALSE((*reader)->failure());
  return lines;
}

std::string error_of(const std::string& path) {
  const auto reader = LineReader::open(path, go_on);
  if (!reader) return reader.error().code + ": " + reader.error().message;
  rest_of(**reader);
  const std::optional<Error>& failure = (*reader)->failure();
  return failure ? failure->code + ": " + failure->message : "no error";
}

// Lines of many lengths, the ends of which fall everywhere in the reader's chunks.
std::string many_lines(std::uint64_t seed) {
  Random random(seed);
  std::string text;
  while (text.size() < 1'500'000) {
    text += std::string(random.below(random.below(20) == 0 ? 60'000 : 200), 'x') + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("line reader: lines end in a newline, or a carriage return and one, or the file") {
  CHECK(lines_of("a\nb\n") == Lines{"a", "b"});
  CHECK(lines_of("a\r\nb\r\n") == Lines{"a", "b"});
  CHECK(lines_of("a\n\nb") == Lines{"a", "", "b"});
  CHECK(lines_of("\n") == Lines{""});
  CHECK(lines_of("\r") == Lines{""});
  CHECK(lines_of("a\rb\n") == Lines{"a\rb"});
  CHECK(lines_of("a\0b\n\0"s) == Lines{"a\0b"s, "\0"s});
}

TEST_CASE("line reader: lines are whole wherever the chunks end, plain and compressed") {
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    CAPTURE(seed);
    const std::string text = many_lines(seed);
    for (const bool compressed : {false, true}) {
      const TemporaryFile file(compressed ? gzip(text) : text);
      const auto reader = LineReader::open(file.path(), go_on);
      REQUIRE(reader);
      std::string joined;
      Line line;
      while ((*reader)->next(line)) joined += std::string(line.text) + "\n";
      CHECK(joined == text);
    }
  }
}

TEST_CASE("line reader: a line that is too long is passed over, but for its beginning") {
  const std::string longest(line_bytes_max, 'y');
  const std::string head = "too long: " + std::string(120, 'x');
  CHECK(lines_of("a\n" + std::string(line_bytes_max + 1, 'x') + "\nb") == Lines{"a", head, "b"});
  CHECK(lines_of(std::string(5 * line_bytes_max, 'x') + "\n" + longest + "\n") ==
        Lines{head, longest});
  CHECK(lines_of("a\n" + std::string(3 * line_bytes_max, 'x')) == Lines{"a", head});
}

TEST_CASE("line reader: compressed files in several parts are one file") {
  CHECK(lines_of(gzip("a\nb") + gzip("c\n")) == Lines{"a", "bc"});
}

TEST_CASE("line reader: a damaged compressed file is an error, not an early end") {
  const std::string whole = gzip(many_lines(1));
  for (const std::size_t bytes :
       {whole.size() - 1, whole.size() - 8, whole.size() / 2, std::size_t{11}, std::size_t{5}}) {
    CAPTURE(bytes);
    const TemporaryFile file(whole.substr(0, bytes));
    CHECK(error_of(file.path()) == "E303: cannot read " + file.path() +
                                       ": the compressed file ends too early: it was cut off");
  }
  std::string broken = whole;
  for (std::size_t i = broken.size() / 2; i < broken.size() / 2 + 16; ++i) broken[i] = '\xFF';
  const TemporaryFile file(broken);
  CHECK(error_of(file.path())
            .starts_with("E303: cannot read " + file.path() + ": the compressed file is damaged"));
}

TEST_CASE("line reader: what is no readable file is refused") {
  CHECK(error_of("/nowhere/access.log") == "E301: cannot read /nowhere/access.log: no such file");
  CHECK(error_of("/tmp") == "E301: cannot read /tmp: it is a directory");
  CHECK(error_of("/dev/zero") == "E301: cannot read /dev/zero: it is not a file");
  const TemporaryFile empty("");
  CHECK(error_of(empty.path()) == "E301: cannot read " + empty.path() + ": it is empty");
}

TEST_CASE("line reader: a file that grows ends where it ended the first time") {
  const TemporaryFile file("a\nb");
  const auto reader = LineReader::open(file.path(), go_on);
  REQUIRE(reader);
  CHECK(rest_of(**reader) == Lines{"a", "b"});
  file.append("c\nd\n");
  (*reader)->rewind(true);
  CHECK(rest_of(**reader) == Lines{"a", "b"});
  CHECK_FALSE((*reader)->failure());
}

TEST_CASE("line reader: a file that shrinks is an error") {
  const TemporaryFile file("a\nb\nc\n");
  const auto reader = LineReader::open(file.path(), go_on);
  REQUIRE(reader);
  rest_of(**reader);
  REQUIRE(::truncate(file.path().c_str(), 2) == 0);
  (*reader)->rewind(true);
  rest_of(**reader);
  REQUIRE((*reader)->failure());
  CHECK((*reader)->failure()->code == "E303");
}

TEST_CASE("line reader: a pipe can be read twice") {
  const TemporaryFile file("");
  const std::string pipe = file.path() + ".pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const std::string text = many_lines(7);
  std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << text; });
  const auto reader = LineReader::open(pipe, go_on);
  writer.join();
  ::unlink(pipe.c_str());
  REQUIRE(reader);
  const Lines first = rest_of(**reader);
  CHECK(first.size() > 1);
  (*reader)->rewind(true);
  CHECK(rest_of(**reader) == first);
}

TEST_CASE("line reader: reading can be stopped") {
  const TemporaryFile file(many_lines(2));
  int calls = 0;
  const auto reader = LineReader::open(file.path(), [&](std::uint64_t done, std::uint64_t total) {
    CHECK(done <= total);
    return ++calls < 3;
  });
  REQUIRE(reader);
  rest_of(**reader);
  REQUIRE((*reader)->failure());
  CHECK((*reader)->failure()->code == "E309");
  CHECK(calls == 3);
}
