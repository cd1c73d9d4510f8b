#pragma once

#include "geometry/point.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include <gmpxx.h>

/// What tests compare with: coordinates as fractions of big integers.
namespace pipelab::testing {

using Rational = mpq_class;

struct RationalPoint {
    Rational x, y;
    RationalPoint() = default;
    RationalPoint(Rational x_, Rational y_) : x(std::move(x_)), y(std::move(y_)) {}
    RationalPoint(geometry::Point p) : x(p.x), y(p.y) {}
    friend RationalPoint operator-(const RationalPoint& a, const RationalPoint& b) {
        return {a.x - b.x, a.y - b.y};
    }
    friend bool operator==(const RationalPoint& p, const RationalPoint& q) {
        return p.x == q.x && p.y == q.y;
    }
    friend bool operator<(const RationalPoint& p, const RationalPoint& q) {
        return p.x < q.x || (p.x == q.x && p.y < q.y);
    }
};

inline Rational cross(const RationalPoint& a, const RationalPoint& b) {
    return a.x * b.y - a.y * b.x;
}
inline Rational dot(const RationalPoint& a, const RationalPoint& b) {
    return a.x * b.x + a.y * b.y;
}

/// The nearest double, ties to even.
inline double nearest(const Rational& value) {
    if (sgn(value) == 0) return 0;
    const Rational most(std::numeric_limits<double>::max());
    if (abs(value) > most) {
        const Rational tie = most + Rational(std::ldexp(1.0, 970));
        if (abs(value) >= tie) return sgn(value) * std::numeric_limits<double>::infinity();
        return sgn(value) * std::numeric_limits<double>::max();
    }
    const double inner = value.get_d();
    const double outer = std::nextafter(inner, sgn(value) > 0 ? INFINITY : -INFINITY);
    if (std::isinf(outer)) return inner;
    const Rational twice = 2 * value - Rational(inner) - Rational(outer);
    const int beyond = sgn(value) * sgn(twice);
    if (beyond != 0) return beyond > 0 ? outer : inner;
    return std::bit_cast<std::uint64_t>(inner) % 2 == 0 ? inner : outer;
}

inline int exact_orientation(const RationalPoint& a, const RationalPoint& b,
                             const RationalPoint& c) {
    return sgn(cross(b - a, c - a));
}

/// The determinant of rows x, y, x^2 + y^2 relative to d.
inline int exact_in_circle(const RationalPoint& a, const RationalPoint& b, const RationalPoint& c,
                           const RationalPoint& d) {
    const RationalPoint u = a - d, v = b - d, w = c - d;
    return sgn(
        Rational(dot(u, u) * cross(v, w) - dot(v, v) * cross(u, w) + dot(w, w) * cross(u, v)));
}

}  // namespace pipelab::testing
