#include "geometry/polygonize.hpp"

#include "geometry/arrangement.hpp"
#include "geometry/face_polygons.hpp"

#include <array>
#include <numeric>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;

/// Which edges are left when all with a free end are taken off, again and again.
std::vector<bool> without_dangles(const Noding& noding, std::span<const Index> edges) {
    std::vector<bool> kept(edges.size(), true);
    // The edges at a vertex, summed up by their places in the list: the last one left is the sum.
    std::vector<Index> degree(noding.vertices.size());
    std::vector<std::size_t> sum(noding.vertices.size());
    const auto ends = [&](std::size_t i) {
        const Noding::Edge& edge = noding.edges[edges[i]];
        return std::array{edge.from, edge.to};
    };
    for (std::size_t i = 0; i < edges.size(); ++i) {
        for (const Index v : ends(i)) {
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
        for (const Index w : ends(last)) {
            sum[w] -= last;
            if (--degree[w] == 1) free.push_back(w);
        }
    }
    return kept;
}

Shape lines_of(const Noding& noding, std::span<const Index> edges) {
    Shape shape;
    shape.type = Shape::Type::multi_line_string;
    for (const Index i : edges) {
        const Segment edge = noding.edge(i);
        shape.add_path(std::array{edge.a, edge.b});
    }
    return shape;
}

}  // namespace

EdgeRoles roles_of(const Noding& noding, std::span<const Index> edges) {
    EdgeRoles roles;
    const std::vector<bool> is_tied = without_dangles(noding, edges);
    std::vector<Index> tied;
    for (std::size_t i = 0; i < edges.size(); ++i)
        (is_tied[i] ? tied : roles.dangling).push_back(edges[i]);
    const HalfEdges<Noding> sides(noding, tied);
    for (Index h = 0; h < sides.half_edges(); h += 2) {
        const bool bridges = sides.cycle(h) == sides.cycle(twin(h));
        (bridges ? roles.bridging : roles.enclosing).push_back(sides.edge(h));
    }
    return roles;
}

Polygonized polygonize(const Noding& noding) {
    std::vector<Index> edges(noding.edges.size());
    std::iota(edges.begin(), edges.end(), Index{0});
    const EdgeRoles roles = roles_of(noding, edges);
    const Arrangement<Noding> faces(noding, roles.enclosing);
    std::vector<Index> bounded(faces.faces().size() - 1);
    std::iota(bounded.begin(), bounded.end(), Index{1});
    return {polygons_of(faces, bounded), lines_of(noding, roles.dangling),
            lines_of(noding, roles.bridging)};
}

Polygonized polygonize(std::span<const Segment> segments, base::Control control) {
    return polygonize(node(segments, control));
}

}  // namespace pipelab::geometry
