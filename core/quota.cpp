#include "core/quota.h"

#include <array>
#include <string>

#include "core/int128.h"

namespace ratelimit {
namespace {

constexpr std::array<Algorithm, 7> nameable = {Algorithm::sliding_window_log,
                                               Algorithm::sliding_window_counter,
                                               Algorithm::fixed_window,
                                               Algorithm::token_bucket,
                                               Algorithm::gcra,
                                               Algorithm::leaky_bucket,
                                               Algorithm::concurrency};

Error fault(std::string_view code, std::string_view subject, std::string message) {
  return {
      .code = std::string(code), .message = std::move(message), .subject = std::string(subject)};
}

Result<Quota> check_burst(Quota quota) {
  if (!has_burst(quota.algorithm)) {
    if (quota.burst != 0) {
      return fault("E124", "burst", std::string(name_of(quota.algorithm)) + " knows no burst");
    }
    return quota;
  }
  if (quota.burst < 0) return fault("E123", "burst", "a burst must be at least 1");
  if (quota.burst == 0) quota.burst = quota.algorithm == Algorithm::leaky_bucket ? 1 : quota.limit;
  // A whole burst must fit into the head room of core/time.h, with its interval rounded up.
  if (Int128{emission_interval(quota).count()} * quota.burst > span_max.count()) {
    return fault("E125", "burst", "this burst takes more than 15 years to refill");
  }
  return quota;
}

Result<Quota> check_delay(Quota quota) {
  if (quota.algorithm != Algorithm::leaky_bucket) {
    if (quota.max_delay != Duration{}) {
      return fault("E126", "max_delay", "only a leaky-bucket delays requests");
    }
    return quota;
  }
  if (quota.max_delay <= Duration{}) {
    return fault("E127", "max_delay", "a leaky-bucket needs a max_delay above zero");
  }
  if (quota.max_delay > span_max) {
    return fault("E125", "max_delay", "this delay is longer than 15 years");
  }
  return quota;
}

}  // namespace

Result<Quota> make_quota(Quota draft) {
  if (draft.limit <= 0) {
    return fault("E120", "limit",
                 draft.limit == 0 ? "a limit of 0 admits nobody" : "a limit must be at least 1");
  }
  if (draft.align != Align::epoch && draft.algorithm != Algorithm::fixed_window) {
    return fault("E128", "align", "only a fixed-window is aligned");
  }
  if (draft.algorithm == Algorithm::concurrency) {
    if (draft.window != Duration{}) {
      return fault("E129", "window", "concurrency counts requests in flight and has no window");
    }
    if (draft.charge_denied) {
      return fault("E130", "charge_denied", "a denied request holds no slot to charge");
    }
  } else {
    if (draft.window <= Duration{}) {
      return fault("E121", "window", "a window of 0 s can never admit a request again");
    }
    if (draft.window > span_max) {
      return fault("E125", "window", "this window is longer than 15 years");
    }
    if (draft.limit > draft.window.count()) {
      return fault("E122", "limit", "this is more than one request per nanosecond");
    }
  }
  if (draft.algorithm == Algorithm::penalty && (draft.ban <= Duration{} || draft.ban > span_max)) {
    return fault("E131", "ban", "a ban must be longer than zero and shorter than 15 years");
  }
  auto quota = check_burst(draft);
  return quota ? check_delay(*quota) : quota;
}

Count capacity(const Quota& quota) {
  return has_burst(quota.algorithm) ? quota.burst : quota.limit;
}

bool has_burst(Algorithm algorithm) {
  return algorithm == Algorithm::gcra || algorithm == Algorithm::token_bucket ||
         algorithm == Algorithm::leaky_bucket;
}

Duration emission_interval(const Quota& quota) {
  return Duration{(quota.window.count() + quota.limit - 1) / quota.limit};
}

std::string_view name_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::sliding_window_log:
      return "sliding-window-log";
    case Algorithm::sliding_window_counter:
      return "sliding-window-counter";
    case Algorithm::fixed_window:
      return "fixed-window";
    case Algorithm::token_bucket:
      return "token-bucket";
    case Algorithm::gcra:
      return "gcra";
    case Algorithm::leaky_bucket:
      return "leaky-bucket";
    case Algorithm::concurrency:
      return "concurrency";
    case Algorithm::penalty:
      return "penalty";
  }
  return {};
}

std::string_view name_of(Align align) {
  return align == Align::epoch ? "epoch" : "first-request";
}

std::optional<Algorithm> algorithm_named(std::string_view name) {
  for (const Algorithm algorithm : nameable) {
    if (name_of(algorithm) == name) return algorithm;
  }
  return std::nullopt;
}

std::span<const Algorithm> nameable_algorithms() {
  return nameable;
}

}  // namespace ratelimit
