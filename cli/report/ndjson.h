#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "policies/enforcer.h"
#include "scenarios/simulate.h"

namespace ratelimit {

// Appends one verdict as one line of JSON; docs/scenario.md lists its fields.
void append_verdict(const Judged& judged, const Enforcer& enforcer, std::string& out);

// Hands the verdicts of a run on as they come, in chunks of whole lines.
class NdjsonSink final : public VerdictSink {
 public:
  using Write = std::function<void(std::string_view)>;
  // Borrows the enforcer.
  NdjsonSink(const Enforcer& enforcer, Write write)
      : enforcer_(enforcer), write_(std::move(write)) {}

  void on_verdict(const Judged& judged) override;
  // Hands on what is left.
  void flush();

 private:
  const Enforcer& enforcer_;
  Write write_;
  std::string chunk_;
};

}  // namespace ratelimit
