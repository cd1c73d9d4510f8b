#include "geometry/proximity.hpp"

#include "geometry/predicates.hpp"

#include <algorithm>

namespace pipelab::geometry {

/// If any point is in the circle, one of those in the triangles beside the edge is: the edge would
/// else cross the edge of the Voronoi diagram that belongs to it, where no point is nearer.
base::Array<IndexPair> gabriel_edges(std::span<const Point> points,
                                     const Triangulation& triangulation) {
    if (triangulation.size() == 0) return edges(triangulation);
    base::Array<IndexPair> pairs;
    for (std::uint32_t h = 0; h < triangulation.halfedges.size(); ++h) {
        const std::uint32_t twin = triangulation.halfedges[h];
        if (h > twin) continue;
        const std::uint32_t a = triangulation.origin(h), b = triangulation.target(h);
        const auto sees_acute = [&](std::uint32_t side) {
            if (side == Triangulation::none) return true;
            const Point apex = points[triangulation.origin(Triangulation::previous(side))];
            return dot_sign(apex, points[a], apex, points[b]) > 0;
        };
        if (sees_acute(h) && sees_acute(twin)) pairs.push_back({std::min(a, b), std::max(a, b)});
    }
    return pairs;
}

base::Array<IndexPair> spanning_candidates(std::span<const Point> points,
                                           const Triangulation& triangulation) {
    base::Array<IndexPair> pairs = gabriel_edges(points, triangulation);
    for (const Duplicate duplicate : triangulation.duplicates) {
        pairs.push_back({duplicate.first, duplicate.point});
    }
    return pairs;
}

}  // namespace pipelab::geometry
