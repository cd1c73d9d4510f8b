#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// From get(0) on every k-th of `size` points, k as large as leaves at least `count` if there are.
template <class Get>
std::vector<Point> evenly_spaced(std::size_t size, std::size_t count, Get get) {
    std::vector<Point> chosen;
    const std::size_t step = std::max<std::size_t>(1, size / count);
    for (std::size_t i = 0; i < size; i += step) chosen.push_back(get(i));
    return chosen;
}

/// A polygon through some of the points, to throw away in a vector loop what lies inside of it and
/// so inside of the hull. Only what is strictly inside beyond all rounding errors is thrown away;
/// a fence without any, or around points that are collinear or larger than 1e150, throws away
/// nothing.
class Fence {
  public:
    Fence() = default;
    /// Through those of `points` that lie farthest in each of 4 * `quarter` directions.
    /// O(points * quarter).
    Fence(std::span<const Point> points, std::size_t quarter);

    /// Appends to `kept` the places (from 0) of the points that are not thrown away.
    void filter(std::span<const Point> points, base::Array<std::uint32_t>& kept) const;

    /// The half-plane x * normal.x + y * normal.y > bound lies strictly left of an edge.
    struct Edge {
        Point normal;
        double bound;
    };

  private:
    Box box_{};
    base::Array<Edge> edges_;
};

}  // namespace pipelab::geometry
