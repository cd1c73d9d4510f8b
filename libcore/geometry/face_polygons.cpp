#include "geometry/face_polygons.hpp"

#include "geometry/predicates.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using Ring = std::vector<Index>;  // vertices, which are in the order before()
using NodedFaces = Arrangement<Noding>;

/// Cuts a closed walk into rings that pass no vertex twice.
void cut_into_rings(const NodedFaces& faces, Index start, std::vector<Index>& seen_at,
                    std::vector<Ring>& rings) {
    constexpr Index none = ~Index{0};
    Ring open;
    Index h = start;
    do {
        const Index v = faces.origin(h);
        if (seen_at[v] != none) {
            const auto begin = open.begin() + seen_at[v];
            rings.emplace_back(begin, open.end());
            for (auto it = begin; it != open.end(); ++it) seen_at[*it] = none;
            open.erase(begin, open.end());
        }
        seen_at[v] = static_cast<Index>(open.size());
        open.push_back(v);
        h = faces.next(h);
    } while (h != start);
    for (const Index v : open) seen_at[v] = none;
    rings.push_back(std::move(open));
}

void start_at_least(Ring& ring) {
    std::rotate(ring.begin(), std::min_element(ring.begin(), ring.end()), ring.end());
}

bool counterclockwise(const Noding& noding, const Ring& ring) {
    return orientation(noding.vertices[ring.back()], noding.vertices[ring[0]],
                       noding.vertices[ring[1]]) > 0;
}

/// A shell and its holes.
using PolygonRings = std::vector<Ring>;

void keep_corners(const Noding& noding, Ring& ring) {
    Ring corners;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Index before = ring[i == 0 ? ring.size() - 1 : i - 1];
        const Index after = ring[i + 1 == ring.size() ? 0 : i + 1];
        const auto at = [&](Index v) { return noding.vertices[v]; };
        if (orientation(at(before), at(ring[i]), at(after)) != 0) corners.push_back(ring[i]);
    }
    ring = std::move(corners);
}

PolygonRings polygon_of(const NodedFaces& faces, const NodedFaces::Face& face, RingPoints wanted,
                        std::vector<Index>& seen_at) {
    PolygonRings rings;
    const auto& cycles = faces.cycles();
    cut_into_rings(faces, cycles[*face.outer].half_edge, seen_at, rings);
    for (const Index inner : face.inner) {
        cut_into_rings(faces, cycles[inner].half_edge, seen_at, rings);
    }
    for (Ring& ring : rings) {
        if (wanted == RingPoints::corners) keep_corners(faces.lines(), ring);
        start_at_least(ring);
    }
    const auto shell = std::find_if(rings.begin(), rings.end(), [&](const Ring& ring) {
        return counterclockwise(faces.lines(), ring);
    });
    std::iter_swap(rings.begin(), shell);
    std::sort(rings.begin() + 1, rings.end());
    return rings;
}

}  // namespace

Shape polygons_of(const NodedFaces& faces, std::span<const Index> chosen, RingPoints wanted) {
    std::vector<Index> seen_at(faces.lines().vertices.size(), ~Index{0});
    std::vector<PolygonRings> polygons;
    for (const Index face : chosen) {
        polygons.push_back(polygon_of(faces, faces.faces()[face], wanted, seen_at));
    }
    std::sort(polygons.begin(), polygons.end());
    Shape result;
    result.type = Shape::Type::multi_polygon;
    std::vector<Point> path;
    for (const PolygonRings& polygon : polygons) {
        result.add_part();
        for (const Ring& ring : polygon) {
            path.clear();
            for (const Index v : ring) path.push_back(faces.lines().vertices[v]);
            result.add_path(path);
        }
    }
    return result;
}

}  // namespace pipelab::geometry
