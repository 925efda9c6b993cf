#include "cli/report/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/report/format.h"
#include "cli/report/paint.h"
#include "cli/report/printable.h"
#include "policies/units.h"

namespace ratelimit {
namespace {

constexpr std::size_t name_width_max = 32;

std::string quota_text(const Quota& quota) {
  if (quota.algorithm == Algorithm::concurrency) {
    return fmt::format("{} in flight", format_count(quota.limit));
  }
  std::string text = format_count(quota.limit) + "/" + format_duration(quota.window);
  const bool says_burst = has_burst(quota.algorithm) && quota.burst != quota.limit;
  if (says_burst) text += " burst " + format_count(quota.burst);
  return text;
}

std::string quotas_text(const Policy& policy) {
  std::string text;
  for (const Quota& quota : policy.quotas) {
    if (!text.empty()) text += " + ";
    text += quota_text(quota);
  }
  return text;
}

std::string key_text(const Policy& policy) {
  std::string text;
  for (const KeyLink& link : policy.key) {
    if (link.kind == KeyLink::Kind::global) return " for all";
    text += (text.empty() ? " per " : " or ") + to_string(link);
  }
  for (const KeyLink& link : policy.partition) text += " and " + to_string(link);
  return text;
}

std::string algorithm_text(const Policy& policy) {
  std::string text;
  for (const Quota& quota : policy.quotas) {
    const std::string_view name = name_of(quota.algorithm);
    if (text.find(name) != std::string::npos) continue;
    text += (text.empty() ? "" : " + ") + std::string(name);
  }
  return text;
}

struct Column {
  std::string head;
  bool left = false;
  std::vector<std::string> cells = {};
  std::size_t width = 0;
};

using Columns = std::vector<Column>;

std::size_t total_width(const Columns& columns) {
  std::size_t width = 0;
  for (const Column& column : columns) width += 2 + column.width;
  return width;
}

void drop(Columns& columns, std::string_view head) {
  std::erase_if(columns, [head](const Column& column) { return column.head == head; });
}

void measure(Column& column) {
  column.width = display_width(column.head);
  for (const std::string& cell : column.cells) {
    column.width = std::max(column.width, display_width(cell));
  }
}

void add_counts(Columns& columns, const std::string& head, const Report& report,
                Count Tally::*member) {
  Column column{.head = head};
  for (const Policy& policy : report.policies.policies) {
    column.cells.push_back(format_count(tally_of(report.result, policy).*member));
  }
  column.cells.push_back(format_count(report.result.totals.*member));
  columns.push_back(std::move(column));
}

Columns columns_of(const Report& report, Charset charset) {
  Column name{.head = "policy", .left = true};
  Column algorithm{.head = "algorithm", .left = true};
  Column limit{.head = "limit", .left = true};
  Column share{.head = "share"};
  for (const Policy& policy : report.policies.policies) {
    const std::string mode =
        policy.mode == Mode::enforce ? std::string() : fmt::format(" ({})", name_of(policy.mode));
    name.cells.push_back(fit(policy.name, name_width_max, charset) + mode);
    algorithm.cells.push_back(algorithm_text(policy));
    limit.cells.push_back(printable(limit_text(policy), charset));
    const Tally& tally = tally_of(report.result, policy);
    share.cells.push_back(format_share(tally.denied, tally.requests));
  }
  const Tally& totals = report.result.totals;
  name.cells.emplace_back("total");
  algorithm.cells.emplace_back();
  limit.cells.emplace_back();
  share.cells.push_back(format_share(totals.denied, totals.requests));

  Columns columns{name, algorithm, limit};
  add_counts(columns, "requests", report, &Tally::requests);
  if (totals.delayed > 0) add_counts(columns, "delayed", report, &Tally::delayed);
  if (totals.shadow_denied > 0) add_counts(columns, "in shadow", report, &Tally::shadow_denied);
  add_counts(columns, "denied", report, &Tally::denied);
  columns.push_back(share);
  for (Column& column : columns) measure(column);
  columns.back().width = std::max<std::size_t>(columns.back().width, 6);  // "62.0%" stands free.
  return columns;
}

void make_fit(Columns& columns, const Report& report, std::size_t width) {
  if (total_width(columns) > width) drop(columns, "algorithm");
  if (total_width(columns) > width) {
    Column& limit = columns[1];
    for (std::size_t row = 0; row < report.policies.policies.size(); ++row) {
      limit.cells[row] = quotas_text(report.policies.policies[row]);
    }
    measure(limit);
  }
  if (total_width(columns) > width) drop(columns, "limit");
}

}  // namespace

std::string limit_text(const Policy& policy) {
  return quotas_text(policy) + key_text(policy);
}

std::string draw_policies(const Report& report, const Style& style) {
  Columns columns = columns_of(report, style.charset);
  make_fit(columns, report, static_cast<std::size_t>(style.width));
  std::string out;
  Painter painter(out, style.depth);
  const auto put = [&painter](const Column& column, const std::string& cell, Role role) {
    painter.put("  ");
    painter.put(column.left ? pad_right(cell, column.width) : pad_left(cell, column.width), role);
  };
  for (const Column& column : columns) put(column, column.head, Role::faint);
  painter.line();
  for (std::size_t row = 0; row <= report.policies.policies.size(); ++row) {
    for (const Column& column : columns) put(column, column.cells[row], Role::plain);
    painter.line();
  }
  return out;
}

}  // namespace ratelimit
