#include "cli/report/ndjson.h"

#include "policies/json_writer.h"

namespace ratelimit {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{64} << 10;

std::string_view action_of(const Verdict& verdict) {
  if (!verdict.allowed) return "deny";
  if (verdict.shadow_denied) return "shadow-deny";
  return verdict.delay > Duration{} ? "delay" : "allow";
}

// Where no policy covers the request.
void put_unbound(JsonWriter& json) {
  for (const char* name : {"policy", "quota", "key"}) json.key(name).null();
}

void put_binding(JsonWriter& json, const PolicyDecision& bound, const std::string& key) {
  json.field("policy", bound.policy->name).key("quota");
  if (bound.quota) {
    json.value(std::int64_t{bound.quota_index});
  } else {
    json.null();
  }
  json.field("key", key);
}

// What a quota says of its budget; null where none spoke, and for a wait that is not known.
void put_budget(JsonWriter& json, const PolicyDecision* bound) {
  if (!bound || !bound->quota) {
    for (const char* name : {"limit", "remaining", "retry_after_ns", "reset_ns"}) {
      json.key(name).null();
    }
    return;
  }
  const Decision& decision = bound->decision;
  json.field("limit", bound->quota->limit).field("remaining", decision.remaining);
  json.key("retry_after_ns");
  if (decision.retry == Retry::after) {
    json.value(decision.retry_after.count());
  } else {
    json.null();
  }
  json.field("reset_ns", decision.reset.count());
}

}  // namespace

void append_verdict(const Judged& judged, const Enforcer& enforcer, std::string& out) {
  const Request& request = judged.arrival.request;
  const Verdict& verdict = judged.verdict;
  const PolicyDecision* bound = verdict.binding_decision();
  JsonWriter json(out);
  json.begin_object()
      .field("t_ns", judged.arrival.at.time_since_epoch().count())
      .field("client", judged.arrival.client)
      .field("node", std::int64_t{0})
      .field("on", name_of(request.on));
  if (bound) {
    put_binding(json, *bound, enforcer.key_label(*bound->policy, request));
  } else {
    put_unbound(json);
  }
  json.field("action", action_of(verdict)).field("reason", name_of(verdict.cause));
  if (verdict.allowed && verdict.delay > Duration{}) json.field("delay_ns", verdict.delay.count());
  json.field("attempt", std::int64_t{judged.attempt})
      .field("cost", bound ? bound->cost : request.cost);
  put_budget(json, bound);
  json.end_object();
  out += '\n';
}

void NdjsonSink::on_verdict(const Judged& judged) {
  append_verdict(judged, enforcer_, chunk_);
  if (chunk_.size() >= chunk_bytes) flush();
}

void NdjsonSink::flush() {
  if (!chunk_.empty()) write_(chunk_);
  chunk_.clear();
}

}  // namespace ratelimit
