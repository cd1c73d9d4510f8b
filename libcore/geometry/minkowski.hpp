#pragma once

#include "base/progress.hpp"
#include "geometry/shape.hpp"

#include <optional>

namespace pipelab::geometry {

/// The Minkowski sum of any two shapes: all sums of a point of one and a point of the other, as a
/// valid multi_polygon in the canonical form of polygons_of (face_polygons.hpp). Areas are first
/// made what Overlay makes of them by the even-odd rule; lines and points count with all their
/// points, of collections all members. What has no area in the sum, such as a point and a line
/// give, is left out. Either empty: empty. None where a coordinate would be beyond the largest
/// double.
///
/// One of the two is cut into convex parts; along each edge of the other runs the parallelogram
/// that the edge and the farthest point of a part make, around its outer corners what the part
/// makes of them. The union of all is found exactly (Overlay); only sums of vertices are rounded,
/// once each. O((n m + k) log n m) for n edges, m corners of parts and k crossings, of which there
/// are few where the parts are small beside the distances of edges, and up to (n m)^2 where they
/// are large.
std::optional<Shape> minkowski_sum(const Shape& first, const Shape& second,
                                   base::Control control = base::Control::none());

}  // namespace pipelab::geometry
