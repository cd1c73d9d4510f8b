#include "geometry/predicates.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "rational.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace predicates_test {

using namespace pipelab::geometry;
using namespace pipelab::testing;

namespace {

/// What the predicates ought to say.
int expected_cross(Point a, Point b, Point c, Point d) {
    return sgn(cross(RationalPoint(b) - a, RationalPoint(d) - c));
}
int expected_dot(Point a, Point b, Point c, Point d) {
    return sgn(dot(RationalPoint(b) - a, RationalPoint(d) - c));
}
int expected_distances(Point a, Point b, Point c, Point d) {
    const RationalPoint u = RationalPoint(b) - a, v = RationalPoint(d) - c;
    return sgn(Rational(dot(u, u) - dot(v, v)));
}
int expected_heights(Point a, Point b, Point c, Point d, double x) {
    const RationalPoint p = a, q = c, u = RationalPoint(b) - a, v = RationalPoint(d) - c;
    const Rational at_a = u.x * p.y + (x - p.x) * u.y, at_c = v.x * q.y + (x - q.x) * v.y;
    return sgn(Rational(at_a * v.x - at_c * u.x));
}

/// Whether all predicates of four points are right.
bool all_right(Point a, Point b, Point c, Point d) {
    return orientation(a, b, c) == exact_orientation(a, b, c) &&
           cross_sign(a, b, c, d) == expected_cross(a, b, c, d) &&
           dot_sign(a, b, c, d) == expected_dot(a, b, c, d) &&
           in_circle(a, b, c, d) == exact_in_circle(a, b, c, d) &&
           compare_distances(a, b, c, d) == expected_distances(a, b, c, d) &&
           compare_heights(a, b, c, d, c.x) == expected_heights(a, b, c, d, c.x) &&
           compare_heights(a, b, c, d, d.y) == expected_heights(a, b, c, d, d.y);
}

/// Draws from a numbered sequence.
class Draws {
  public:
    explicit Draws(std::uint64_t stream) : random_(7, stream) {}
    double unit() { return 2 * random_.uniform(next_++) - 1; }
    int integer(int bound) {
        return static_cast<int>(random_.integer(next_++, static_cast<std::uint64_t>(bound)));
    }
    Point point() {
        const double x = unit();
        return {x, unit()};
    }

