#pragma once

#include "base/array.hpp"
#include "base/random.hpp"
#include "geometry/numbered_point.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Coordinates times a power of two near the inverse of the longer side of a box, so that squares
/// of distances neither overflow nor, above 2^-500 of the side, underflow.
class UnitScale {
  public:
    explicit UnitScale(const Box& box);
    Point operator()(Point p) const { return {p.x * unit_, p.y * unit_}; }
    /// The exponent of the power of two.
    int exponent() const { return exponent_; }

  private:
    int exponent_;
    double unit_;
};

/// Centres for k-means as k-means++ draws them: the first one evenly among the points, each other
/// one with a probability proportional to the square of the distance from the nearest centre before
/// (Arthur and Vassilvitskii 2007). At most `count` places, all different; fewer where all points
/// are on centres, as far as squares of distances in doubles tell. Random draws 0, 1, ... `points`
/// are in an order in which neighbours are near, as in a KdTree; that makes it O(n log k) for
/// ordinary data, else O(n k). The same for any number of threads.
std::vector<Point> kmeans_start(std::span<const NumberedPoint> points, const UnitScale& scale,
                                std::size_t count, const base::Random& random);

}  // namespace pipelab::geometry
