#include "scenarios/log_traffic.h"

namespace ratelimit {

std::string_view name_of(LogFormat format) {
  switch (format) {
    case LogFormat::automatic: return "auto";
    case LogFormat::common: return "common";
    case LogFormat::combined: return "combined";
    case LogFormat::trace: return "trace";
  }
  return {};
}

}  // namespace ratelimit
