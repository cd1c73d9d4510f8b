#pragma once

#include "geometry/point.hpp"
#include "geometry/rounded.hpp"

#include <array>

/// Vectors inside of formulas (rounded.hpp): `number` makes numbers of doubles.
namespace pipelab::geometry::formula {

template <class Number>
struct Vector {
    Number x, y;
};
template <class Number>
Vector(Number, Number) -> Vector<Number>;

template <class Number>
Vector<Number> operator+(const Vector<Number>& a, const Vector<Number>& b) {
    return {a.x + b.x, a.y + b.y};
}
template <class Number>
Vector<Number> operator-(const Vector<Number>& a, const Vector<Number>& b) {
    return {a.x - b.x, a.y - b.y};
}
template <class Number>
Vector<Number> operator*(const Vector<Number>& a, const Number& factor) {
    return {a.x * factor, a.y * factor};
}
template <class Number>
Vector<Number> operator/(const Vector<Number>& a, const Number& divisor) {
    return {a.x / divisor, a.y / divisor};
}
/// A quarter turn to the left.
template <class Number>
Vector<Number> left(const Vector<Number>& a) {
    return {-a.y, a.x};
}
template <class Number>
Number cross(const Vector<Number>& a, const Vector<Number>& b) {
    return a.x * b.y - a.y * b.x;
}
template <class Number>
Number dot(const Vector<Number>& a, const Vector<Number>& b) {
    return a.x * b.x + a.y * b.y;
}
template <class Number>
Number square(const Vector<Number>& a) {
    return a.x * a.x + a.y * a.y;
}

template <class Make>
auto at(const Make& number, Point p) {
    return Vector<decltype(number(0.0))>{number(p.x), number(p.y)};
}
template <class Make>
auto between(const Make& number, Point from, Point to) {
    return at(number, to) - at(number, from);
}

/// The formula's vector as a point, each coordinate rounded as rounded() does.
template <class Formula>
Point rounded_point(const Formula& formula, long most = most_bits) {
    const auto [x, y] = rounded(
        [&](const auto& number) {
            const auto v = formula(number);
            return std::array{v.x, v.y};
        },
        most);
    return {x, y};
}

}  // namespace pipelab::geometry::formula
