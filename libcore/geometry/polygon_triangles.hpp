#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "geometry/delaunay.hpp"
#include "geometry/shape.hpp"

#include <cstddef>
#include <cstdint>

namespace pipelab::geometry {

/// Triangles that fill the inside of polygons.
struct PolygonTriangles {
    base::Array<Point> points;  ///< distinct
    /// As in Triangulation; half-edges of the outline have no other.
    base::Array<std::uint32_t> triangles, halfedges;

    std::size_t size() const { return triangles.size() / 3; }
};

/// The triangles of the constrained Delaunay triangulation of all rings of a shape that an odd
/// number of rings surround: a function of the set of their edges. Points are those of the rings,
/// each once, in the order before(), and where rings cross or touch amid a side further ones,
/// rounded as node() does it; then the outline moves as far as it says. Rings may touch and overlap
/// at will. Of a collection of several areas those of what any of them covers (united_areas).
/// Nothing inside: no triangles. O(n log n) for ordinary rings.
PolygonTriangles polygon_delaunay(const Shape& shape,
                                  base::Control control = base::Control::none());

/// Some triangles of the inside, as fast as can be: see monotone_triangles. Points are those of the
/// shape, equal ones too; where rings cross or touch amid a side those of even_odd_rings. No
/// half-edges.
PolygonTriangles polygon_partition(const Shape& shape);

}  // namespace pipelab::geometry