  private:
    pipelab::base::Random random_;
    std::uint64_t next_ = 0;
};

Point scaled(Point p, int exponent) {
    return {std::ldexp(p.x, exponent), std::ldexp(p.y, exponent)};
}

/// A value moved by a few units of its last place.
double nudged(double value, int steps) {
    for (; steps > 0; --steps) value = std::nextafter(value, INFINITY);
    for (; steps < 0; ++steps) value = std::nextafter(value, -INFINITY);
    return value;
}

/// Wrong signs among triples that are collinear up to rounding and a few units of the last place,
/// at scales from 1e-300 to 1e300.
int wrong_near_collinear(int triples, std::uint64_t stream) {
    Draws draws(stream);
    int wrong = 0;
    for (int i = 0; i < triples; ++i) {
        const int scale = draws.integer(1994) - 997;
        const Point a = scaled(draws.point(), scale), b = scaled(draws.point(), scale);
        const double t = draws.unit();
        Point c{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        if (i % 2 == 0) c = {nudged(c.x, draws.integer(5) - 2), nudged(c.y, draws.integer(5) - 2)};
        wrong += orientation(a, b, c) != exact_orientation(a, b, c);
    }
    return wrong;
}

/// The same for quadruples on a rounded circle, any magnitude, offset by up to 2^40 radii.
int wrong_near_cocircular(int quadruples, std::uint64_t stream) {
    Draws draws(stream);
    int wrong = 0;
    for (int i = 0; i < quadruples; ++i) {
        const int scale = draws.integer(i % 2 == 0 ? 480 : 1954) - (i % 2 == 0 ? 240 : 997);
        const Point center = scaled(draws.point(), draws.integer(40));
        std::array<Point, 4> p;
        for (Point& q : p) {
            const double angle = 4 * draws.unit();
            q = scaled({center.x + std::cos(angle), center.y + std::sin(angle)}, scale);
            q.x = nudged(q.x, draws.integer(3) - 1);
        }
        wrong += in_circle(p[0], p[1], p[2], p[3]) != exact_in_circle(p[0], p[1], p[2], p[3]);
        wrong +=
            compare_distances(p[0], p[1], p[2], p[3]) != expected_distances(p[0], p[1], p[2], p[3]);
        const double x = i % 3 == 0 ? p[3].x : center.x;
        wrong += compare_heights(p[0], p[1], p[2], p[3], x) !=
                 expected_heights(p[0], p[1], p[2], p[3], x);
    }
    return wrong;
}

/// Maps of the lattice {-2..2}^2 to doubles where naive arithmetic fails: offsets that swallow the
/// step, steps of one unit of the last place, both ends of the range, steps that are no fractions
/// of powers of two (the lattice is then bent by rounding).
struct Map {
    double offset_x, offset_y, step_x, step_y;
    Point operator()(int i) const {
        return {offset_x + (i % 5 - 2) * step_x, offset_y + (i / 5 - 2) * step_y};
    }
};
const std::vector<Map> maps{
    {0, 0, 1, 1},
    {0.5, 0.5, 0x1p-53, 0x1p-53},
    {12, 24, 0x1p-49, 0x1p-48},
    {1e16, -1e16, 2, 2},
    {0x1p-1074, 0x1p-1074, 0x1p-1074, 0x1p-1074},
    {0, 0, 1e-300, 1e-300},
    {0, 0, 0x1.8p1022, 0x1.8p1022},
    {1e300, 1e-300, 1e284, 1e-316},
    {0.1, 0.3, 0.1, 0.1},
    {1e307, 1e-320, 8e307, 5e-324},
    {0x1p53, 0, 2, 0x1p-40},
    {1.0 / 3, 2.0 / 3, 0x1p-54, 1.0 / 7},
};

}  // namespace

TEST_CASE("orientation is exact on the grids of Kettner and others") {
    const std::vector<std::array<Point, 3>> cases{
        {{{0.5, 0.5}, {12, 12}, {24, 24}}},
        {{{0.50000000000002531, 0.5000000000000171},
          {17.300000000000001, 17.300000000000001},
          {24.00000000000005, 24.0000000000000517765}}},
        {{{0.5, 0.5}, {8.8000000000000007, 8.8000000000000007}, {12.1, 12.1}}}};
    for (const auto& [p, q, r] : cases) {
        int wrong = 0;
        for (int i = 0; i < 256; ++i) {
            for (int j = 0; j < 256; ++j) {
                const Point moved{p.x + i * 0x1p-53, p.y + j * 0x1p-53};
                wrong += orientation(moved, q, r) != exact_orientation(moved, q, r);
            }
        }
        REQUIRE(wrong == 0);
    }
}

TEST_CASE("orientation is exact on all triples of small lattices in bad places") {
    for (const Map& map : maps) {
        int wrong = 0;
        for (int i = 0; i < 25 * 25 * 25; ++i) {
            const Point a = map(i % 25), b = map(i / 25 % 25), c = map(i / 625);
            wrong += orientation(a, b, c) != exact_orientation(a, b, c);
        }
        REQUIRE(wrong == 0);
    }
}

namespace {

int wrong_quadruples(const Map& map, int step) {
    int wrong = 0;
    for (int i = 0; i < 25 * 25 * 25 * 25; i += step) {
        const Point a = map(i % 25), b = map(i / 25 % 25), c = map(i / 625 % 25),
                    d = map(i / 15625);
        wrong += !all_right(a, b, c, d);
    }
    return wrong;
}

}  // namespace

TEST_CASE("every predicate is exact on quadruples of small lattices in bad places") {
    for (const Map& map : maps) REQUIRE(wrong_quadruples(map, quick ? 997 : 97) == 0);
}

TEST_CASE("every predicate is exact on all quadruples of small lattices", "[.][exhaustive]") {
    for (const Map& map : maps) REQUIRE(wrong_quadruples(map, 1) == 0);
}

TEST_CASE("on the integer lattice all quadruples agree with integer arithmetic") {
    int wrong = 0;
    for (int i = 0; i < 25 * 25 * 25 * 25; ++i) {
        std::array<int, 4> x{i % 25 % 5, i / 25 % 25 % 5, i / 625 % 25 % 5, i / 15625 % 5};
        std::array<int, 4> y{i % 25 / 5, i / 25 % 25 / 5, i / 625 % 25 / 5, i / 15625 / 5};
        std::array<Point, 4> p;
        for (std::size_t k = 0; k < 4; ++k) p[k] = {1e9 + x[k], 1e9 + y[k]};
        for (std::size_t k = 0; k < 3; ++k) x[k] -= x[3], y[k] -= y[3];
        const auto lift = [&](std::size_t k) { return x[k] * x[k] + y[k] * y[k]; };
        const auto minor = [&](std::size_t k, std::size_t l) { return x[k] * y[l] - x[l] * y[k]; };
        const int det = lift(0) * minor(1, 2) - lift(1) * minor(0, 2) + lift(2) * minor(0, 1);
        wrong += in_circle(p[0], p[1], p[2], p[3]) != (det > 0) - (det < 0);
    }
    REQUIRE(wrong == 0);
}

TEST_CASE("orientation is exact on near-collinear triples at all scales") {
    REQUIRE(wrong_near_collinear(quick ? 10000 : 100000, 1) == 0);
}

TEST_CASE("a million near-collinear triples and a million near-cocircular quadruples",
          "[.][exhaustive]") {
    REQUIRE(wrong_near_collinear(1000000, 2) == 0);
    REQUIRE(wrong_near_cocircular(1000000, 3) == 0);
}

TEST_CASE("in_circle is exact on near-cocircular quadruples at all scales") {
    REQUIRE(wrong_near_cocircular(quick ? 3000 : 30000, 4) == 0);
}

TEST_CASE("predicates are exact where huge and tiny coordinates mix") {
    Draws draws(5);
    const std::vector<double> extremes{
        0,      -0.0,   0x1p-1074, 0x1.8p-1073, 0x1p-1022, 1e-300,
        1e-160, 1e-154, 1e-16,     1,           1e16,      1e100,
        1e154,  1e160,  1e300,     0x1p127,     0x1p1023,  0x1.fffffffffffffp1023};
    int wrong = 0;
    const auto draw = [&] {
        double value =
            extremes[static_cast<std::size_t>(draws.integer(static_cast<int>(extremes.size())))];
        if (draws.integer(4) == 0) value *= draws.unit();
        return draws.integer(2) == 0 ? value : -value;
    };
    for (int i = 0; i < (quick ? 2000 : 20000); ++i) {
        std::array<Point, 4> p;
        for (Point& q : p) q = {draw(), draw()};
        if (i % 3 == 0) p[2] = {p[1].x + (p[1].x - p[0].x), p[1].y + (p[1].y - p[0].y)};
        if (i % 4 == 0) p[3] = {p[0].x, p[2].y};
        if (!std::isfinite(p[2].x) || !std::isfinite(p[2].y)) p[2] = p[1];
        if (!std::isfinite(p[3].y)) p[3] = p[0];
        wrong += !all_right(p[0], p[1], p[2], p[3]);
    }
    REQUIRE(wrong == 0);
}

TEST_CASE("the perturbed in-circle test breaks every tie alike") {
    const std::vector<Point> circle{{5, 0}, {3, 4}, {4, 3}, {0, 5}, {-3, 4}, {-5, 0}, {0, -5}};
    for (const Point a : circle) {
        for (const Point b : circle) {
            for (const Point c : circle) {
                for (const Point d : circle) {
                    const int sign = in_circle_perturbed(a, b, c, d);
                    const bool distinct = a != b && a != c && a != d && b != c && b != d && c != d;
                    if (!distinct) continue;
                    REQUIRE(sign != 0);
                    REQUIRE(sign == in_circle_perturbed(b, c, a, d));
                    REQUIRE(sign == -in_circle_perturbed(b, a, c, d));
                    REQUIRE(sign == -in_circle_perturbed(d, b, c, a));
                    // The first point in order is outside of the circle of the others.
                    const std::array all{a, b, c, d};
                    const Point first = *std::min_element(all.begin(), all.end(), before);
                    if (first == d) REQUIRE(sign == -orientation(a, b, c));
                }
            }
        }
    }
}

TEST_CASE("predicates of equal and collinear points are zero") {
    const Point p{0.1, 1e300}, q{0.2, 7};
    REQUIRE(orientation(p, p, p) == 0);
    REQUIRE(orientation(p, q, q) == 0);
    REQUIRE(orientation(p, q, p) == 0);
    REQUIRE(in_circle(p, p, q, {3, 4}) == 0);
    REQUIRE(in_circle({0, 0}, {1, 1}, {2, 2}, {3, 3}) == 0);
    REQUIRE(in_circle_perturbed({0, 0}, {1, 1}, {2, 2}, {3, 3}) == 0);
    REQUIRE(in_circle(p, q, {3, 4}, p) == 0);
    REQUIRE(compare_distances(p, q, q, p) == 0);
    REQUIRE(compare_distances(p, p, q, q) == 0);
    REQUIRE(dot_sign(p, p, q, p) == 0);
}

}  // namespace predicates_test
