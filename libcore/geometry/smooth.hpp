#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "geometry/shape.hpp"

#include <cstddef>
#include <span>

namespace pipelab::geometry {

/// Corner cutting (Chaikin 1974, "An algorithm for high-speed curve generation"): each round
/// replaces every corner by the points a quarter of the way along its two edges, so that the path
/// tends to a quadratic B-spline. Ends of an open path stay. New points are correctly rounded in
/// each round. A closed path of fewer than three points and an open one of fewer than three stay as
/// they are. Twice as many points a round. What stays within the convex hull of each corner's two
/// neighbours may still meet other parts of a path.
base::Array<Point> smoothed(std::span<const Point> path, bool closed, std::size_t rounds);

/// The shape with all lines and rings smoothed; points stay.
Shape smoothed(const Shape& shape, std::size_t rounds,
               base::Control control = base::Control::none());

}  // namespace pipelab::geometry
