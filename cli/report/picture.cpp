#include "cli/report/picture.h"

#include <fnmatch.h>

#include <algorithm>
#include <numeric>

namespace ratelimit {
namespace {

using Indices = std::vector<std::size_t>;

// The clients with a lane of their own, in the order in which they are drawn.
Indices chosen(const std::vector<ClientResult>& clients, const LaneChoice& choice) {
  Indices indices;
  if (!choice.glob.empty()) {
    for (std::size_t at = 0; at < clients.size(); ++at) {
      if (fnmatch(choice.glob.c_str(), clients[at].name.c_str(), 0) == 0) indices.push_back(at);
    }
    return indices;
  }
  indices.resize(clients.size());
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  if (clients.size() <= choice.count) return indices;
  const auto before = [&clients](std::size_t left, std::size_t right) {
    const Tally& a = clients[left].tally;
    const Tally& b = clients[right].tally;
    if (a.denied != b.denied) return a.denied > b.denied;
    return a.requests != b.requests ? a.requests > b.requests : left < right;
  };
  const auto middle = indices.begin() + static_cast<std::ptrdiff_t>(choice.count);
  std::partial_sort(indices.begin(), middle, indices.end(), before);
  indices.erase(middle, indices.end());
  return indices;
}

// What is left of all clients together when the lanes shown are taken away.
std::vector<LaneCell> remainder(const Picture& picture) {
  std::vector<LaneCell> rest(picture.columns);
  for (const LaneCell& cell : picture.all) rest[cell.column] = cell;
  for (const Lane& lane : picture.lanes) {
    for (const LaneCell& cell : lane.cells) {
      LaneCell& left = rest[cell.column];
      left.allowed -= cell.allowed;
      left.denied -= cell.denied;
      left.delayed -= cell.delayed;
    }
  }
  std::erase_if(rest, [](const LaneCell& cell) { return cell.allowed == 0 && cell.denied == 0; });
  return rest;
}

}  // namespace

Picture make_picture(const RunResult& result, const Lanes& lanes, const TimeAxis& axis,
                     const LaneChoice& choice) {
  Picture picture{.axis = axis, .columns = lanes.columns(), .all = lanes.all()};
  picture.complete = lanes.complete();
  picture.more.requests = result.totals.requests;
  picture.more.denied = result.totals.denied;
  for (const std::size_t index : chosen(result.clients, choice)) {
    const ClientResult& client = result.clients[index];
    picture.lanes.push_back({.name = client.name,
                             .cells = lanes.lane(index),
                             .requests = client.tally.requests,
                             .denied = client.tally.denied});
    picture.more.requests -= client.tally.requests;
    picture.more.denied -= client.tally.denied;
  }
  picture.clients_more = result.clients.size() - picture.lanes.size();
  picture.more.cells = remainder(picture);
  return picture;
}

}  // namespace ratelimit
