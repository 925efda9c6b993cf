#include "policies/parse_settings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "policies/parse_match.h"

namespace ratelimit {
namespace {

using Forwarded = Identity::Forwarded;
using Kind = StoreConfig::Kind;
using OnError = StoreConfig::OnError;

constexpr std::array<Choice<Forwarded>, 3> forwarded_headers = {
    {{"x-forwarded-for", Forwarded::x_forwarded_for},
     {"forwarded", Forwarded::forwarded},
     {"x-real-ip", Forwarded::x_real_ip}}};
constexpr std::array<Choice<Kind>, 2> store_kinds = {
    {{"memory", Kind::memory}, {"redis", Kind::redis}}};
constexpr std::array<Choice<WhenFull>, 3> when_full_choices = {
    {{"shared", WhenFull::shared}, {"deny", WhenFull::deny}, {"evict", WhenFull::evict}}};
constexpr std::array<Choice<OnError>, 3> on_error_choices = {
    {{"allow", OnError::allow}, {"deny", OnError::deny}, {"local", OnError::local}}};
constexpr std::array<Choice<std::string_view>, 6> log_levels = {{{"trace", "trace"},
                                                                 {"debug", "debug"},
                                                                 {"info", "info"},
                                                                 {"warning", "warning"},
                                                                 {"error", "error"},
                                                                 {"off", "off"}}};

constexpr Count count_max = std::numeric_limits<Count>::max();

bool is_digits(std::string_view text, std::size_t size_max) {
  return !text.empty() && text.size() <= size_max &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_port(std::string_view text) {
  return is_digits(text, 5) && std::stoi(std::string(text)) <= 65'535;
}

// A name or an address: letters, digits, dots and hyphens; IPv6 in brackets.
bool is_host(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) {
    return parse_address(text.substr(1, text.size() - 2)).has_value();
  }
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
  });
}

bool is_host_and_port(std::string_view text, bool needs_port) {
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon == std::string_view::npos) return !needs_port && is_host(text);
  return is_host(text.substr(0, colon)) && is_port(text.substr(colon + 1));
}

bool is_origin(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.starts_with(scheme)) return is_host_and_port(text.substr(scheme.size()), false);
  }
  return false;
}

void read_listen(const TableReader& reader, std::string_view key, std::string& address) {
  const Node* const node = reader.text(key);
  if (node == nullptr) return;
  address = node->text;
  if (address.empty()) {
    reader.report("E141", "'" + std::string(key) + "' must not be empty", node->place, {},
                  "for example \"127.0.0.1:8000\" or \"[::1]:8000\"");
  } else if (!is_listen_address(address)) {
    reader.report("E141", "'" + address + "' is not an address to listen on", node->place, {},
                  "for example \"127.0.0.1:8000\" or \"[::1]:8000\"");
  }
}

std::vector<std::string> read_list(const TableReader& reader, std::string_view key,
                                   bool (*is_valid)(std::string_view), std::string_view example) {
  std::vector<std::string> list;
  for (const Node* const node : reader.texts(key, false, true)) {
    list.push_back(node->text);
    if (is_valid(node->text)) continue;
    reader.report("E148", "'" + node->text + "' can stand in no " + std::string(key), node->place,
                  {}, "for example " + std::string(example));
  }
  return list;
}

void read_level(const TableReader& reader, std::string_view key, std::string& level) {
  if (const auto choice = reader.choice<std::string_view>(key, log_levels)) level = *choice;
}

}  // namespace

