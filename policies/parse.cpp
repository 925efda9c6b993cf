#include "policies/parse.h"

#include <algorithm>
#include <utility>

#include "policies/document.h"
#include "policies/error_line.h"
#include "policies/findings.h"
#include "policies/interpret.h"

namespace ratelimit {

PolicyReview review_policies(std::string_view text, std::string_view source) {
  const auto document = parse_document(text, source, policy_bytes_max);
  if (!document) return {.policies = std::nullopt, .findings = document.errors()};
  Findings findings(source);
  Policies policies = interpret(*document, findings);
  PolicyReview review{.policies = std::nullopt, .findings = {}};
  const bool is_valid = !findings.has_errors();
  review.findings = findings.take();
  if (is_valid) {
    policies.source = source;
    policies.text = text;
    policies.warnings = review.findings;
    review.policies = std::move(policies);
  }
  return review;
}

Result<Policies> parse_policies(std::string_view text, std::string_view source) {
  PolicyReview review = review_policies(text, source);
  if (review.policies) return std::move(*review.policies);
  std::erase_if(review.findings, is_warning);
  return std::move(review.findings);
}

std::vector<Error> not_yet(const Policies& policies) {
  std::vector<Error> refused;
  for (const Error& warning : policies.warnings) {
    if (warning.code != "W201" && warning.code != "W202") continue;
    Error error = warning;
    error.code = warning.code == "W201" ? "E160" : "E161";
    error.message = warning.code == "W201" ? "this version cannot adapt limits yet"
                                           : "this version cannot keep its state in Redis yet";
    error.label.clear();
    refused.push_back(std::move(error));
  }
  return refused;
}

std::string_view default_policy_text() {
  return R"([policy.http]
on = "http"                 # every HTTP request …
key = "ip"                  # … by client address
limit = 20
window = "60s"

[policy.mcp]
on = "mcp"                  # every MCP tool call …
key = ["session", "ip"]     # … by session, or by address where there is none
limit = 10
window = "60s"
fallback = true             # only for tools that no other policy covers

[policy.get_time]
on = "mcp"
match = "get_time"
limit = 3
window = "10s"
)";
}

}  // namespace ratelimit
