#pragma once

#include "geometry/point.hpp"
#include "geometry/predicates.hpp"

#include <cstdint>

namespace pipelab::geometry {

/// The square of |ab| in doubles, off by less than 2^-50 of itself unless it is tiny or infinite.
inline double near_square(Point a, Point b) {
    const double dx = a.x - b.x, dy = a.y - b.y;
    return dx * dx + dy * dy;
}

/// Below this, products may have underflowed.
inline constexpr double least_near_square = 0x1p-960;

/// Whether near squares s < t decide that the exact ones are so.
inline bool surely_less(double s, double t) { return s < t - 0x1p-48 * t && t > least_near_square; }

/// The sign of |ab| - |cd|, given the near squares of both.
inline int compare_near(double ab_square, double cd_square, Point a, Point b, Point c, Point d) {
    if (surely_less(ab_square, cd_square)) return -1;
    if (surely_less(cd_square, ab_square)) return 1;
    return compare_distances(a, b, c, d);
}

}  // namespace pipelab::geometry
