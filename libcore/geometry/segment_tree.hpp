#pragma once

#include "base/array.hpp"
#include "geometry/approach.hpp"
#include "geometry/box_tree.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Segments, points (equal ends) among them, in a BoxTree. O(n log n) to build; a search costs
/// O(log n) where segments are short and do not lie in heaps. Keeps a copy; searches only read.
class SegmentTree {
  public:
    explicit SegmentTree(std::span<const Segment> segments);

    std::size_t size() const { return segments_.size(); }
    bool empty() const { return segments_.empty(); }
    /// By its number in the input.
    const Segment& operator[](std::size_t i) const { return segments_[i]; }

    struct Nearest {
        std::size_t index;
        Approach approach;
    };
    /// The segment nearest to a point, decided exactly, of equally near ones the first. None
    /// without segments.
    std::optional<Nearest> nearest(Point query) const;

    /// Calls consider(index) for all segments, those of near boxes first, but for boxes that
    /// hopeless(square) holds for: the squared distance of the box from `query`.
    template <class Hopeless, class Consider>
    void search(Point query, const Hopeless& hopeless, const Consider& consider) const {
        if (!empty()) search(query, tree_.order().root(), hopeless, consider);
    }

  private:
    NearSquare square_to(Point query, const KdTree::Part& part) const {
        return NearSquare::between(query, nearest_in(tree_.box(part), query));
    }
    template <class Hopeless, class Consider>
    void search(Point query, const KdTree::Part& part, const Hopeless& hopeless,
                const Consider& consider) const {
        const KdTree& order = tree_.order();
        if (order.is_leaf(part)) {
            for (std::size_t i = part.begin; i < part.end; ++i) {
                consider(static_cast<std::size_t>(order.points()[i].index));
            }
            return;
        }
        const KdTree::Part left = order.left(part), right = order.right(part);
        const NearSquare to_left = square_to(query, left), to_right = square_to(query, right);
        const bool right_first = to_right.value < to_left.value;
        for (const bool go_right : {right_first, !right_first}) {
            if (!hopeless(go_right ? to_right : to_left))
                search(query, go_right ? right : left, hopeless, consider);
        }
    }

    base::Array<Segment> segments_;
    BoxTree tree_;
};

}  // namespace pipelab::geometry
