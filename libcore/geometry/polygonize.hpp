#pragma once

#include "base/progress.hpp"
#include "geometry/noding.hpp"
#include "geometry/shape.hpp"

#include <span>

namespace pipelab::geometry {

/// What linework encloses.
struct Polygonized {
    /// Each bounded face, holes included as faces of their own: polygons_of (face_polygons.hpp).
    Shape polygons;
    /// Edges that lead nowhere, taken off from their free ends: type multi_line_string, an edge a
    /// path from its lesser end, in order.
    Shape dangles;
    /// The rest of those with the same face on both sides: bridges between rings.
    Shape cut_edges;
};

/// The faces of noded linework. All decisions are exact. O(n log n); nothing enclosed: no parts.
Polygonized polygonize(const Noding& noding);

/// Nodes the segments first.
Polygonized polygonize(std::span<const Segment> segments,
                       base::Control control = base::Control::none());

}  // namespace pipelab::geometry
