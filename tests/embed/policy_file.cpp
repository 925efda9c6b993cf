#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "core/memory_store.h"
#include "policies/enforcer.h"
#include "policies/parse.h"

using namespace ratelimit;
using namespace std::chrono_literals;

// policy_file FILE: the rules come from a file, and the file says whom they count.
int main(int, char** argv) {
  std::ifstream file(argv[1]);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto policies = parse_policies(text, argv[1]);
  if (!policies) {
    std::printf("%s\n", policies.error().message.c_str());
    return 1;
  }
  MemoryStore store;
  const Enforcer enforcer(*policies, store, 0);
  Verdict verdict;
  int passed = 0;
  for (int i = 0; i < 25; ++i) {
    const Request request{.method = "GET", .path = "/", .ip = "203.0.113.7"};
    enforcer.check(request, Instant(i * 500ms), verdict);
    passed += verdict.allowed ? 1 : 0;
  }
  std::printf("under the policy file: %d passed, %d denied\n", passed, 25 - passed);
}
