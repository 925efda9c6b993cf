#include "cli/help.h"

#include <fmt/format.h>

#include <algorithm>

namespace ratelimit {

std::string overview(std::span<const CommandSpec> commands, std::string_view version) {
  std::string out = fmt::format(
      "ratelimit {}  try a rate-limit policy on traffic before your users do\n\n"
      "usage  ratelimit <command> [options]\n\n",
      version);
  std::size_t width = 0;
  for (const CommandSpec& command : commands) width = std::max(width, command.name.size());
  for (const CommandSpec& command : commands) {
    out += fmt::format("  {:<{}}   {}\n", command.name, width, command.summary);
  }
  out +=
      "\nexamples\n"
      "  ratelimit simulate --log access.log\n"
      "  ratelimit simulate --log access.log --policy policies/gateway.toml --out json=run.json\n"
      "  ratelimit check policies/\n\n"
      "`ratelimit <command> --help` lists the options of a command. Docs: README.md\n";
  return out;
}

}  // namespace ratelimit
