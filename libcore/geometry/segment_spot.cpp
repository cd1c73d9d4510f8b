#include "geometry/segment_spot.hpp"

namespace pipelab::geometry::detail {
namespace {

using namespace formula;

/// Equal distances of irrational places are found so.
constexpr long comparison_bits = 2048;

/// a t^2 + b t + c, over `weight` > 0 where that matters.
template <class Number>
struct Quadratic {
    Number a, b, c, weight;
};

/// The squared distance of s.a + t (s.b - s.a) from a target.
template <class Make>
auto square_along(const Make& number, const Segment& s, const Target& target) {
    using Number = decltype(number(0.0));
    const auto u = between(number, s.a, s.b), w = between(number, target.a, s.a);
    if (target.is_point()) {
        return Quadratic<Number>{square(u), number(2) * dot(u, w), square(w), number(1)};
    }
    const auto v = between(number, target.a, target.b);
    const auto slope = cross(v, u), start = cross(v, w);
    return Quadratic<Number>{slope * slope, number(2) * slope * start, start * start, square(v)};
}

template <class Make>
auto quadratic(const Make& number, const Segment& s, const Function& function) {
    using Number = decltype(number(0.0));
    if (function.kind == Function::Kind::beyond) {
        const auto v = between(number, function.i.a, function.i.b);
        return Quadratic<Number>{number(0), dot(between(number, s.a, s.b), v),
                                 dot(between(number, function.j.a, s.a), v), number(1)};
    }
    const auto i = square_along(number, s, function.i), j = square_along(number, s, function.j);
    if (function.i.is_point() && function.j.is_point()) {
        return Quadratic<Number>{number(0), i.b - j.b, i.c - j.c, number(1)};
    }
    return Quadratic<Number>{i.a * j.weight - j.a * i.weight, i.b * j.weight - j.b * i.weight,
                             i.c * j.weight - j.c * i.weight, number(1)};
}

/// The share of the way as a quotient.
template <class Number>
struct Share {
    Number over, under;
};

template <class Make>
auto share(const Make& number, const Segment& s, const Spot& spot) {
    using Number = decltype(number(0.0));
    if (spot.kind == Spot::Kind::start) return Share<Number>{number(0), number(1)};
    if (spot.kind == Spot::Kind::end) return Share<Number>{number(1), number(1)};
    const auto q = quadratic(number, s, spot.function);
    if (spot.linear) return Share<Number>{-q.c, q.b};
    const auto root = sqrt(q.b * q.b - number(4) * q.a * q.c);
    if (spot.reciprocal) return Share<Number>{number(-2) * q.c, q.b + root};
    return Share<Number>{root - q.b, number(2) * q.a};
}

/// The value of q there, times the square of the denominator.
template <class Number>
Number value(const Quadratic<Number>& q, const Share<Number>& t) {
    return q.a * t.over * t.over + q.b * t.over * t.under + q.c * t.under * t.under;
}

template <class Make>
auto place(const Make& number, const Segment& s, const Spot& spot) {
    const auto t = share(number, s, spot);
    return formula::at(number, s.a) + between(number, s.a, s.b) * t.over / t.under;
}

/// The sign of q where another quadratic p rises through 0 at (-b + sqrt(D)) / 2a: that of
/// P + Q sqrt(D), from signs of polynomials.
int sign_at_root(const Segment& s, const Function& root, const Function& function) {
    const auto parts = [&](const auto& number) {
        const auto p = quadratic(number, s, root), q = quadratic(number, s, function);
        const auto square_root = p.b * p.b - number(4) * p.a * p.c;
        const auto rational = q.a * (p.b * p.b + square_root) - number(2) * p.a * p.b * q.b +
                              number(4) * p.a * p.a * q.c;
        return std::array{rational, number(2) * (p.a * q.b - q.a * p.b), square_root};
    };
    const int rational = sign_of([&](const auto& number) { return parts(number)[0]; });
    const int surd = sign_of([&](const auto& number) { return parts(number)[1]; });
    if (rational * surd >= 0) return rational != 0 ? rational : surd;
    return rational * sign_of([&](const auto& number) {
               const auto all = parts(number);
               return all[0] * all[0] - all[1] * all[1] * all[2];
           });
}

}  // namespace

Spot SegmentSpots::zero(const Function& function) const {
    const auto [a, b] = sign_of([&](const auto& number) {
        const auto q = quadratic(number, s_, function);
        return std::array{q.a, q.b};
    });
    return {Spot::Kind::zero, function, a == 0, b > 0};
}

int SegmentSpots::sign(const Spot& spot, const Function& function) const {
    if (spot.kind == Spot::Kind::zero && !spot.linear) {
        const Bounded near =
            value(quadratic(BoundedNumbers{}, s_, function), share(BoundedNumbers{}, s_, spot));
        int sign;
        return settled(near, sign) ? sign : sign_at_root(s_, spot.function, function);
    }
    return sign_of([&](const auto& number) {
        return value(quadratic(number, s_, function), share(number, s_, spot));
    });
}

Point SegmentSpots::at(const Spot& spot) const {
    if (spot.kind != Spot::Kind::zero) return spot.kind == Spot::Kind::start ? s_.a : s_.b;
    return rounded_point([&](const auto& number) { return place(number, s_, spot); },
                         comparison_bits);
}

double SegmentSpots::distance(const Spot& spot, const Target& target) const {
    return rounded(
        [&](const auto& number) {
            const auto q = square_along(number, s_, target);
            const auto t = share(number, s_, spot);
            return sqrt(value(q, t) / (q.weight * t.under * t.under));
        },
        comparison_bits);
}

Point SegmentSpots::foot(const Spot& spot, const Target& target) const {
    if (target.is_point()) return target.a;
    return rounded_point(
        [&](const auto& number) {
            const auto v = between(number, target.a, target.b);
            const auto from = place(number, s_, spot) - formula::at(number, target.a);
            return formula::at(number, target.a) + v * dot(from, v) / square(v);
        },
        comparison_bits);
}

int SegmentSpots::compare(const Spot& spot, const Target& target, const SegmentSpots& other,
                          const Spot& other_spot, const Target& other_target) const {
    return sign_of(
        [&](const auto& number) {
            const auto q = square_along(number, s_, target);
            const auto r = square_along(number, other.s_, other_target);
            const auto t = share(number, s_, spot), u = share(number, other.s_, other_spot);
            return value(q, t) * r.weight * u.under * u.under -
                   value(r, u) * q.weight * t.under * t.under;
        },
        comparison_bits);
}

}  // namespace pipelab::geometry::detail
