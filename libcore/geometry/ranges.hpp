#pragma once

#include "base/array.hpp"
#include "geometry/kd_tree.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
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

/// How many points each region holds. Some O(sqrt(n)) a region, in parallel.
template <class Region>
base::Array<std::uint64_t> count_in(const KdTree& tree, std::span<const Region> regions);

/// The numbers of the points in each region, ascending: those of region i are
/// indices[ends[i - 1], ends[i]).
struct RegionLists {
    std::vector<std::size_t> ends;
    base::Array<std::uint64_t> indices;
};
template <class Region>
RegionLists list_in(const KdTree& tree, std::span<const Region> regions);

}  // namespace pipelab::geometry
