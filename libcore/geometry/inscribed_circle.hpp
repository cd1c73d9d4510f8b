#pragma once

#include "base/progress.hpp"
#include "geometry/circle.hpp"
#include "geometry/shape.hpp"

#include <optional>

namespace pipelab::geometry {

/// The relative tolerance of inscribed_circle() where nobody says another.
inline constexpr double default_inscribed_tolerance = 1e-9;

/// The largest circle within a shape, up to a tolerance: its centre (the pole of inaccessibility,
/// where a label has most room) lies inside, its radius is the distance of that centre from the
/// boundary, rounded once, and no circle inside has a radius of more than (1 + tolerance) times
/// that and 2^-45 times the largest coordinate. Of several that large, which one it is depends on
/// the shape alone. `tolerance` >= 0; below 1e-13 it counts as that.
///
/// Inside is what an odd number of rings surround; rings that cross are noded first
/// (even_odd.hpp). Of a collection what any of its areas covers (united_areas, members.hpp). None
/// where nothing is inside, and of points and lines.
///
/// Branch and bound over triangles that make up the inside: along a triangle the distance from an
/// edge is convex, so at most what interpolates it between the corners; the largest value that the
/// least of several such linear functions takes bounds all radii, is found by a small linear
/// programme, and equals the true one where edges are straight, also along a ridge between
/// parallels. O(n log n) for shapes of the usual kind; memory in proportion to the edges.
std::optional<Circle> inscribed_circle(const Shape& shape,
                                       double tolerance = default_inscribed_tolerance,
                                       base::Control control = base::Control::none());

}  // namespace pipelab::geometry
