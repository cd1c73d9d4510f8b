#pragma once

#include "geometry/point.hpp"

#include <cmath>

namespace pipelab::geometry {

/// Questions about points that have exact answers. All take any finite coordinates, those that
/// would overflow or underflow included, and return the sign of an expression as a real number:
/// -1, 0 or 1. A filter decides nearly all calls in a few nanoseconds; what it cannot decide is
/// computed without rounding, in some 20 to 60 ns where the coordinates are integers of up to 124
/// bits times a common power of two, as on grids and wherever magnitudes are alike, else in
/// microseconds. The filters follow Ozaki, Buenger, Ogita, Oishi, Rump, "Simple floating-point
/// filters for the two-dimensional orientation problem", BIT 56 (2016), and Shewchuk, "Adaptive
/// precision floating-point arithmetic and fast robust geometric predicates" (1997), with constants
/// of our own, derived in the source. Thread-safe.

/// 1 if a, b, c turn left (counterclockwise), -1 if right, 0 if they are collinear: the sign of
/// (b - a) x (c - a).
int orientation(Point a, Point b, Point c);

/// The sign of (b - a) x (d - c): 1 if the second direction is counterclockwise of the first
/// by less than half a turn.
int cross_sign(Point a, Point b, Point c, Point d);

/// The sign of (b - a) . (d - c): 1 if the directions make an acute angle.
int dot_sign(Point a, Point b, Point c, Point d);

/// 1 if d lies inside of the circle through a, b, c, -1 if outside, 0 if on it, for a
/// counterclockwise triangle; the opposite for a clockwise one, 0 for collinear points.
int in_circle(Point a, Point b, Point c, Point d);

/// As in_circle, but never 0 unless two of the points are equal or all four are collinear: of
/// cocircular points the first in the order before() counts as pushed outwards by an infinitesimal
/// amount, the second by a far smaller one and so on. The Delaunay triangulation that results is
/// a function of the set of points alone.
int in_circle_perturbed(Point a, Point b, Point c, Point d);

/// The sign of |ab| - |cd|.
int compare_distances(Point a, Point b, Point c, Point d);

/// 1 if line ab lies above line cd at the given x, -1 if below, 0 if they meet there, for lines
/// that both lead to the right; the opposite if one leads to the left. For a vertical line that
/// leads upwards, 1 if it is cd and lies to the right of x, or ab and to the left.
int compare_heights(Point a, Point b, Point c, Point d, double x);

namespace detail {

/// The same without a filter.
int exact_cross_sign(Point a, Point b, Point c, Point d);
int exact_dot_sign(Point a, Point b, Point c, Point d);
int exact_in_circle(Point a, Point b, Point c, Point d);
int exact_compare_distances(Point a, Point b, Point c, Point d);
int exact_compare_heights(Point a, Point b, Point c, Point d, double x);
/// in_circle_perturbed where in_circle is 0.
int cocircular_order(Point a, Point b, Point c, Point d);

inline int sign(double value) { return (value > 0) - (value < 0); }

// With u = 2^-53 an operation without underflow gives its exact result within a factor of 1 + u or
// 1 / (1 + u); additions never underflow; a product that does is off by at most h = 2^-1075.
//
// p = fl(fl(x) fl(y)) for differences x, y: |p - xy| <= ((1 + u)^3 - 1) |p| + 2h. So a sum of two
// such products, whose last rounding keeps its sign, has the sign of the exact one if
//   |sum| / (1 + u) > (3u + 3u^2 + u^3) (|p| + |q|) + 4h.
// The bound k fl(fl(|p| + |q|) + 2^-1020) is at least k (|p| + |q|) / (1 + u)^3 + 7h for k > 3u;
// (1 + u)^4 (3u + 3u^2 + u^3) < 3u + 16u^2 = k. Overflow makes the bound infinite or the sum NaN,
// and the comparison false.
inline constexpr double product_error = 0x1.8000000000004p-52;

inline double sum_bound(double p, double q) {
    return product_error * (std::abs(p) + std::abs(q) + 0x1p-1020);
}

// A monomial of in_circle goes through at most 10 roundings before the last one (4 differences, its
// square and the sum of two, a product and the difference of two, their product, the first sum),
// and one of the sum of absolute values through 11; then 3 more in the comparison:
//   ((1 + u)^10 - 1) (1 + u)^3 / (1 - u)^11 < 10u + 256u^2.
// With squares below 2^500 no product of two differences exceeds 2^501: underflow in one factor
// changes a term by less than 2^-572, all of them together by less than 2^-565.
inline constexpr double circle_error = 0x1.4000000000010p-50;

// Squares of two distances: 2 differences each, square, sum: ((1 + u)^4 - 1) (1 + u)^5 < 4u +
// 32u^2.
inline constexpr double square_error = 0x1.0000000000008p-51;

// Products of three differences: 3 + 2 roundings and 2 of the sum, 2 more in the sum of absolute
// values: ((1 + u)^7 - 1) (1 + u)^3 / (1 - u)^7 < 7u + 128u^2. A first product that underflows is
// off by 2^-1075 times the third factor.
inline constexpr double height_error = 0x1.c000000000080p-51;

}  // namespace detail

inline int cross_sign(Point a, Point b, Point c, Point d) {
    const double left = (b.x - a.x) * (d.y - c.y), right = (b.y - a.y) * (d.x - c.x);
    const double det = left - right, bound = detail::sum_bound(left, right);
    if (std::abs(det) > bound) return detail::sign(det);
    return detail::exact_cross_sign(a, b, c, d);
}

inline int orientation(Point a, Point b, Point c) { return cross_sign(a, b, a, c); }

inline int dot_sign(Point a, Point b, Point c, Point d) {
    const double left = (b.x - a.x) * (d.x - c.x), right = (b.y - a.y) * (d.y - c.y);
    const double dot = left + right, bound = detail::sum_bound(left, right);
    if (std::abs(dot) > bound) return detail::sign(dot);
    return detail::exact_dot_sign(a, b, c, d);
}

inline int in_circle(Point a, Point b, Point c, Point d) {
    const double ux = a.x - d.x, uy = a.y - d.y, vx = b.x - d.x, vy = b.y - d.y;
    const double wx = c.x - d.x, wy = c.y - d.y;
    const double uu = ux * ux + uy * uy, vv = vx * vx + vy * vy, ww = wx * wx + wy * wy;
    const double vw = vx * wy, wv = vy * wx, wu = wx * uy, uw = wy * ux, uv = ux * vy, vu = uy * vx;
    const double det = uu * (vw - wv) + vv * (wu - uw) + ww * (uv - vu);
    const double sum = uu * (std::abs(vw) + std::abs(wv)) + vv * (std::abs(wu) + std::abs(uw)) +
                       ww * (std::abs(uv) + std::abs(vu));
    const double bound = detail::circle_error * sum + 0x1p-560;
    if (std::abs(det) > bound && uu + vv + ww < 0x1p500) return detail::sign(det);
    return detail::exact_in_circle(a, b, c, d);
}

inline int in_circle_perturbed(Point a, Point b, Point c, Point d) {
    const int sign = in_circle(a, b, c, d);
    return sign != 0 ? sign : detail::cocircular_order(a, b, c, d);
}

inline int compare_distances(Point a, Point b, Point c, Point d) {
    const double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y;
    const double left = ux * ux + uy * uy, right = vx * vx + vy * vy;
    const double difference = left - right;
    const double bound = detail::square_error * (left + right + 0x1p-1020);
    if (std::abs(difference) > bound) return detail::sign(difference);
    return detail::exact_compare_distances(a, b, c, d);
}

inline int compare_heights(Point a, Point b, Point c, Point d, double x) {
    const double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y;
    const double to_a = x - a.x, to_c = x - c.x, rise = a.y - c.y;
    const double first = ux * vx * rise, second = uy * vx * to_a, third = vy * ux * to_c;
    const double difference = first + second - third;
    const double sum = std::abs(first) + std::abs(second) + std::abs(third);
    const double factors = std::abs(rise) + std::abs(to_a) + std::abs(to_c);
    if (std::abs(difference) > detail::height_error * sum + 0x1p-1070 * factors + 0x1p-1060)
        return detail::sign(difference);
    return detail::exact_compare_heights(a, b, c, d, x);
}

}  // namespace pipelab::geometry
