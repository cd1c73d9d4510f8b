#include "geometry/even_odd.hpp"

#include "geometry/overlay.hpp"
#include "geometry/ring_edges.hpp"
#include "geometry/ring_signs.hpp"
#include "geometry/segment_pairs.hpp"

#include <algorithm>
#include <iterator>

namespace pipelab::geometry {

bool rings_meet(const Shape& shape) {
    RingEdges edges;
    edges.add(shape);
    // Whether edge j follows i or i follows j.
    const auto neighbours = [&](std::size_t i, std::size_t j) {
        const auto ring = std::upper_bound(edges.ring_ends.begin(), edges.ring_ends.end(), i);
        const std::size_t end = *ring;
        const std::size_t first = ring == edges.ring_ends.begin() ? 0 : *std::prev(ring);
        return j == i + 1 ? j < end : i == first && j + 1 == end;
    };
    bool meet = false;
    for_meeting_pairs(edges.segments, [&](std::span<const SegmentPair> pairs) {
        for (const SegmentPair& pair : pairs)
            meet = meet || pair.kind != Meeting::touch || !neighbours(pair.first, pair.second);
    });
    return meet;
}

Shape even_odd_rings(const Shape& shape, base::Control control) {
    Shape rings = Overlay({&shape, 1}, FillRule::even_odd, control)
                      .polygons(SetOperation::union_of_all, {}, RingPoints::vertices);
    rings.type = Shape::Type::rings;
    rings.part_ends.clear();
    return rings;
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
