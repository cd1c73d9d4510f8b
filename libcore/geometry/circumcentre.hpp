#pragma once

#include "geometry/point.hpp"

#include <array>

namespace pipelab::geometry::formula {

/// The centre of the circle through three points that are not collinear, as numbers that `number`
/// makes of doubles (rounded.hpp): a + (|b-a|^2 (c-a)^r - |c-a|^2 (b-a)^r) / 2 (b-a) x (c-a), where
/// (x, y)^r = (y, -x).
template <class Numbers>
auto circumcentre(const Numbers& number, Point a, Point b, Point c) {
    const auto x = number(a.x), y = number(a.y);
    const auto ux = number(b.x) - x, uy = number(b.y) - y;
    const auto vx = number(c.x) - x, vy = number(c.y) - y;
    const auto uu = ux * ux + uy * uy, vv = vx * vx + vy * vy;
    const auto twice = number(2) * (ux * vy - uy * vx);
    return std::array{x + (uu * vy - vv * uy) / twice, y + (vv * ux - uu * vx) / twice};
}

}  // namespace pipelab::geometry::formula
