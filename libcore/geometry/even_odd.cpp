#include "geometry/even_odd.hpp"

#include "geometry/arrangement.hpp"
#include "geometry/ring_signs.hpp"
#include "geometry/segment_pairs.hpp"

#include <utility>

namespace pipelab::geometry {
namespace {

/// The edges of rings, but for those of equal ends.
struct RingEdges {
    std::vector<Segment> segments;
    std::vector<std::pair<std::size_t, std::size_t>> rings;  ///< of each edge: [first, end)

    explicit RingEdges(const Shape& shape) {
        for (std::size_t r = 0; r < shape.paths(); ++r) {
            const auto ring = shape.path(r);
            const std::size_t first = segments.size();
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const Point a = ring[i], b = ring[i + 1 < ring.size() ? i + 1 : 0];
                if (a != b) segments.push_back({a, b});
            }
            rings.resize(segments.size(), {first, segments.size()});
        }
    }
    /// Whether edge j follows i or i follows j.
    bool neighbours(std::size_t i, std::size_t j) const {
        const auto [first, end] = rings[i];
        return j == i + 1 ? j < end : i == first && j + 1 == end;
    }
};

/// Edges that an odd number of segments run along.
std::vector<std::uint32_t> odd_edges(const Noding& noding) {
    std::vector<std::uint32_t> odd;
    for (std::uint32_t i = 0; i < noding.edges.size(); ++i)
        if (noding.covers_of(i).size() % 2 == 1) odd.push_back(i);
    return odd;
}

/// Which faces are inside: across each edge that changes.
std::vector<bool> inside_faces(const Arrangement& faces) {
    std::vector<std::vector<std::uint32_t>> beside(faces.faces().size());
    for (std::uint32_t h = 0; h < faces.half_edges(); ++h)
        beside[faces.face(h)].push_back(faces.face(HalfEdges::twin(h)));
    std::vector<bool> inside(beside.size()), seen(beside.size());
    std::vector<std::uint32_t> open{0};
    seen[0] = true;
    while (!open.empty()) {
        const std::uint32_t face = open.back();
        open.pop_back();
        for (const std::uint32_t other : beside[face]) {
            if (seen[other]) continue;
            seen[other] = true;
            inside[other] = !inside[face];
            open.push_back(other);
        }
    }
    return inside;
}

}  // namespace

bool rings_meet(const Shape& shape) {
    const RingEdges edges(shape);
    bool meet = false;
    for_meeting_pairs(edges.segments, [&](std::span<const SegmentPair> pairs) {
        for (const SegmentPair& pair : pairs)
            meet =
                meet || pair.kind != Meeting::touch || !edges.neighbours(pair.first, pair.second);
    });
    return meet;
}

Shape even_odd_rings(const Shape& shape) {
    const Noding noding = node(RingEdges(shape).segments);
    const Arrangement faces(noding, odd_edges(noding));
    const auto inside = inside_faces(faces);
    Shape result{Shape::Type::rings, {}, {}, {}, {}};
    std::vector<Point> ring;
    for (const HalfEdges::Cycle& cycle : faces.cycles()) {
        if (!inside[cycle.face]) continue;
        ring.clear();
        std::uint32_t h = cycle.half_edge;
        do {
            ring.push_back(noding.vertices[faces.origin(h)]);
            h = faces.next(h);
        } while (h != cycle.half_edge);
        result.add_path(ring);
    }
    return result;
}

std::vector<SignedRing> signed_rings(const Shape& shape, std::deque<Shape>& made) {
    std::vector<SignedRing> rings;
    const bool meet = shape.type == Shape::Type::rings && rings_meet(shape);
    if (meet) {
        const Shape& parts = made.emplace_back(even_odd_rings(shape));
        for (std::size_t i = 0; i < parts.paths(); ++i) rings.push_back({parts.path(i), 1});
        if (!rings.empty()) return rings;
    }
    const auto signs = meet ? std::vector<int>(shape.paths()) : ring_signs(shape);
    for (std::size_t i = 0; i < shape.paths(); ++i) rings.push_back({shape.path(i), signs[i]});
    return rings;
}

}  // namespace pipelab::geometry
