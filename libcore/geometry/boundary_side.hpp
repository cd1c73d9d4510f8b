#pragma once

#include "base/progress.hpp"
#include "geometry/raw_offset.hpp"

#include <vector>

namespace pipelab::geometry {

/// Of the boundary of what offset curves wind around more than 0 times the pieces that run along
/// one side of a line, in its direction and order; of those that close, which end where they begin,
/// last. Found exactly; crossings are then rounded to the nearest doubles. O((n + k) log n).
std::vector<std::vector<Point>> side_of_boundary(const Shape& curves, RawOffset::Side side,
                                                 base::Control control = base::Control::none());

}  // namespace pipelab::geometry
