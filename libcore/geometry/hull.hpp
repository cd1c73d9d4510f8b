#pragma once

#include "base/array.hpp"
#include "geometry/fence.hpp"
#include "geometry/numbered_point.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// A convex polygon as vertices counterclockwise from the lowest in the order before(), no three
/// of them collinear, no two equal. Of collinear points it is the two ends, of equal ones a point.
struct Hull {
    base::Array<Point> vertices;
    base::Array<std::uint64_t> indices;  ///< of each vertex in the input, the first of equal points
};

/// What a hull lists: its vertices alone, or all points on its boundary (each place once; of
/// collinear points all, in their order).
enum class HullPoints { vertices, boundary };

/// The convex hull. O(n log n), exact; nearly always O(n), because points inside of a polygon
/// through extreme points of a sample are thrown away first (Akl and Toussaint 1978; Gamby and
/// Katajainen 2018, "Convex-hull algorithms: implementation, testing, and experimentation"), then
/// the chain of Andrew (1979). Empty for no points.
Hull convex_hull(std::span<const Point> points, HullPoints wanted = HullPoints::vertices);

/// The hull as textbooks compute it: Andrew's chain in doubles, where a turn counts as one to the
/// left only if its cross product exceeds `eps`. What that means depends on the scale of the
/// coordinates, and the result need be neither convex nor contain all points.
Hull convex_hull_eps(std::span<const Point> points, double eps);

}  // namespace pipelab::geometry
