#pragma once

#include "geometry/shape.hpp"

#include <vector>

namespace pipelab::geometry {

/// What each ring of an areal shape contributes to the area inside: 1 if its signed area counts as
/// it is, -1 if it counts with the opposite sign, 0 if it has none. Shells of polygons, and rings
/// within an even number of others, count positively, holes negatively. Of rings that touch each
/// other at all their vertices and the middles of their edges the one of less area, then the later
/// one, lies within the other. O(n log n) for rings beside each other.
std::vector<int> ring_signs(const Shape& shape);

}  // namespace pipelab::geometry
