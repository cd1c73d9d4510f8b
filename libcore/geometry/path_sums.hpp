#pragma once

#include "base/exact_sum.hpp"
#include "geometry/point.hpp"

#include <optional>
#include <span>

namespace pipelab::geometry {

/// Sums over the edges of paths, vectorised. They have no result where a coordinate that is not 0
/// lies outside of [2^-380, 2^480], so that products of coordinates or of their differences could
/// leave the range of double.

/// Twice the signed area that a ring surrounds, without rounding: the sum of the products of
/// coordinates, each as two doubles. 0 for fewer than three points. Some 2 ns a vertex.
std::optional<base::ExactSum> exact_twice_area(std::span<const Point> ring);

/// Adds the lengths of the edges, each within 2^-100 of the exact one, relatively. False, and part
/// of them added, where there is no result. Some 5 ns an edge.
bool add_lengths(std::span<const Point> path, bool closed, base::ExactSum& sum);

}  // namespace pipelab::geometry
