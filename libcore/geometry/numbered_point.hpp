#pragma once

#include "geometry/point.hpp"

#include <cstdint>

namespace pipelab::geometry {

/// A point and its number in the input.
struct NumberedPoint {
    Point point;
    std::uint64_t index;
};

/// The order by x, y and number, which tells all apart. A type, so that sorting inlines it.
struct NumberedBefore {
    bool operator()(const NumberedPoint& a, const NumberedPoint& b) const {
        if (a.point.x != b.point.x) return a.point.x < b.point.x;
        if (a.point.y != b.point.y) return a.point.y < b.point.y;
        return a.index < b.index;
    }
};

}  // namespace pipelab::geometry
