#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// The lower hull of points that can be removed: the part of the hull from the first to the last of
/// them in the order before(), counterclockwise. A tree over the points in that order whose inner
/// nodes keep the bridge between the lower hulls of their halves (Overmars and van Leeuwen 1981).
/// O(n) memory, 64 to 130 bytes a point; O(n) to build, O(log^2 n) a removal.
class ShrinkingChain {
  public:
    /// `sorted` are distinct, in the order before(), fewer than 2^31, and must outlive the object.
    /// With `boundary` points amid edges belong to the chain.
    ShrinkingChain(std::span<const Point> sorted, bool boundary);

    bool empty() const { return alive(1) == none; }
    /// Appends the places of the chain's points, ascending.
    void list(base::Array<std::uint32_t>& places) const;
    /// Removes points by place; ascending, each still there.
    void remove(std::span<const std::uint32_t> places);

  private:
    static constexpr std::uint32_t none = 0;

    /// An inner node, in one line of the cache.
    struct alignas(64) Node {
        Point a, b;  ///< the ends of the bridge
        std::uint32_t a_place, b_place;
        /// What stands for the node: itself, where both halves have points; else what stands for
        /// the half that has; none without points.
        std::uint32_t alive;
    };
    /// Places from `low` to `high` of a node's hull may have gone; none if low > high.
    struct Change {
        std::uint32_t low, high;
        bool any() const { return low <= high; }
    };

    bool leaf(std::uint32_t node) const { return node >= leaves_; }
    std::uint32_t alive(std::uint32_t node) const {
        if (!leaf(node)) return nodes_[node].alive;
        return present_[node - leaves_] ? node : none;
    }
    bool keeps_bridge(std::uint32_t node) const;
    void pull(std::uint32_t node, std::uint32_t split);
    void find_bridge(Node& node, std::uint32_t l, std::uint32_t r, double split) const;
    void build(std::uint32_t node, std::uint32_t begin, std::uint32_t end);
    Change remove(std::uint32_t node, std::uint32_t begin, std::uint32_t end,
                  std::span<const std::uint32_t> places);
    void list(std::uint32_t node, std::uint32_t low, std::uint32_t high,
              base::Array<std::uint32_t>& places) const;

    std::span<const Point> points_;
    int least_turn_;
    std::uint32_t leaves_ = 1;  ///< the first; node i has the children 2 i and 2 i + 1
    std::vector<Node> nodes_;
    std::vector<std::uint8_t> present_;  ///< by place
};

}  // namespace pipelab::geometry
