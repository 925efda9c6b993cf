#include "cli/report/json.h"

#include "policies/json_writer.h"

namespace ratelimit {
namespace {

void put_counts(JsonWriter& json, const Tally& tally) {
  json.field("requests", tally.requests)
      .field("allowed", tally.allowed)
      .field("denied", tally.denied)
      .field("delayed", tally.delayed)
      .field("shadow_denied", tally.shadow_denied);
}

// Of a policy with several quotas, the first one is told.
void put_policy(JsonWriter& json, const Policy& policy, const Tally& tally) {
  const Quota& quota = policy.quotas.front();
  std::string key;
  for (const KeyLink& link : policy.key) key += (key.empty() ? "" : ",") + to_string(link);
  json.begin_object()
      .field("name", policy.name)
      .field("on", name_of(policy.on))
      .field("algorithm", name_of(quota.algorithm))
      .field("limit", quota.limit)
      .field("window_ns", quota.window.count())
      .field("key", key);
  put_counts(json, tally);
  json.end_object();
}

// In recorded traffic every request is a goal of its own: what passed was met, and nobody knows who
// would have tried again, so there are no waits.
void put_client(JsonWriter& json, const ClientResult& client) {
  json.begin_object().field("name", client.name).key("policy");
  if (client.policy.empty()) {
    json.null();
  } else {
    json.value(client.policy);
  }
  json.field("requests", client.tally.requests)
      .field("allowed", client.tally.allowed)
      .field("denied", client.tally.denied)
      .field("goals", client.tally.requests)
      .field("goals_met", client.tally.allowed);
  json.key("wait_p50_ns").null().key("wait_p99_ns").null().key("first_denied_ns");
  if (client.first_denied) {
    json.value(client.first_denied->time_since_epoch().count());
  } else {
    json.null();
  }
  json.field("longest_lockout_ns", client.longest_lockout.count())
      .field("max_retry_after_ns", client.retry_after_max.count())
      .field("early_retries", client.early_retries)
      .end_object();
}

void put_counts(JsonWriter& json, std::string_view name, const std::vector<Count>& counts) {
  json.key(name).begin_array();
  for (const Count count : counts) json.value(count);
  json.end_array();
}

void put_warning(JsonWriter& json, const Error& warning) {
  json.begin_object().field("code", warning.code).field("message", warning.message);
  if (!warning.note.empty()) json.field("note", warning.note);
  json.end_object();
}

}  // namespace

std::string to_json(const Report& report, std::string_view version) {
  const RunResult& result = report.result;
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("schema_version", std::int64_t{1});
  json.key("tool").begin_object().field("name", "ratelimit").field("version", version).end_object();
  json.key("scenario")
      .begin_object()
      .field("name", report.name)
      .field("path", report.path)
      .field("seed", static_cast<std::int64_t>(report.seed))
      .field("span_ns", (report.axis.end - report.axis.begin).count())
      .end_object();
  json.key("totals").begin_object();
  put_counts(json, result.totals);
  json.end_object().key("policies").begin_array();
  for (const Policy& policy : report.policies.policies) {
    put_policy(json, policy, tally_of(result, policy));
  }
  json.end_array().key("clients").begin_array();
  for (const ClientResult& client : result.clients) put_client(json, client);
  json.end_array().key("bins").begin_object().field("width_ns", result.bins.width.count());
  put_counts(json, "allowed", result.bins.allowed);
  put_counts(json, "denied", result.bins.denied);
  json.end_object().key("expectations").begin_array().end_array().key("warnings").begin_array();
  for (const Error& warning : report.warnings) put_warning(json, warning);
  json.end_array();
  if (result.interrupted) json.field("interrupted", true);
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace ratelimit
