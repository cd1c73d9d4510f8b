#pragma once

#include "base/array.hpp"
#include "geometry/delaunay.hpp"

#include <optional>
#include <span>

namespace pipelab::geometry {

/// The spanning tree of least total length among `candidates`, pairs of indices with the lesser
/// first: a forest where they do not connect all points. Lengths compare exactly, equal ones by
/// their indices, so that the tree is unique; its edges come in that order. O(m log m) for m
/// candidates (kruskal.hpp). spanning_candidates (proximity.hpp) gives those that suffice for all
/// pairs.
base::Array<IndexPair> euclidean_spanning_tree(std::span<const Point> points,
                                               std::span<const IndexPair> candidates);

/// The sum of the lengths of pairs, rounded once; none where it exceeds the largest double.
std::optional<double> euclidean_length(std::span<const Point> points,
                                       std::span<const IndexPair> pairs);

}  // namespace pipelab::geometry
