#pragma once

#include <cstddef>
#include <string>

#include "cli/report/picture.h"
#include "cli/report/style.h"

namespace ratelimit {

// The picture of a run: decisions over time, then a lane for each client, under one time axis.
//
//          18/s┤   ░               |
//             0┤▁█▇░▃▅             |  draw_chart
//              0:00   3:00         |
//   client                 requests denied
//   browser-01 ▆▃█▆▂▂          198   1.0%
//   scraper    ··▒░░▒        1,102  92.7%
//
// On a style too narrow for lanes, only the figures of the clients.
std::string draw_timeline(const Picture& picture, const Style& style);

// The columns for names, and for time, in a picture of this width. They must be known before the
// run, when the names of a log's clients are not.
std::size_t name_columns(int width);
std::size_t lane_columns(int width);

}  // namespace ratelimit
