#pragma once

#include "base/array.hpp"
#include "geometry/delaunay.hpp"
#include "geometry/point.hpp"

#include <optional>
#include <span>

namespace pipelab::geometry {

/// Distances as in a city whose streets run along the axes: |dx| + |dy|.

/// The sign of |ab| - |cd|, exactly.
int compare_manhattan(Point a, Point b, Point c, Point d);

/// Pairs among which the Manhattan spanning tree of all pairs is found, pairs of indices with the
/// lesser first: each point with the nearest, the first of equally near ones, in four of the
/// half-open octants around it, and each duplicate with the first of its equals. Zhou, Shenoy,
/// Nicholls 2002, "Efficient minimum spanning tree construction without Delaunay triangulation".
/// O(n log n), in parallel; some 200 bytes a point. At most 2^32 - 2 points, else
/// std::length_error.
base::Array<IndexPair> manhattan_candidates(std::span<const Point> points);

/// The spanning tree of least total Manhattan length. Lengths compare exactly, equal ones by their
/// indices, the lesser first, so that the tree is unique; its edges come in that order. Empty for
/// fewer than two points.
base::Array<IndexPair> manhattan_spanning_tree(std::span<const Point> points);

/// The sum of the Manhattan lengths of pairs, rounded once; none where it exceeds the largest
/// double.
std::optional<double> manhattan_length(std::span<const Point> points,
                                       std::span<const IndexPair> pairs);

}  // namespace pipelab::geometry
