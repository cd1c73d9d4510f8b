#pragma once

#include "base/progress.hpp"
#include "geometry/shape.hpp"

#include <vector>

namespace pipelab::geometry {

/// Convex polygons that fill the inside of rings, by the even-odd rule, without overlapping: the
/// triangles of polygon_delaunay, which says what rings that cross become, joined across edges as
/// long as they stay convex (Hertel and Mehlhorn 1983): at most four times as many as there could
/// be. Counterclockwise from their least points in the order before(); points amid a straight side
/// may be vertices. Nothing inside: none. O(n log n).
std::vector<std::vector<Point>> convex_parts(const Shape& shape,
                                             base::Control control = base::Control::none());

}  // namespace pipelab::geometry
