#include "geometry/polygonize.hpp"

#include "geometry/arrangement.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <array>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using Ring = std::vector<Index>;  // vertices, which are in the order before()

/// Which edges are left when all with a free end are taken off, again and again.
std::vector<bool> without_dangles(const Noding& noding) {
    const std::size_t edges = noding.edges.size();
    std::vector<bool> kept(edges, true);
    // The places of the edges at a vertex, summed up: of the last one left the sum is its place.
    std::vector<Index> degree(noding.vertices.size());
    std::vector<std::size_t> sum(noding.vertices.size());
    for (std::size_t i = 0; i < edges; ++i) {
        for (const Index v : {noding.edges[i].from, noding.edges[i].to}) {
            ++degree[v];
            sum[v] += i;
        }
    }
    std::vector<Index> free;
    for (Index v = 0; v < degree.size(); ++v) {
        if (degree[v] == 1) free.push_back(v);
    }
    while (!free.empty()) {
        const Index v = free.back();
        free.pop_back();
        if (degree[v] != 1) continue;
        const std::size_t last = sum[v];
        kept[last] = false;
        for (const Index w : {noding.edges[last].from, noding.edges[last].to}) {
            sum[w] -= last;
            if (--degree[w] == 1) free.push_back(w);
        }
    }
    return kept;
}

std::vector<Index> places(const std::vector<bool>& chosen) {
    std::vector<Index> result;
    for (Index i = 0; i < chosen.size(); ++i) {
        if (chosen[i]) result.push_back(i);
    }
    return result;
}

/// Cuts a closed walk into rings that pass no vertex twice.
void cut_into_rings(const Arrangement& faces, Index start, std::vector<Index>& seen_at,
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
using Polygon = std::vector<Ring>;

Polygon polygon_of(const Arrangement& faces, const Arrangement::Face& face,
                   std::vector<Index>& seen_at) {
    Polygon rings;
    const auto& cycles = faces.cycles();
    cut_into_rings(faces, cycles[*face.outer].half_edge, seen_at, rings);
    for (const Index inner : face.inner) {
        cut_into_rings(faces, cycles[inner].half_edge, seen_at, rings);
    }
    for (Ring& ring : rings) start_at_least(ring);
    const auto shell = std::find_if(rings.begin(), rings.end(), [&](const Ring& ring) {
        return counterclockwise(faces.noding(), ring);
    });
    std::iter_swap(rings.begin(), shell);
    std::sort(rings.begin() + 1, rings.end());
    return rings;
}

Shape lines_of(const Noding& noding, const std::vector<bool>& chosen) {
    Shape shape;
    shape.type = Shape::Type::multi_line_string;
    for (const Index i : places(chosen)) {
        const Segment edge = noding.edge(i);
        shape.add_path(std::array{edge.a, edge.b});
    }
    return shape;
}

}  // namespace

Polygonized polygonize(const Noding& noding) {
    const std::vector<bool> tied = without_dangles(noding);
    std::vector<bool> dangling = tied, cut(noding.edges.size()), enclosing = tied;
    dangling.flip();
    {
        const HalfEdges sides(noding, places(tied));
        for (Index h = 0; h < sides.half_edges(); h += 2) {
            if (sides.cycle(h) != sides.cycle(HalfEdges::twin(h))) continue;
            cut[sides.edge(h)] = true;
            enclosing[sides.edge(h)] = false;
        }
    }
    const Arrangement faces(noding, places(enclosing));
    std::vector<Index> seen_at(noding.vertices.size(), ~Index{0});
    std::vector<Polygon> polygons;
    for (const Arrangement::Face& face : faces.faces()) {
        if (face.outer) polygons.push_back(polygon_of(faces, face, seen_at));
    }
    std::sort(polygons.begin(), polygons.end());
    Polygonized result{{}, lines_of(noding, dangling), lines_of(noding, cut)};
    result.polygons.type = Shape::Type::multi_polygon;
    std::vector<Point> path;
    for (const Polygon& polygon : polygons) {
        result.polygons.add_part();
        for (const Ring& ring : polygon) {
            path.clear();
            for (const Index v : ring) path.push_back(noding.vertices[v]);
            result.polygons.add_path(path);
        }
    }
    return result;
}

Polygonized polygonize(std::span<const Segment> segments, base::Control control) {
    return polygonize(node(segments, control));
}

}  // namespace pipelab::geometry
