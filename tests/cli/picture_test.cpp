#include "cli/report/picture.h"

#include <string>

#include "tests/catch.h"

using namespace ratelimit;
using namespace std::chrono_literals;

namespace {

// Client number n sends n + 1 requests, one a second; the last `denied[n]` of them are denied.
struct Crowd {
  RunResult result;
  Lanes lanes{Instant{}, Instant{10s}, 10};

  explicit Crowd(const std::vector<Count>& denied) {
    for (std::size_t client = 0; client < denied.size(); ++client) {
      const auto requests = static_cast<Count>(client) + 1;
      const Tally tally{
          .requests = requests, .allowed = requests - denied[client], .denied = denied[client]};
      result.clients.push_back(
          {.name = "c" + std::to_string(client), .tally = tally, .policy = {}, .first_denied = {}});
      result.totals.requests += tally.requests;
      result.totals.denied += tally.denied;
      for (Count request = 0; request < requests; ++request) {
        const Arrival arrival{.at = Instant{request * 1s}, .request = {}, .client = {}};
        Verdict verdict;
        verdict.allowed = request < tally.allowed;
        lanes.on_verdict({.arrival = arrival, .client = client, .verdict = verdict});
      }
    }
  }

  [[nodiscard]] Picture picture(const LaneChoice& choice) const {
    return make_picture(result, lanes, {.begin = Instant{}, .end = Instant{10s}}, choice);
  }

  [[nodiscard]] std::string names(const LaneChoice& choice) const {
    std::string text;
    for (const Lane& lane : picture(choice).lanes) text += lane.name + " ";
    return text;
  }
};

}  // namespace

TEST_CASE("picture: where all clients fit they come in order of appearance") {
  const Crowd crowd({0, 0, 1, 3});
  CHECK(crowd.names({.count = 4}) == "c0 c1 c2 c3 ");
  CHECK(crowd.picture({.count = 4}).clients_more == 0);
}

TEST_CASE("picture: otherwise those denied most, then those who asked most") {
  const Crowd crowd({0, 2, 1, 0, 0});
  CHECK(crowd.names({.count = 3}) == "c1 c2 c4 ");
  CHECK(crowd.names({.count = 0}).empty());
}

TEST_CASE("picture: a pattern chooses lanes by name") {
  const Crowd crowd({0, 2, 1, 0, 0});
  CHECK(crowd.names({.glob = "c[34]"}) == "c3 c4 ");
  CHECK(crowd.names({.glob = "nobody*"}).empty());
}

TEST_CASE("picture: the last lane holds exactly what the others do not") {
  const Crowd crowd({0, 2, 1, 0, 0});
  const Picture picture = crowd.picture({.count = 1});
  CHECK(picture.clients_more == 4);
  CHECK(picture.more.requests == 13);
  CHECK(picture.more.denied == 1);
  // c1, who has the lane, was denied at 0 s and 1 s.
  REQUIRE(picture.more.cells.size() == 5);
  CHECK(picture.more.cells[0].allowed == 4);
  CHECK(picture.more.cells[0].denied == 0);
  CHECK(picture.more.cells[2].allowed == 2);
  CHECK(picture.more.cells[2].denied == 1);
  CHECK(picture.more.cells[4].column == 4);
}
