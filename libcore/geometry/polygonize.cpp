#include "geometry/polygonize.hpp"

#include "geometry/arrangement.hpp"
#include "geometry/face_polygons.hpp"

#include <array>
#include <numeric>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;

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
        const HalfEdges<Noding> sides(noding, places(tied));
        for (Index h = 0; h < sides.half_edges(); h += 2) {
            if (sides.cycle(h) != sides.cycle(twin(h))) continue;
            cut[sides.edge(h)] = true;
            enclosing[sides.edge(h)] = false;
        }
    }
    const Arrangement<Noding> faces(noding, places(enclosing));
    std::vector<Index> bounded(faces.faces().size() - 1);
    std::iota(bounded.begin(), bounded.end(), Index{1});
    return {polygons_of(faces, bounded), lines_of(noding, dangling), lines_of(noding, cut)};
}

Polygonized polygonize(std::span<const Segment> segments, base::Control control) {
    return polygonize(node(segments, control));
}

}  // namespace pipelab::geometry
