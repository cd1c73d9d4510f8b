#include "geometry/triangles.hpp"

#include "geometry/predicates.hpp"
#include "geometry/vector_formula.hpp"

namespace pipelab::geometry {
namespace {

using namespace formula;

/// Where irrational lengths are added.
constexpr long most_bits_of_lengths = 16384;

template <class Number>
using Three = std::array<Number, 3>;

/// Squares of the lengths of bc, ca, ab.
template <class Make>
auto squared_sides(const Make& number, Point a, Point b, Point c) {
    return std::array{square(between(number, b, c)), square(between(number, c, a)),
                      square(between(number, a, b))};
}
template <class Make>
auto sides(const Make& number, Point a, Point b, Point c) {
    const auto [aa, bb, cc] = squared_sides(number, a, b, c);
    return std::array{sqrt(aa), sqrt(bb), sqrt(cc)};
}
template <class Make>
auto twice_area(const Make& number, Point a, Point b, Point c) {
    return cross(between(number, a, b), between(number, a, c));
}

/// The point with the given weights of the corners (barycentric coordinates).
template <class Make, class Number>
Vector<Number> weighted(const Make& number, Point a, Point b, Point c,
                        const Three<Number>& weights) {
    const Number sum = weights[0] + weights[1] + weights[2];
    const auto offset = between(number, a, b) * weights[1] + between(number, a, c) * weights[2];
    return at(number, a) + offset / sum;
}

/// f(a, b, c), f(b, c, a), f(c, a, b).
template <class Number, class Function>
Three<Number> cyclic(const Three<Number>& v, Function f) {
    return {f(v[0], v[1], v[2]), f(v[1], v[2], v[0]), f(v[2], v[0], v[1])};
}

/// Weights that are rational functions of the squared sides; s_a = (b^2 + c^2 - a^2) / 2.
template <class Number>
Three<Number> rational_weights(Centre which, const Three<Number>& squares) {
    const auto conway = cyclic(
        squares, [](const Number& a, const Number& b, const Number& c) { return b + c - a; });
    switch (which) {
        case Centre::circumcentre:
            return {squares[0] * conway[0], squares[1] * conway[1], squares[2] * conway[2]};
        case Centre::orthocentre:
            return cyclic(conway,
                          [](const Number&, const Number& b, const Number& c) { return b * c; });
        case Centre::nine_point:
            return cyclic(squares, [](const Number& a, const Number& b, const Number& c) {
                return a * (b + c) - (b - c) * (b - c);
            });
        case Centre::symmedian:
            return squares;
        default:
            return {Number(1), Number(1), Number(1)};
    }
}

/// Weights that are functions of the sides.
template <class Number>
Three<Number> side_weights(Centre which, const Three<Number>& lengths) {
    const auto shorter = cyclic(
        lengths, [](const Number& a, const Number& b, const Number& c) { return b + c - a; });
    switch (which) {
        case Centre::gergonne:
            return cyclic(shorter,
                          [](const Number&, const Number& b, const Number& c) { return b * c; });
        case Centre::nagel:
            return shorter;
        case Centre::mittenpunkt:
            return {lengths[0] * shorter[0], lengths[1] * shorter[1], lengths[2] * shorter[2]};
        case Centre::spieker:
            return cyclic(lengths,
                          [](const Number&, const Number& b, const Number& c) { return b + c; });
        default:
            return lengths;
    }
}

/// Whether the angle at `vertex` is 120 degrees or more.
bool wide_angle(Point vertex, Point a, Point b) {
    if (dot_sign(vertex, a, vertex, b) >= 0) return false;
    return sign_of([=](auto number) {
               const auto u = between(number, vertex, a), v = between(number, vertex, b);
               const auto product = dot(u, v);
               return 4 * product * product - square(u) * square(v);
           }) >= 0;
}

/// a^4 - 2 (b^2 - c^2)^2 + a^2 (b^2 + c^2 + 4 sqrt(3) area) and so on.
Point fermat_point(Point a, Point b, Point c) {
    if (wide_angle(a, b, c)) return a;
    if (wide_angle(b, c, a)) return b;
    if (wide_angle(c, a, b)) return c;
    const double turn = orientation(a, b, c);
    return rounded_point(
        [=](auto number) {
            const auto area = 2 * sqrt(number(3)) * twice_area(number, a, b, c) * number(turn);
            using Number = decltype(number(0.0));
            const auto weights =
                cyclic(squared_sides(number, a, b, c),
                       [&](const Number& aa, const Number& bb, const Number& cc) {
                           return aa * aa - 2 * (bb - cc) * (bb - cc) + aa * (bb + cc + area);
                       });
            return weighted(number, a, b, c, weights);
        },
        most_bits_of_lengths);
}

/// The circle that touches all three sides, with the sides' lengths taken with the given signs.
Circle touching_circle(Point a, Point b, Point c, const Three<double>& signs) {
    const double turn = orientation(a, b, c);
    const auto [x, y, radius] = rounded(
        [=](auto number) {
            auto weights = sides(number, a, b, c);
            for (std::size_t i = 0; i < 3; ++i) weights[i] = weights[i] * number(signs[i]);
            const auto middle = weighted(number, a, b, c, weights);
            const auto sum = weights[0] + weights[1] + weights[2];
            return std::array{middle.x, middle.y, number(turn) * twice_area(number, a, b, c) / sum};
        },
        most_bits_of_lengths);
    return {{x, y}, radius};
}

}  // namespace

double triangle_area(Point a, Point b, Point c) {
    return rounded([=](auto number) { return twice_area(number, a, b, c) * number(0.5); });
}

std::optional<Circle> circumcircle(Point a, Point b, Point c) {
    if (orientation(a, b, c) == 0) return {};
    const auto [x, y, radius] = rounded([=](auto number) {
        const auto u = between(number, a, b), v = between(number, a, c);
        const auto uu = square(u), vv = square(v), twice = 2 * cross(u, v);
        const auto centre = at(number, a) + left(u * vv - v * uu) / twice;
        const auto product = uu * vv * square(v - u);
        return std::array{centre.x, centre.y, sqrt(product / (twice * twice))};
    });
    return Circle{{x, y}, radius};
}

std::optional<Circle> incircle(Point a, Point b, Point c) {
    if (orientation(a, b, c) == 0) return {};
    return touching_circle(a, b, c, {1, 1, 1});
}

std::optional<std::array<Circle, 3>> excircles(Point a, Point b, Point c) {
    if (orientation(a, b, c) == 0) return {};
    return std::array{touching_circle(a, b, c, {-1, 1, 1}), touching_circle(a, b, c, {1, -1, 1}),
                      touching_circle(a, b, c, {1, 1, -1})};
}

std::optional<Point> centre(Centre which, Point a, Point b, Point c) {
    if (orientation(a, b, c) == 0) return {};
    switch (which) {
        case Centre::fermat:
            return fermat_point(a, b, c);
        case Centre::centroid:
        case Centre::circumcentre:
        case Centre::orthocentre:
        case Centre::nine_point:
        case Centre::symmedian:
            return rounded_point([=](auto number) {
                return weighted(number, a, b, c,
                                rational_weights(which, squared_sides(number, a, b, c)));
            });
        default:
            return rounded_point(
                [=](auto number) {
                    return weighted(number, a, b, c, side_weights(which, sides(number, a, b, c)));
                },
                most_bits_of_lengths);
    }
}

}  // namespace pipelab::geometry
