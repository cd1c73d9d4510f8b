#pragma once

#include "geometry/point.hpp"

#include <gmpxx.h>

/// What tests compare with: coordinates as fractions of big integers.
namespace pipelab::testing {

using Rational = mpq_class;

struct RationalPoint {
    Rational x, y;
    RationalPoint(Rational x_, Rational y_) : x(std::move(x_)), y(std::move(y_)) {}
    RationalPoint(geometry::Point p) : x(p.x), y(p.y) {}
    friend RationalPoint operator-(const RationalPoint& a, const RationalPoint& b) {
        return {a.x - b.x, a.y - b.y};
    }
};

inline Rational cross(const RationalPoint& a, const RationalPoint& b) {
    return a.x * b.y - a.y * b.x;
}
inline Rational dot(const RationalPoint& a, const RationalPoint& b) {
    return a.x * b.x + a.y * b.y;
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
