#pragma once

#include "base/array.hpp"
#include "geometry/shape.hpp"

#include <cstdint>
#include <optional>

namespace pipelab::geometry {

/// Some triangulation of the inside of polygons, by the even-odd rule, quickly: three places in
/// shape.points a triangle, counterclockwise. Rings may have any direction and touch each other or
/// themselves at vertices; points are then named by any of those that are equal. Repeated points
/// and points amid straight sides are allowed; the latter become corners. Rings of fewer than three
/// points count for nothing. Not areal, empty: no triangles.
///
/// All decisions are exact: each triangle turns left, and together they have the signed rings as
/// their boundary, so that of rings that do not cross they are a partition. Rings that cross,
/// overlap or touch a side amid are found out in most cases, not in all: then there is no result.
///
/// A sweep from left to right cuts the inside into pieces that are monotone in x and triangulates
/// each as it grows (Garey, Johnson, Preparata and Tarjan 1978; de Berg et al., Computational
/// Geometry, chapter 3); of a single ring of few points ears are cut off instead. O(n log n), some
/// 60 bytes a point. The same result for any number of threads.
std::optional<base::Array<std::uint32_t>> monotone_triangles(const Shape& polygons);

}  // namespace pipelab::geometry
