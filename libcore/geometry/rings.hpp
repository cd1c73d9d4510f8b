#pragma once

#include "geometry/shape.hpp"

#include <cstddef>
#include <span>

namespace pipelab::geometry {

/// 1 for a counterclockwise ring, -1 for a clockwise one, 0 for one without area, exactly, of a
/// ring that does not cross itself. Of one that does, the turn at its first vertex in the order
/// before(). Fewer than three points: 0. O(n).
int turn_of(std::span<const Point> ring);

/// The polygons that rings (any areal shape) make by the even-odd rule, as a multi_polygon: a ring
/// within an even number of others is a shell, one within an odd number is a hole of the ring next
/// around it. Shells run counterclockwise, holes clockwise; parts in the order of their shells,
/// holes in theirs, vertices from the one they began with.
/// Exact where rings do not cross: they may touch at points and along edges. Of rings with the same
/// points the first counts as the one around the others. Rings that cross are kept as they are,
/// each nested by its first vertex that is not on the other ring. Rings of fewer than three points
/// surround nothing and are dropped.
/// O(n log n) for rings of the usual kind: an index of horizontal stripes finds the edges left of a
/// vertex. No worse than rings times edges.
Shape assemble(const Shape& rings);

}  // namespace pipelab::geometry
