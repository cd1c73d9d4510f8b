#pragma once

#include "geometry/point.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// Points a < b, by number, at the least distance (rounded once). Of several pairs at that
/// distance, compared exactly, the least (a, b).
struct ClosestPair {
    std::size_t a, b;
    double distance;
};

/// The closest pair; empty for fewer than two points. A grid whose cells are no smaller than the
/// least distance in a sample (Khuller and Matias 1995, "A simple randomized sieve algorithm for
/// the closest-pair problem") and hold two points on average; where points crowd in cells, a
/// KdTree. O(n) for points spread evenly, O(n log n) otherwise; 24 bytes a point.
std::optional<ClosestPair> closest_pair(std::span<const Point> points);

}  // namespace pipelab::geometry
