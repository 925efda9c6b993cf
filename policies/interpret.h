#pragma once

#include "policies/document.h"
#include "policies/findings.h"
#include "policies/policy.h"

namespace ratelimit {

// What a document means. What is wrong with it is added to the findings; the policies are usable
// only if that was no error.
Policies interpret(const Node& document, Findings& findings);

}  // namespace ratelimit
