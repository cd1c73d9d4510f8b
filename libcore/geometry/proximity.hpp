#pragma once

#include "base/array.hpp"
#include "geometry/delaunay.hpp"

#include <span>

namespace pipelab::geometry {

/// The edges among which a Euclidean minimum spanning tree of all input points is found: those of
/// the triangulation and, without length, each duplicate with its first.
base::Array<IndexPair> spanning_candidates(const Triangulation& triangulation);

/// The Gabriel graph: pairs of points whose closed diametral circle holds no other one (Gabriel and
/// Sokal 1969), in the order of edges(triangulation). `triangulation` is delaunay(points);
/// duplicates belong to no pair. Exact. O(n).
base::Array<IndexPair> gabriel_edges(std::span<const Point> points,
                                     const Triangulation& triangulation);

}  // namespace pipelab::geometry
