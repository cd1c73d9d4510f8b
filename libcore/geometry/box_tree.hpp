#pragma once

#include "geometry/boxes.hpp"
#include "geometry/kd_tree.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Boxes in a balanced tree: a KdTree of their centres, each node with the box around its boxes.
/// O(n log n) to build; a search costs O(log n + k) where boxes are small and do not lie in heaps.
/// Searches only read.
class BoxTree {
  public:
    explicit BoxTree(std::span<const Box> boxes);

    std::size_t size() const { return boxes_.size(); }
    bool empty() const { return boxes_.empty(); }

    /// visit(index) for the boxes that meet `window`, in no order.
    template <class Visit>
    void visit(const Box& window, const Visit& visit) const {
        if (!empty()) visit_part(window, order_.root(), visit);
    }

    /// The points of a part number its boxes.
    const KdTree& order() const { return order_; }
    const Box& box(const KdTree::Part& part) const { return nodes_[part.node]; }

  private:
    Box fill(const KdTree::Part& part);

    template <class Visit>
    void visit_part(const Box& window, const KdTree::Part& part, const Visit& visit) const {
        if (!meet(window, nodes_[part.node])) return;
        if (order_.is_leaf(part)) {
            for (std::size_t i = part.begin; i < part.end; ++i) {
                const std::size_t index = order_.points()[i].index;
                if (meet(window, boxes_[index])) visit(index);
            }
            return;
        }
        visit_part(window, order_.left(part), visit);
        visit_part(window, order_.right(part), visit);
    }

    std::vector<Box> boxes_;
    KdTree order_;
    std::vector<Box> nodes_;  ///< of the nodes of order_
};

}  // namespace pipelab::geometry
