#pragma once

#include "base/progress.hpp"
#include "geometry/noding.hpp"
#include "geometry/shape.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Edges of noded linework, by their places, ascending: those with different faces on both sides;
/// those that lead nowhere, taken off from their free ends; the rest, bridges between rings.
struct EdgeRoles {
    std::vector<std::uint32_t> enclosing, dangling, bridging;
};
/// The roles of some edges, as if there were no others. O(n log n), exact.
EdgeRoles roles_of(const Noding& noding, std::span<const std::uint32_t> edges);

/// What linework encloses.
struct Polygonized {
    /// Each bounded face, holes included as faces of their own: polygons_of (face_polygons.hpp).
    Shape polygons;
    /// Edges that dangle: type multi_line_string, an edge a path from its lesser end, in order.
    Shape dangles;
    /// Bridges between rings.
    Shape cut_edges;
};

/// The faces of noded linework. All decisions are exact. O(n log n); nothing enclosed: no parts.
Polygonized polygonize(const Noding& noding);

/// Nodes the segments first.
Polygonized polygonize(std::span<const Segment> segments,
                       base::Control control = base::Control::none());

}  // namespace pipelab::geometry
