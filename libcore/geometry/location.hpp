#pragma once

#include "geometry/shape.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// Where a point lies. Boundary is every point of every edge and vertex of a ring, also where
/// rings overlap each other and of spikes and rings that have shrunk to a segment or a point.
enum class Location : std::uint8_t { outside, boundary, inside };

/// Where `point` lies, exactly, by one pass over the edges; O(n), without an index. A ring closes
/// by itself, whether its first point is repeated or not. Inside is what an odd number of rings
/// surround; rings may cross themselves and each other. Of a collection what is inside of any
/// member is; of what is not areal nothing is inside or boundary. No points: outside.
/// RingLocator (ring_locator.hpp) answers many points.
Location locate(Point point, std::span<const Point> ring);
Location locate(Point point, const Shape& shape);

/// How often a ring runs around `point`, counterclockwise positive: the nonzero rule says inside
/// if it is not 0. None on the boundary. Exact; of a shape the sum over its rings as they are
/// directed. O(n).
std::optional<std::int64_t> winding_number(Point point, std::span<const Point> ring);
std::optional<std::int64_t> winding_number(Point point, const Shape& shape);

}  // namespace pipelab::geometry
