#include "cli/explain_code.h"

#include <fmt/format.h>

#include <cctype>
#include <vector>

#include "policies/explanations.h"
#include "policies/suggest.h"

namespace ratelimit {
namespace {

std::string indented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += end == 0 ? "\n" : fmt::format("    {}\n", text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

Result<std::string> explain_code(std::string_view code) {
  std::string upper(code);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const Explanation* const found = explanation_of(upper);
  if (found == nullptr) {
    std::vector<std::string_view> codes;
    for (const Explanation& each : explanations()) codes.push_back(each.code);
    return Error{.code = "",
                 .message = fmt::format("nothing has the code '{}'", code),
                 .note = did_you_mean(upper, codes)};
  }
  std::string text =
      fmt::format("{}  {}\n\n{}\n\n{}\n", found->code, found->title, found->what, found->why);
  if (!found->before.empty()) text += "\nbefore\n\n" + indented(found->before);
  if (!found->after.empty()) text += "\nafter\n\n" + indented(found->after);
  return text;
}

}  // namespace ratelimit
