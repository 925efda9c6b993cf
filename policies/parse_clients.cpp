#include "policies/parse_clients.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "policies/parse_match.h"
#include "policies/suggest.h"

namespace ratelimit {
namespace {

using Kind = KeyLink::Kind;

constexpr std::array<Choice<Kind>, 10> link_names = {{{"ip", Kind::ip},
                                                      {"user", Kind::user},
                                                      {"api-key", Kind::api_key},
                                                      {"session", Kind::session},
                                                      {"tool", Kind::tool},
                                                      {"route", Kind::route},
                                                      {"path", Kind::path},
                                                      {"method", Kind::method},
                                                      {"host", Kind::host},
                                                      {"global", Kind::global}}};
constexpr std::size_t links_max = 8;

std::optional<KeyLink> read_link(const TableReader& policy, const Node& node) {
  constexpr std::string_view header = "header:";
  const std::string_view text = node.text;
  if (text.starts_with(header)) {
    const std::string_view name = text.substr(header.size());
    if (is_header_name(name)) return KeyLink{.kind = Kind::header, .header = lower_case(name)};
    policy.report("E135", "'" + std::string(name) + "' is not a header's name", node.place);
    return std::nullopt;
  }
  std::vector<std::string_view> names;
  for (const auto& each : link_names) {
    if (text == each.name) return KeyLink{.kind = each.value};
    names.push_back(each.name);
  }
  policy.report("E114", "nobody can be counted by '" + node.text + "'", node.place,
                did_you_mean(text, names, '"'),
                "choose from: ip, user, api-key, session, tool, route, path, method, host, "
                "header:NAME, global");
  return std::nullopt;
}

// The block that a spelling with host bits stands for: "10.0.0.1/8" -> "10.0.0.0/8".
std::string without_host_bits(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address || slash == std::string_view::npos) return {};
  const std::string_view digits = text.substr(slash + 1);
  int bits = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (text.find(':') == std::string_view::npos) bits += 96;
  const std::string spelling = to_string(with_prefix(*address, bits)) + "/" + std::string(digits);
  return parse_cidr(spelling) ? spelling : std::string{};
}

// What may have been meant by a name. Of a great many it is compared with those that it would stand
// between: most slips leave the first letters as they are.
std::string near_names(std::string_view name, const std::vector<std::string_view>& sorted) {
  constexpr std::ptrdiff_t side = 100;
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), name);
  const std::ptrdiff_t before = std::min(at - sorted.begin(), side);
  const std::ptrdiff_t after = std::min(sorted.end() - at, side);
  return did_you_mean(name, {at - before, at + after});
}

}  // namespace

bool check_name(std::string_view code, std::string_view what, std::string_view name, Place place,
                const std::vector<std::string_view>& known, Findings& findings) {
  if (std::binary_search(known.begin(), known.end(), name)) return true;
  if (findings.is_full()) return false;
  findings.add({.code = std::string(code),
                .message = "there is no " + std::string(what) + " '" + std::string(name) + "'",
                .place = place,
                .label = findings.are_many() ? std::string{} : near_names(name, known)});
  return false;
}

std::optional<Cidr> read_cidr(const TableReader& reader, const Node& node, std::string_view text) {
  if (const auto block = parse_cidr(text)) return block;
  const std::string closest = without_host_bits(text);
  reader.report("E111", "'" + std::string(text) + "' is not an address or a block of addresses",
                node.place, closest.empty() ? "" : "did you mean \"" + closest + "\"?");
  return std::nullopt;
}

ClientList read_clients(const TableReader& reader, std::string_view key, const Names& names) {
  constexpr std::string_view ip = "ip:";
  constexpr std::string_view user = "user:";
  ClientList clients;
  for (const Node* const node : reader.texts(key, false, true)) {
    const std::string_view text = node->text;
    if (text.starts_with(ip)) {
      const auto block = read_cidr(reader, *node, text.substr(ip.size()));
      if (block) clients.addresses.push_back(*block);
    } else if (text.starts_with(user)) {
      const std::string_view name = text.substr(user.size());
      if (check_name("E117", "user", name, node->place, names.users, reader.findings())) {
        clients.users.emplace_back(name);
      }
    } else {
      std::string label;
      if (parse_cidr(text)) label = "did you mean \"ip:" + node->text + "\"?";
      if (std::binary_search(names.users.begin(), names.users.end(), text)) {
        label = "did you mean \"user:" + node->text + "\"?";
      }
      reader.report("E115", "'" + node->text + "' names no client", node->place, std::move(label),
                    "clients are written \"ip:10.0.0.0/8\" or \"user:alice\"");
    }
  }
  return clients;
}

std::vector<KeyLink> read_links(const TableReader& policy, std::string_view key) {
  std::vector<KeyLink> links;
  for (const Node* const node : policy.texts(key, true, false)) {
    if (auto link = read_link(policy, *node)) links.push_back(std::move(*link));
  }
  if (links.size() > links_max) {
    policy.report(
        "E147", "'" + std::string(key) + "' has more than " + std::to_string(links_max) + " links",
        policy.find(key)->place);
  }
  return links;
}

}  // namespace ratelimit
