#pragma once

#include <cstdint>
#include <span>

#include "core/decision.h"
#include "core/key.h"

namespace ratelimit {

// One quota asked about one request.
struct Question {
  const Quota* quota = nullptr;  // Borrowed for the call.
  Key key;                       // Whose state of this quota.
  Key shared_key;                // The budget that new keys share while the store is full.
  Count cost = 1;
  // Questions of one group are judged together. Group 0 is enforced; every other group is a policy
  // in shadow mode, judged alone and charged only where group 0 allows.
  std::uint16_t group = 0;
  // Questions of one policy; its penalty is struck when one of its other quotas denies.
  std::uint16_t policy = 0;
};

// A slot that a request holds: what is to be given back when it ends.
struct Slot {
  Key key;
  Count cost = 1;
  bool shared = false;
};

// Where the states of all keys live: in memory here, elsewhere behind the same face.
// Thread-safe: calls may come from any thread at the same time.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // Decides all questions of one request at one instant, atomically: a group is charged when all of
  // it allow, and not at all otherwise (but charge_denied and penalties). decisions[i] answers
  // questions[i]; what an uncharged allow says is left is what is left without it.
  // `now` lies in [instant_min, instant_max]; it may step back.
  virtual void decide(std::span<const Question> questions, Instant now,
                      std::span<Decision> decisions) = 0;

  // Gives slots of concurrency quotas back, once each.
  virtual void finish(std::span<const Slot> slots, Instant now) = 0;
};

}  // namespace ratelimit
