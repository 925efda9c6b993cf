#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policies/policy.h"
#include "policies/verdict.h"
#include "scenarios/run_result.h"

namespace ratelimit {

// What happened to each client of a run, in the order of their first requests. At most
// `clients_max` are told apart; all further ones share one entry, so that invented names cannot
// fill the memory.
class ClientTable {
 public:
  // Borrows the policies.
  ClientTable(const Policies& policies, std::size_t most) : policies_(policies), most_(most) {}

  // The index of a client, which is a new one if the name is.
  std::size_t index_of(std::string_view name);

  void on_verdict(std::size_t index, Instant at, const Verdict& verdict);

  // The results; a lockout that no pass ends, ends with the client's last try. Call once, at last.
  std::vector<ClientResult> finish();

 private:
  // How often one policy was the binding one.
  struct Bound {
    std::size_t policy;
    Count denied = 0;
    Count allowed = 0;
  };
  struct Client {
    ClientResult result;
    std::optional<Instant> locked_since;
    Instant last_denied;
    Instant told_to_wait_until = instant_min;
    std::vector<Bound> bound;  // Few, in no order.
  };

  [[nodiscard]] std::string_view policy_of(const Client& client) const;

  const Policies& policies_;
  std::size_t most_;
  std::deque<Client> clients_;  // Its elements never move, so that the index may view their names.
  std::unordered_map<std::string_view, std::size_t> index_;  // Only to look names up.
};

// Adds one request to a tally.
void count(Tally& tally, const Verdict& verdict);

}  // namespace ratelimit
