#pragma once

#include "geometry/kd_tree.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace pipelab::geometry {

/// Regions of the plane for searches in a KdTree; contains() is exact.

/// A box with its sides. Empty if a low coordinate exceeds the high one.
struct BoxRegion {
    Box box;
    Cover cover(const Box& other) const;
    bool contains(Point p) const;
};

/// Points no farther than `radius` from the centre. Empty if the radius is negative.
struct Disk {
    Point centre;
    double radius;
    Cover cover(const Box& other) const;
    bool contains(Point p) const;
};

/// A triangle of either orientation, with its sides if `closed`. Collinear corners make a segment,
/// equal ones a point, which without their boundary are empty.
class TriangleRegion {
  public:
    TriangleRegion(const std::array<Point, 3>& corners, bool closed);
    Cover cover(const Box& other) const;
    bool contains(Point p) const;

  private:
    std::array<Point, 3> corners_;  ///< counterclockwise
    Box box_;
    bool closed_, flat_;
};

/// The numbers of the points in a region, ascending. Some O(sqrt(n)) besides what it finds;
/// KdTree::count counts them.
template <class Region>
std::vector<std::uint64_t> numbers_in(const KdTree& tree, const Region& region) {
    std::vector<std::uint64_t> numbers;
    tree.visit(region, [&](const NumberedPoint& p) { numbers.push_back(p.index); });
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

}  // namespace pipelab::geometry
