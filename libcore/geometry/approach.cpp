#include "geometry/approach.hpp"

#include "geometry/predicates.hpp"
#include "geometry/vector_formula.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace pipelab::geometry {
namespace {

using namespace formula;

/// The square of the distance from a line.
NearSquare square_from_line(Point p, Point a, Point b) {
    const double ux = b.x - a.x, uy = b.y - a.y;
    const double left = ux * (p.y - a.y), right = uy * (p.x - a.x);
    const double cross = left - right, length = ux * ux + uy * uy;
    const double sum = std::abs(left) + std::abs(right);
    if (!(length > 0x1p-400 && length < 0x1p400 && sum < 0x1p400))
        return {0, std::numeric_limits<double>::infinity()};
    const double error = 2 * detail::product_error * (sum + 0x1p-900);
    const double square = cross * cross / length;
    return {square, 0x1p-48 * square + error * (2 * std::abs(cross) + error) / length + 0x1p-900};
}

}  // namespace

Approach::Approach(Point from, const Straight& curve) : from_(from), curve_(curve) {
    if (curve.is_point()) {
        end_ = curve.a;
    } else if (curve.extent != Extent::line && dot_sign(curve.a, curve.b, curve.a, from) <= 0) {
        end_ = curve.a;
    } else if (curve.extent == Extent::segment && dot_sign(curve.a, curve.b, curve.b, from) >= 0) {
        end_ = curve.b;
    }
    square_ = end_ ? NearSquare::between(from, *end_) : square_from_line(from, curve.a, curve.b);
}

/// As a quotient.
template <class Make>
auto Approach::squared(const Make& number) const {
    if (end_) return std::array{formula::square(between(number, from_, *end_)), number(1)};
    const auto v = between(number, curve_.a, curve_.b);
    const auto away = cross(v, between(number, curve_.a, from_));
    return std::array{away * away, formula::square(v)};
}

int Approach::compare(const Approach& other) const {
    if (square_.surely_less(other.square_)) return -1;
    if (other.square_.surely_less(square_)) return 1;
    if (end_ && other.end_) {
        if (from_ == other.from_ && end_ == other.end_) return 0;
        return compare_distances(from_, *end_, other.from_, *other.end_);
    }
    return sign_of([&](const auto& number) {
        const auto mine = squared(number), theirs = other.squared(number);
        return mine[0] * theirs[1] - theirs[0] * mine[1];
    });
}

double Approach::distance() const {
    return rounded([&](const auto& number) {
        const auto d = squared(number);
        return sqrt(d[0] / d[1]);
    });
}

Point Approach::point() const {
    if (end_) return *end_;
    return rounded_point([&](const auto& number) {
        const auto v = between(number, curve_.a, curve_.b);
        const auto along = dot(between(number, curve_.a, from_), v);
        return at(number, curve_.a) + v * along / formula::square(v);
    });
}

}  // namespace pipelab::geometry
