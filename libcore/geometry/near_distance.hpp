#pragma once

#include "geometry/point.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::geometry {

/// Comparisons of distances whose squares are kept: once computed, compared often.

/// The square of |ab| in doubles, off by less than 2^-50 of itself unless it is tiny or infinite.
inline double near_square(Point a, Point b) {
    const double dx = a.x - b.x, dy = a.y - b.y;
    return dx * dx + dy * dy;
}

/// Below this, products may have underflowed.
inline constexpr double least_near_square = 0x1p-960;

/// Whether near squares s < t decide that the exact ones are so.
inline bool surely_less(double s, double t) { return s < t - 0x1p-48 * t && t > least_near_square; }

/// A power of two that brings a number near 1, as far as 2^1000 does.
inline double scale_of(double largest) {
    if (largest == 0) return 1;
    return std::ldexp(1.0, std::clamp(-std::ilogb(largest), -1000, 1000));
}

/// The point of a box that is nearest to p.
inline Point nearest_in(const Box& box, Point p) {
    return {std::clamp(p.x, box.low.x, box.high.x), std::clamp(p.y, box.low.y, box.high.y)};
}

namespace detail {

/// Nothing overflows or underflows in the 15 bits of exponent that a long double has on x86.
[[gnu::noinline]] inline long double wide_square(Point a, Point b) {
    const long double dx = static_cast<long double>(a.x) - b.x;
    const long double dy = static_cast<long double>(a.y) - b.y;
    return dx * dx + dy * dy;
}

/// The sign of |ab| - |cd| where it is out of the reach of squares in doubles; 0: too close.
inline int compare_wide(double s, double t, Point a, Point b, Point c, Point d) {
    if (s > least_near_square && t > least_near_square && s < 0x1p1000 && t < 0x1p1000) return 0;
    const long double ab = wide_square(a, b), cd = wide_square(c, d);
    if (ab < cd - 0x1p-58L * cd) return -1;
    return cd < ab - 0x1p-58L * ab ? 1 : 0;
}

}  // namespace detail

/// The sign of |ab| - |cd|, given the near squares of both.
inline int compare_near(double ab_square, double cd_square, Point a, Point b, Point c, Point d) {
    if (surely_less(ab_square, cd_square)) return -1;
    if (surely_less(cd_square, ab_square)) return 1;
    if (const int sign = detail::compare_wide(ab_square, cd_square, a, b, c, d); sign != 0) {
        return sign;
    }
    return compare_distances(a, b, c, d);
}

}  // namespace pipelab::geometry
