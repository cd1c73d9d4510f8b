#include "geometry/clearance.hpp"

#include "base/parallel.hpp"
#include "geometry/segment_tree.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace pipelab::geometry {
namespace {

/// The nearest so far: of a vertex, by its place among all, and an edge.
struct EdgeApproach {
    std::size_t vertex, edge;
    Approach approach;

    bool precedes(const EdgeApproach& other) const {
        const int sign = approach.compare(other.approach);
        if (sign != 0) return sign < 0;
        return vertex != other.vertex ? vertex < other.vertex : edge < other.edge;
    }
};
using NearestEdge = std::optional<EdgeApproach>;

NearestEdge nearer_edge(const NearestEdge& a, const NearestEdge& b) {
    if (!a || !b) return a ? a : b;
    return b->precedes(*a) ? b : a;
}

/// What of an edge a vertex must keep away from: of an edge of its own the other end.
std::optional<Segment> obstacle(Point vertex, const Segment& edge) {
    if (edge.a == vertex && edge.b == vertex) return std::nullopt;
    if (edge.a == vertex) return Segment{edge.b, edge.b};
    if (edge.b == vertex) return Segment{edge.a, edge.a};
    return edge;
}

void search(const SegmentTree& edges, std::size_t number, Point vertex, NearestEdge& best) {
    edges.search(
        vertex,
        [&](const NearSquare& square) {
            return best && best->approach.square().surely_less(square);
        },
        [&](std::size_t i) {
            const auto segment = obstacle(vertex, edges[i]);
            if (segment) best = nearer_edge(best, EdgeApproach{number, i, Approach(vertex, *segment)});
        });
}

/// The edges of a shape, of those with equal ends at one place the first.
base::Array<Segment> distinct_edges(const Shape& shape) {
    base::Array<Segment> edges = edges_of(shape);
    std::vector<std::size_t> points;
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (edges[i].a == edges[i].b) points.push_back(i);
    std::sort(points.begin(), points.end(), [&](std::size_t i, std::size_t j) {
        const Point p = edges[i].a, q = edges[j].a;
        return p == q ? i < j : before(p, q);
    });
    std::vector<bool> repeats(edges.size());
    for (std::size_t k = 1; k < points.size(); ++k)
        repeats[points[k]] = edges[points[k]].a == edges[points[k - 1]].a;
    base::Array<Segment> distinct;
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (!repeats[i]) distinct.push_back(edges[i]);
    return distinct;
}

}  // namespace

std::optional<Clearance> minimum_clearance(const Shape& shape, base::Control control) {
    const SegmentTree edges(distinct_edges(shape));
    constexpr std::size_t block = 1 << 11;
    const NearestEdge best = base::fold_blocks(
        edges.size(), block, NearestEdge(),
        [&](std::size_t begin, std::size_t end) {
            NearestEdge least;
            for (std::size_t i = begin; i < end; ++i) {
                base::stop_if_requested(control.cancellation);
                const Segment& edge = edges[i];
                search(edges, 2 * i, edge.a, least);
                const bool goes_on = i + 1 < end && edges[i + 1].a == edge.b;
                if (edge.a != edge.b && !goes_on) search(edges, 2 * i + 1, edge.b, least);
            }
            return least;
        },
        nearer_edge);
    if (!best) return std::nullopt;
    const Approach& found = best->approach;
    return Clearance{found.distance(), found.from(), found.point()};
}

}  // namespace pipelab::geometry