Identity read_identity(const TableReader& reader, const Names& names) {
  Identity identity;
  for (const Node* const node : reader.texts("trusted_proxies", false, true)) {
    const auto block = read_cidr(reader, *node, node->text);
    if (!block) continue;
    identity.trusted_proxies.push_back(*block);
    constexpr int v4_bits_before = 96;
    if (block->prefix == 0 || (block->network.is_v4() && block->prefix == v4_bits_before)) {
      reader.report("W215", "everybody is trusted to say who the client is", node->place,
                    "any client can take any address",
                    "name the proxies in front of this server, and nobody else");
    }
  }
  if (const auto choice = reader.choice<Forwarded>("forwarded_header", forwarded_headers)) {
    identity.forwarded_header = *choice;
  }
  constexpr Count prefix_max = 128;
  if (const auto prefix = reader.count("ipv6_prefix", 1, prefix_max)) {
    identity.ipv6_prefix = static_cast<int>(*prefix);
  }
  if (const Node* const header = reader.text("api_key_header")) {
    identity.api_key_header = lower_case(header->text);
    if (!is_header_name(header->text)) {
      reader.report("E135", "'" + header->text + "' is not a header's name", header->place);
    }
  }
  if (const Node* const tier = reader.text("default_tier")) {
    identity.default_tier = tier->text;
    check_name("E116", "tier", tier->text, tier->place, names.tiers, reader.findings());
  }
  return identity;
}

StoreConfig read_store(const TableReader& reader) {
  StoreConfig store;
  if (const auto kind = reader.choice<Kind>("kind", store_kinds)) store.kind = *kind;
  constexpr Count keys_max = 1'000'000'000;
  if (const auto keys = reader.count("max_keys", 1, keys_max)) {
    store.max_keys = static_cast<std::size_t>(*keys);
  }
  constexpr Count memory_min = Count{1} << 20;
  if (const auto memory = reader.size("max_memory", memory_min, count_max)) {
    store.max_memory = static_cast<std::size_t>(*memory);
  }
  if (const auto choice = reader.choice<WhenFull>("when_full", when_full_choices)) {
    store.when_full = *choice;
  }
  if (const Node* const url = reader.text("url")) {
    store.url = url->text;
    // A URL may hold a password, so it is not repeated.
    if (!is_redis_url(url->text)) {
      reader.report("E140", "this is not the URL of a Redis server", url->place, {},
                    "for example \"redis://127.0.0.1:6379/0\"");
    }
  }
  if (const auto choice = reader.choice<OnError>("on_error", on_error_choices)) {
    store.on_error = *choice;
  }
  if (store.kind == Kind::redis) {
    reader.report("W202", "a Redis store acts later", reader.find("kind")->place,
                  "this version's simulate and serve refuse it");
  }
  return store;
}

ServerConfig read_server(const TableReader& reader) {
  ServerConfig server;
  read_listen(reader, "listen", server.listen);
  read_listen(reader, "admin_listen", server.admin_listen);
  const Node* const admin = reader.find("admin_listen");
  if (admin != nullptr && !server.listen.empty() && server.listen == server.admin_listen &&
      !server.listen.ends_with(":0")) {
    reader.report("E141", "the admin listener cannot share the address of the public one",
                  admin->place);
  }
  constexpr Count body_max = Count{1} << 30;
  if (const auto body = reader.size("max_body", 1, body_max)) {
    server.max_body = static_cast<std::size_t>(*body);
  }
  server.allowed_origins =
      read_list(reader, "allowed_origins", is_origin, "\"https://app.example\"");
  server.allowed_hosts = read_list(
      reader, "allowed_hosts", [](std::string_view text) { return is_host_and_port(text, false); },
      "\"app.example\"");
  return server;
}

LogConfig read_log(const TableReader& reader) {
  LogConfig log;
  read_level(reader, "level", log.level);
  if (const Node* const file = reader.text("file")) log.file = file->text;
  read_level(reader, "file_level", log.file_level);
  return log;
}

bool is_listen_address(std::string_view text) {
  return is_host_and_port(text, true);
}

bool is_redis_url(std::string_view text) {
  if (text.starts_with("redis://")) {
    text.remove_prefix(8);
  } else if (text.starts_with("rediss://")) {
    text.remove_prefix(9);
  } else {
    return false;
  }
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    const std::string_view database = text.substr(slash + 1);
    if (!database.empty() && !is_digits(database, 4)) return false;
    text = text.substr(0, slash);
  }
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    text.remove_prefix(at + 1);
  }
  return is_host_and_port(text, false);
}

bool is_log_level(std::string_view text) {
  return std::any_of(log_levels.begin(), log_levels.end(),
                     [&](const auto& each) { return each.name == text; });
}

}  // namespace ratelimit
