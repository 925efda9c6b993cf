#pragma once

#include <cstddef>
#include <string>

#include "cli/report/picture.h"
#include "cli/report/style.h"

namespace ratelimit {

// Decisions over time, five rows high: allowed from below, denied on top of it, with a time axis
// and a legend. `gutter` columns are left for the scale.
//
//        18/s┤     ░
//            │  ▆░░░░
//           0┤▁█████░▃
//             0:00   3:00
void draw_chart(const Picture& picture, std::size_t gutter, const Style& style, std::string& out);

}  // namespace ratelimit
