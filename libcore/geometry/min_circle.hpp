#pragma once

#include "geometry/point.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// The smallest circle around points, centre and radius rounded once each (so that points on it
/// may lie outside of the circle as printed by a unit in the last place). The radius of points
/// farther apart than doubles reach is infinite.
struct MinCircle {
    Point centre;
    double radius;
    /// The numbers of points that no smaller circle surrounds: one if all points are equal, two
    /// that are a diameter, or an acute triangle; ascending.
    std::vector<std::size_t> support;
};

/// The smallest enclosing circle. From a point on, the point farthest outside of the circle enters
/// the support, and the circle of that grows, until none is outside (a pivot rule for the linear
/// programme of Welzl 1991, after Gaertner 1999): some ten passes over the points, O(n) each. Which
/// point is outside and what supports a circle is decided exactly. Empty without points.
std::optional<MinCircle> min_circle(std::span<const Point> points);

}  // namespace pipelab::geometry
