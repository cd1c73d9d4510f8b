#include "geometry/circles.hpp"
#include "geometry/predicates.hpp"
#include "geometry/vector_formula.hpp"

#include <algorithm>
#include <array>

namespace pipelab::geometry {
namespace {

using namespace formula;

constexpr long most_bits_of_roots = 2048;

/// With the first centre as origin, a circle of centre X and radius q that touches circle i on the
/// side s_i satisfies |X - c_i| = |q + s_i r_i|. Differences of the squares are linear:
///   c_i . X + k_i q = m_i,  k_i = s_i r_i - s_1 r_1,  m_i = (|c_i|^2 - r_i^2 + r_1^2) / 2.
struct Problem {
    std::array<Circle, 3> circles;
    std::array<double, 3> signs;

    template <class Make>
    auto signed_radius(const Make& number, std::size_t i) const {
        return number(signs[i]) * number(circles[i].radius);
    }
    template <class Make>
    auto centre(const Make& number, std::size_t i) const {
        return between(number, circles[0].centre, circles[i].centre);
    }
    template <class Make>
    auto factor(const Make& number, std::size_t i) const {
        return signed_radius(number, i) - signed_radius(number, 0);
    }
    template <class Make>
    auto constant(const Make& number, std::size_t i) const {
        const auto r = number(circles[i].radius), first = number(circles[0].radius);
        return (square(centre(number, i)) - r * r + first * first) * number(0.5);
    }
    bool collinear() const {
        return orientation(circles[0].centre, circles[1].centre, circles[2].centre) == 0;
    }
};

/// Coefficients of a q^2 + 2 b q + c = 0.
template <class Number>
struct RadiusEquation {
    Number a, b, c;
    Number discriminant() const { return b * b - a * c; }
};

/// Centres in general position: X = (m + n q) / d, d = c_2 x c_3.
template <class Make>
auto linear_solution(const Make& number, const Problem& p) {
    const auto u = p.centre(number, 1), v = p.centre(number, 2);
    const auto m = left(u * p.constant(number, 2) - v * p.constant(number, 1));
    const auto n = left(v * p.factor(number, 1) - u * p.factor(number, 2));
    return std::array{m, n};
}
template <class Make>
auto quadratic(const Make& number, const Problem& p) {
    const auto d = cross(p.centre(number, 1), p.centre(number, 2)), dd = d * d;
    const auto [m, n] = linear_solution(number, p);
    const auto r = p.signed_radius(number, 0);
    return RadiusEquation<decltype(number(0.0))>{square(n) - dd, dot(m, n) - r * dd,
                                                 square(m) - r * r * dd};
}

/// The roots q > 0, by exact signs: sign 1 and -1 of the square root, 0 for linear equations and
/// double roots, in ascending order of q.
struct Signs {
    int a, b, c, discriminant;
};
std::vector<int> positive_roots(const Signs& s) {
    if (s.a == 0) return s.b * s.c < 0 ? std::vector{2} : std::vector<int>{};
    if (s.discriminant < 0) return {};
    if (s.discriminant == 0) return s.a * s.b < 0 ? std::vector{0} : std::vector<int>{};
    // Of (-b -+ root) / a the less is with -a; their product is c / a, their sum -2 b / a.
    const int product = s.a * s.c, sum = -s.a * s.b;
    if (product < 0 || (product == 0 && sum > 0)) return {s.a};
    if (product > 0 && sum > 0) return {-s.a, s.a};
    return {};
}

template <class Number>
Number root(const RadiusEquation<Number>& q, int which) {
    if (which == 2) return -q.c / (q.b + q.b);
    if (which == 0) return -q.b / q.a;
    const Number square_root = sqrt(q.discriminant());
    return (which > 0 ? square_root - q.b : -square_root - q.b) / q.a;
}

void solve_general(const Problem& p, std::vector<Circle>& result) {
    const auto signs = sign_of([&](const auto& number) {
        const auto q = quadratic(number, p);
        return std::array{q.a, q.b, q.c, q.discriminant()};
    });
    for (const int which : positive_roots({signs[0], signs[1], signs[2], signs[3]})) {
        const auto [x, y, radius] = rounded(
            [&](const auto& number) {
                const auto q = root(quadratic(number, p), which);
                const auto [m, n] = linear_solution(number, p);
                const auto d = cross(p.centre(number, 1), p.centre(number, 2));
                const auto centre = at(number, p.circles[0].centre) + (m + n * q) / d;
                return std::array{centre.x, centre.y, q};
            },
            most_bits_of_roots);
        result.push_back({{x, y}, radius});
    }
}

/// Centres on a line through the first, u = c_2 and c_3 = (w / u^2) u with w = c_3 . u: eliminating
/// u . X leaves (u^2 k_3 - w k_2) q = u^2 m_3 - w m_2. Then X = (x u + y u') / u^2 with
/// x = m_2 - k_2 q and y^2 = u^2 (q + s_1 r_1)^2 - x^2.
struct Collinear {
    const Problem& p;

