#include "geometry/segment_tree.hpp"

#include "geometry/boxes.hpp"

namespace pipelab::geometry {
SegmentTree::SegmentTree(std::span<const Segment> segments)
    : segments_(segments.begin(), segments.end()), tree_(boxes_of(segments)) {}

std::optional<SegmentTree::Nearest> SegmentTree::nearest(Point query) const {
    std::optional<Nearest> best;
    search(
        query,
        [&](const NearSquare& square) {
            return best && best->approach.square().surely_less(square);
        },
        [&](std::size_t i) {
            const Approach next(query, segments_[i]);
            const int sign = best ? next.compare(best->approach) : -1;
            if (sign < 0 || (sign == 0 && i < best->index)) best = Nearest{i, next};
        });
    return best;
}

}  // namespace pipelab::geometry
