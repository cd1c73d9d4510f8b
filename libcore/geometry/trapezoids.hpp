#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"

#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// What lies between two edges, left <= x <= right.
struct Trapezoid {
    double left, right;
    std::uint32_t lower, upper;  ///< edges, by place
};

/// The vertical decomposition of what edges surround (Preparata and Shamos 1985, section 2.2): its
/// inside is cut by vertical lines up and down from each vertex to the next edges. `edges` are
/// those of rings with the inside on their left, have nothing in common but ends and are fewer than
/// 2^32. At most some two trapezoids an edge, by their right sides; a sweep, O(n log n), exact.
base::Array<Trapezoid> trapezoids(std::span<const Segment> edges);

}  // namespace pipelab::geometry
