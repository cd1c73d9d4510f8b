#include "geometry/box_tree.hpp"

namespace pipelab::geometry {
namespace {

base::Array<Point> centres(std::span<const Box> boxes) {
    base::Array<Point> points;
    points.reserve(boxes.size());
    for (const Box& box : boxes)
        points.push_back({box.low.x / 2 + box.high.x / 2, box.low.y / 2 + box.high.y / 2});
    return points;
}

}  // namespace

BoxTree::BoxTree(std::span<const Box> boxes)
    : boxes_(boxes.begin(), boxes.end()), order_(centres(boxes)), nodes_(order_.nodes()) {
    if (!empty()) fill(order_.root());
}

Box BoxTree::fill(const KdTree::Part& part) {
    Box box;
    if (order_.is_leaf(part)) {
        box = boxes_[order_.points()[part.begin].index];
        for (std::size_t i = part.begin + 1; i < part.end; ++i)
            box = joined(box, boxes_[order_.points()[i].index]);
    } else {
        box = joined(fill(order_.left(part)), fill(order_.right(part)));
    }
    return nodes_[part.node] = box;
}

}  // namespace pipelab::geometry
