#pragma once

#include "geometry/vector_formula.hpp"
#include "geometry/vectors.hpp"

#include <numbers>

namespace pipelab::geometry::formula {

/// Whether u = (1, +-1) |u| / sqrt(2) for the vector that turns the direction from vertex to a
/// into that from vertex to b: whether |u . v| = |u x v|.
inline bool equal_sides(Point vertex, Point a, Point b) {
    return sign_of([=](auto number) {
               const auto u = between(number, vertex, a), v = between(number, vertex, b);
               const auto d = dot(u, v), c = cross(u, v);
               return d * d - c * c;
           }) == 0;
}

/// The angle of the vector that `formula` gives, not (0, 0), in (-pi, pi]. Its coordinates are
/// rational, with signs `x` and `y`; diagonal() tells whether their absolute values are equal. An
/// angle is a multiple of 45 degrees or, in either unit, no rational number (the tangents of
/// rational degrees are rational only there; Niven 1956, Irrational Numbers), so never a tie.
template <class Diagonal, class Formula>
double rounded_angle(AngleUnit unit, int y, int x, const Diagonal& diagonal,
                     const Formula& formula) {
    const bool degrees = unit == AngleUnit::degrees;
    const double half_turn = degrees ? 180 : std::numbers::pi;
    if (y == 0) return x > 0 ? 0 : half_turn;
    if (x == 0) return y * (half_turn / 2);
    if (degrees && diagonal()) return y * (x > 0 ? 45 : 135);
    return rounded([&](auto number) {
        const auto v = formula(number);
        const auto angle = atan2(v.y, v.x);
        return degrees ? angle * number(180) / number.pi() : angle;
    });
}

}  // namespace pipelab::geometry::formula
