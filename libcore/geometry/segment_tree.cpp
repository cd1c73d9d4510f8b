#include "geometry/segment_tree.hpp"

#include "geometry/boxes.hpp"

namespace pipelab::geometry {
namespace {

base::Array<Point> midpoints(std::span<const Segment> segments) {
    base::Array<Point> points;
    points.reserve(segments.size());
    for (const Segment& s : segments)
        points.push_back({s.a.x / 2 + s.b.x / 2, s.a.y / 2 + s.b.y / 2});
    return points;
}

}  // namespace

SegmentTree::SegmentTree(std::span<const Segment> segments)
    : segments_(segments.begin(), segments.end()),
      order_(midpoints(segments)),
      boxes_(order_.nodes()) {
    if (!empty()) fill_boxes(order_.root());
}

Box SegmentTree::fill_boxes(const KdTree::Part& part) {
    Box box = around(segments_[order_.points()[part.begin].index]);
    if (order_.is_leaf(part)) {
        for (std::size_t i = part.begin + 1; i < part.end; ++i) {
            box = joined(box, around(segments_[order_.points()[i].index]));
        }
    } else {
        box = joined(fill_boxes(order_.left(part)), fill_boxes(order_.right(part)));
    }
    return boxes_[part.node] = box;
}

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
