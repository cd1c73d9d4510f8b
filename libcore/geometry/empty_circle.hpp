#pragma once

#include "base/progress.hpp"
#include "geometry/circle.hpp"
#include "geometry/shape.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// A circle that has no point inside of it.
struct EmptyCircle {
    Circle circle;
    Point nearest;  ///< a point on it
};

/// The largest circle without any of `points` inside of it, whose centre lies in a region: in the
/// convex hull of the points, or in what the rings of a shape surround by the even-odd rule, of a
/// collection those of any area
/// (Toussaint 1983, "Computing largest empty circles with location constraints"). Its centre is a
/// vertex of the Voronoi diagram in the region, or the point of the region's boundary farthest from
/// all points (directed_hausdorff). Compared exactly; centre and radius are rounded once each. A
/// vertex of the diagram within rounding of the boundary counts as in the region. Of equal circles
/// that of a vertex, then that of the first triangle of delaunay(points). None without points or
/// region; of one point its circle of radius 0; of collinear ones a circle amid the widest gap.
/// O(n log n).
std::optional<EmptyCircle> empty_circle(std::span<const Point> points,
                                        base::Control control = base::Control::none());
std::optional<EmptyCircle> empty_circle(std::span<const Point> points, const Shape& region,
                                        base::Control control = base::Control::none());

}  // namespace pipelab::geometry
