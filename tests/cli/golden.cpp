#include "tests/cli/golden.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/catch.h"

void check_golden(std::string_view name, const std::string& text) {
  const std::string path = RATELIMIT_SOURCE_DIR "/tests/cli/golden/" + std::string(name);
  const char* update = std::getenv("UPDATE_GOLDEN");
  if (update && std::string_view(update) == "1") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream expected;
  expected << file.rdbuf();
  CAPTURE(path);
  CHECK(text == expected.str());
}
