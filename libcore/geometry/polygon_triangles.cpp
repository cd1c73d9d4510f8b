#include "geometry/polygon_triangles.hpp"

#include "geometry/constrained.hpp"
#include "geometry/even_odd.hpp"
#include "geometry/index.hpp"
#include "geometry/members.hpp"
#include "geometry/monotone.hpp"
#include "geometry/ring_formulas.hpp"

#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using detail::none;

std::vector<Segment> ring_segments(const Shape& shape) {
    std::vector<Segment> segments;
    for_rings(shape, [&](std::span<const Point> ring) {
        for_edges(ring, true, [&](Point a, Point b) {
            if (a != b) segments.push_back({a, b});
        });
    });
    return segments;
}

/// Edges with the inside on one side only.
std::vector<IndexPair> odd_edges(const Noding& noding) {
    std::vector<IndexPair> odd;
    for (std::size_t i = 0; i < noding.edges.size(); ++i)
        if (noding.covers_of(i).size() % 2 == 1)
            odd.push_back({noding.edges[i].from, noding.edges[i].to});
    return odd;
}

/// The rings of a shape and of its members as one shape.
Shape all_rings(const Shape& shape) {
    Shape rings{Shape::Type::rings, {}, {}, {}, {}};
    for_rings(shape, [&](std::span<const Point> ring) { rings.add_path(ring); });
    return rings;
}

}  // namespace

PolygonTriangles polygon_delaunay(const Shape& shape, base::Control control) {
    if (const auto united = united_areas(shape, control)) return polygon_delaunay(*united, control);
    Noding noding = node(ring_segments(shape), control);
    const auto whole = constrained_delaunay(noding.vertices, odd_edges(noding));
    const auto inside = odd_triangles(whole);
    PolygonTriangles made;
    made.points = std::move(noding.vertices);
    std::vector<std::uint32_t> number(inside.size(), none);
    std::uint32_t count = 0;
    for (std::size_t t = 0; t < inside.size(); ++t)
        if (inside[t] != 0) number[t] = count++;
    for (std::uint32_t h = 0; h < whole.triangles.size(); ++h) {
        if (inside[h / 3] == 0) continue;
        const std::uint32_t twin = whole.halfedges[h];
        made.triangles.push_back(whole.triangles[h]);
        made.halfedges.push_back(
            twin == none || inside[twin / 3] == 0 ? none : 3 * number[twin / 3] + twin % 3);
    }
    return made;
}

PolygonTriangles polygon_partition(const Shape& shape) {
    if (const auto united = united_areas(shape)) return polygon_partition(*united);
    Shape rings = all_rings(shape);
    std::optional<base::Array<std::uint32_t>> triangles;
    if (!rings_meet(rings)) triangles = monotone_triangles(rings);
    if (!triangles) {
        rings = even_odd_rings(rings);
        triangles = monotone_triangles(rings);
    }
    PolygonTriangles made;
    made.triangles = std::move(triangles.value());
    made.points = std::move(rings.points);
    return made;
}

}  // namespace pipelab::geometry
