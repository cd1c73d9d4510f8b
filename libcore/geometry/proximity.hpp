#pragma once

#include "base/array.hpp"
#include "geometry/delaunay.hpp"

#include <span>

namespace pipelab::geometry {

/// The Gabriel graph: pairs of points whose closed diametral circle holds no other one (Gabriel and
/// Sokal 1969), in the order of edges(triangulation). `triangulation` is delaunay(points);
/// duplicates belong to no pair. Exact. O(n).
base::Array<IndexPair> gabriel_edges(std::span<const Point> points,
                                     const Triangulation& triangulation);

/// Pairs among which euclidean_spanning_tree (emst.hpp) finds the tree of all pairs of input
/// points: the Gabriel graph and, without length, each duplicate with its first. `triangulation` is
/// delaunay(points).
base::Array<IndexPair> spanning_candidates(std::span<const Point> points,
                                           const Triangulation& triangulation);

}  // namespace pipelab::geometry
