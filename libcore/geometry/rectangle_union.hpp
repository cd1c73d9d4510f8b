#pragma once

#include "base/progress.hpp"
#include "geometry/point.hpp"

#include <span>

namespace pipelab::geometry {

/// The measures of a union, each the exact value rounded once to nearest (infinite beyond the
/// range of double).
struct RectangleUnion {
    double area = 0;
    /// Of the boundary of the inner points: rectangles that touch along a side are joined there,
    /// and those without area count for nothing.
    double perimeter = 0;
};

/// The union of rectangles with sides along the axes; `low` and `high` may be any two opposite
/// corners. None: 0 and 0. A line sweeps over them and a segment tree holds how much of it is
/// covered (Bentley 1977, "Algorithms for Klee's rectangle problems"), in integers of a common
/// unit that are as long as the coordinates need. O(n log n) time, some 150 bytes a rectangle
/// where coordinates span less than 90 binary places, more beyond.
RectangleUnion rectangle_union(std::span<const Box> boxes,
                               base::Control control = base::Control::none());

}  // namespace pipelab::geometry