    template <class Make>
    auto equation(const Make& number) const {
        const auto u = p.centre(number, 1);
        const auto uu = square(u), w = dot(p.centre(number, 2), u);
        return std::array{uu * p.factor(number, 2) - w * p.factor(number, 1),
                          uu * p.constant(number, 2) - w * p.constant(number, 1)};
    }
    /// x and y^2, times the factor of q and its square.
    template <class Make>
    auto position(const Make& number) const {
        const auto [f, g] = equation(number);
        const auto x = p.constant(number, 1) * f - p.factor(number, 1) * g;
        const auto reach = g + p.signed_radius(number, 0) * f;
        return std::array{x, square(p.centre(number, 1)) * reach * reach - x * x};
    }
    Circle circle(double sign) const {
        const auto [x, y, radius] = rounded(
            [&](const auto& number) {
                const auto [f, g] = equation(number);
                const auto [along, aside] = position(number);
                const auto u = p.centre(number, 1);
                auto offset = u * along;
                if (sign != 0) offset = offset + left(u) * (number(sign) * sqrt(aside));
                const auto centre = at(number, p.circles[0].centre) + offset / (square(u) * f);
                return std::array{centre.x, centre.y, g / f};
            },
            most_bits_of_roots);
        return {{x, y}, radius};
    }
};

void solve_collinear(const Problem& p, std::vector<Circle>& result) {
    if (p.circles[0].centre == p.circles[1].centre) return;
    const Collinear line{p};
    const auto [factor, constant] =
        sign_of([&](const auto& number) { return line.equation(number); });
    if (factor * constant <= 0) return;
    const int aside = sign_of([&](const auto& number) { return line.position(number)[1]; });
    // Left of the way from the first centre to the second comes first.
    if (aside > 0) {
        result.push_back(line.circle(factor));
        result.push_back(line.circle(-factor));
    } else if (aside == 0) {
        result.push_back(line.circle(0));
    }
}

}  // namespace

std::vector<Circle> apollonius(const Circle& first, const Circle& second, const Circle& third) {
    if (first == second || second == third || first == third) return {};
    Problem problem{{first, second, third}, {}};
    // Two centres that are equal must not be the first two.
    if (first.centre == second.centre) std::swap(problem.circles[1], problem.circles[2]);
    std::vector<Circle> result;
    for (unsigned sides = 0; sides < 8; ++sides) {
        bool repeated = false;
        for (std::size_t i = 0; i < 3; ++i) {
            const bool inside = sides >> (2 - i) & 1;
            problem.signs[i] = inside ? -1 : 1;
            repeated |= inside && problem.circles[i].radius == 0;
        }
        if (repeated) continue;
        if (problem.collinear()) {
            solve_collinear(problem, result);
        } else {
            solve_general(problem, result);
        }
    }
    std::erase_if(result, [&](const Circle& found) {
        return found == first || found == second || found == third;
    });
    return result;
}

}  // namespace pipelab::geometry
