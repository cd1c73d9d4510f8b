#include "geometry/vectors.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/transform.hpp"
#include "rational.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <mpfr.h>

namespace vectors_test {

using namespace pipelab::geometry;
using namespace pipelab::testing;

namespace {

constexpr auto degrees = AngleUnit::degrees;
constexpr auto radians = AngleUnit::radians;

std::vector<Point> random_points(std::size_t count, std::uint64_t stream) {
    const pipelab::base::Random random(3, stream);
    std::vector<Point> points(count);
    for (std::size_t i = 0; i < count; ++i) {
        points[i] = {2 * random.uniform(2 * i) - 1, 2 * random.uniform(2 * i + 1) - 1};
    }
    return points;
}

Point nearest_point(const RationalPoint& p) { return {nearest(p.x), nearest(p.y)}; }

/// p turned, by MPFR with 2000 bits.
Point turned(Point p, double angle, bool in_degrees, Point centre) {
    mpfr_t s, c, t, u;
    mpfr_inits2(2000, s, c, t, u, nullptr);
    mpfr_set_d(t, angle, MPFR_RNDN);
    if (in_degrees) {
        mpfr_const_pi(s, MPFR_RNDN);
        mpfr_mul(t, t, s, MPFR_RNDN), mpfr_div_ui(t, t, 180, MPFR_RNDN);
    }
    mpfr_sin_cos(s, c, t, MPFR_RNDN);
    const auto combine = [&](mpfr_ptr first, mpfr_ptr second, int sign, double origin) {
        mpfr_set_d(t, p.x, MPFR_RNDN), mpfr_sub_d(t, t, centre.x, MPFR_RNDN);
        mpfr_set_d(u, p.y, MPFR_RNDN), mpfr_sub_d(u, u, centre.y, MPFR_RNDN);
        mpfr_mul(t, t, first, MPFR_RNDN), mpfr_mul(u, u, second, MPFR_RNDN);
        sign > 0 ? mpfr_add(t, t, u, MPFR_RNDN) : mpfr_sub(t, t, u, MPFR_RNDN);
        mpfr_add_d(t, t, origin, MPFR_RNDN);
        return mpfr_get_d(t, MPFR_RNDN);
    };
    const Point result{combine(c, s, -1, centre.x), combine(s, c, 1, centre.y)};
    mpfr_clears(s, c, t, u, nullptr);
    return result;
}

}  // namespace

TEST_CASE("products, lengths, projections and reflections are correctly rounded") {
    const auto p = random_points(quick ? 100 : 2000, 1);
    for (std::size_t i = 0; i + 3 < p.size(); ++i) {
        const RationalPoint a = p[i], b = p[i + 1], x = p[i + 2];
        REQUIRE(dot(p[i], p[i + 1]) == nearest(dot(a, b)));
        REQUIRE(cross(p[i], p[i + 1]) == nearest(cross(a, b)));
        const RationalPoint v = b - a;
        const Rational t = dot(x - a, v) / dot(v, v);
        const RationalPoint foot(a.x + t * v.x, a.y + t * v.y);
        REQUIRE(projected(p[i + 2], {p[i], p[i + 1]}) == nearest_point(foot));
        REQUIRE(reflected(p[i + 2], {p[i], p[i + 1]}) ==
                nearest_point({2 * foot.x - x.x, 2 * foot.y - x.y}));
        REQUIRE(reflected(p[i], p[i + 1]) == nearest_point({2 * b.x - a.x, 2 * b.y - a.y}));
        REQUIRE(from_chebyshev(p[i]) == nearest_point({(a.x + a.y) / 2, (a.x - a.y) / 2}));
    }
    REQUIRE(length({3, 4}) == 5);
    REQUIRE(length({3e-320, 4e-320}) == 5e-320);
    REQUIRE(distance(Point{1, 1}, Point{1, 1}) == 0);
    REQUIRE(std::isinf(length({1.5e308, 1.5e308})));
    REQUIRE(*unit({3e300, -4e300}) == Point{0.6, -0.8});
    REQUIRE(!unit({0, 0}));
    REQUIRE(!projected({1, 2}, {{3, 4}, {3, 4}}));
    REQUIRE(!reflected(Point{1, 2}, Segment{{3, 4}, {3, 4}}));
    REQUIRE(from_chebyshev({1.5e308, 1.5e308}) == Point{1.5e308, 0});
    REQUIRE(to_chebyshev({1, 2}) == Point{3, -1});
    REQUIRE(normal({1, 2}) == Point{-2, 1});
}

TEST_CASE("angles in degrees are exact where they are rational") {
    REQUIRE(*angle({1, 1}, degrees) == 45);
    REQUIRE(*angle({-0.1, 0.1}, degrees) == 135);
    REQUIRE(*angle({-1e-320, -1e-320}, degrees) == -135);
    REQUIRE(*angle({-5, 0}, degrees) == 180);
    REQUIRE(*angle({-5, -0.0}, degrees) == 180);
    REQUIRE(*angle({0, -2}, degrees) == -90);
    REQUIRE(*angle({7, 0}, degrees) == 0);
    REQUIRE(!angle({0, 0}, degrees));
    REQUIRE(*angle({-1, 0}, radians) == std::numbers::pi);
    REQUIRE(*angle({1, 1}, radians) == std::numbers::pi / 4);
    REQUIRE(*angle_between({1, 2}, {-2, 1}, degrees) == 90);
    REQUIRE(*angle_between({1, 2}, {3, -1}, degrees) == -81.86989764584402);  // -atan 7
    REQUIRE(*angle_at({1e9, 1e9}, {1e9 + 2, 1e9}, {1e9 + 3, 1e9 + 3}, degrees) == 45);
    REQUIRE(!angle_at({1, 1}, {1, 1}, {2, 2}, degrees));
    for (const Point p : random_points(quick ? 20 : 300, 2)) {
        // Half the digits of long double are to spare against one rounding of a double.
        const long double expected = std::atan2(static_cast<long double>(p.y), p.x);
        REQUIRE(std::abs(*angle(p, radians) - expected) <= std::abs(expected) * 0x1.01p-53L);
    }
}

TEST_CASE("turns are exact at quarters and correctly rounded elsewhere") {
    const Point p{0.1, 0.7};
    REQUIRE(rotated(p, Turn(90, degrees)) == Point{-0.7, 0.1});
    REQUIRE(rotated(p, Turn(-90, degrees)) == Point{0.7, -0.1});
    REQUIRE(rotated(p, Turn(180, degrees)) == Point{-0.1, -0.7});
    REQUIRE(rotated(p, Turn(-720, degrees)) == p);
    REQUIRE(rotated(p, Turn(0, radians)) == p);
    REQUIRE(rotated({1, 1}, Turn(45, degrees)).x == 0);
    REQUIRE(rotated({1, 1}, Turn(45, degrees)).y == std::numbers::sqrt2);
    REQUIRE(rotated({2, 0}, Turn(60, degrees)).x == 1);
    REQUIRE(rotated({2, 0}, Turn(-30, degrees)).y == -1);
    REQUIRE(rotated({0, 4}, Turn(30, degrees)) == Point{-2, 2 * std::numbers::sqrt3});
    for (double angle = -720; angle < 720; angle += 15) {
        if (std::fmod(angle, 90) == 0) continue;
        REQUIRE(rotated(p, Turn(angle, degrees), {1, 2}) == turned(p, angle, true, {1, 2}));
    }
    const auto points = random_points(quick ? 20 : 200, 4);
    for (std::size_t i = 0; i + 2 < points.size(); ++i) {
        const double angle = 1000 * points[i].x;
        const Point centre = points[i + 1], q = points[i + 2];
        REQUIRE(rotated(q, Turn(angle, radians), centre) == turned(q, angle, false, centre));
        REQUIRE(rotated(q, Turn(angle, degrees), centre) == turned(q, angle, true, centre));
    }
    REQUIRE(rotated({1, 0}, Turn(-1e-20, degrees)).y == -1.7453292519943296e-22);
}

TEST_CASE("chains of transforms round once") {
    const auto p = random_points(quick ? 50 : 500, 5);
    for (std::size_t i = 0; i + 3 < p.size(); ++i) {
        const Point by = p[i + 1], about = p[i + 2];
        Transform chain;
        chain.translate(by).scale(3, 0.7, about).shear(0.1, 0, by);
        chain.matrix({1, 2, 3, 4, 5, 6}).reflect({about, by});
        const RationalPoint x = p[i], c = about, t = by;
        Rational u = c.x + 3 * (x.x + t.x - c.x), v = c.y + Rational(0.7) * (x.y + t.y - c.y);
        u += Rational(0.1) * (v - t.y);
        const RationalPoint w(u + 2 * v + 3, 4 * u + 5 * v + 6), d = t - c;
        const Rational share = dot(w - c, d) / dot(d, d);
        const RationalPoint mirror(2 * (c.x + share * d.x) - w.x, 2 * (c.y + share * d.y) - w.y);
        REQUIRE(chain(p[i]) == nearest_point(mirror));
    }
    Transform there_and_back;
    there_and_back.rotate(17, degrees, {3, 4}).rotate(-17, degrees, {3, 4});
    REQUIRE(there_and_back({0.1, 0.2}) == Point{0.1, 0.2});
    REQUIRE(Transform()({0.1, 0.2}) == Point{0.1, 0.2});
}

TEST_CASE("boxes, collinearity and order by angle") {
    REQUIRE(!bounding_box(std::vector<Point>{}));
    REQUIRE(*bounding_box(std::vector<Point>{{1, 5}}) == Box{{1, 5}, {1, 5}});
    REQUIRE(*bounding_box(std::vector<Point>{{1, 5}, {-2, 7}, {0, 0}}) == Box{{-2, 0}, {1, 7}});
    REQUIRE(collinear({}));
    REQUIRE(collinear(std::vector<Point>{{1, 1}, {1, 1}, {2, 2}, {-7, -7}}));
    REQUIRE(collinear(std::vector<Point>{{1, 1}, {1, 1}, {1, 1}}));
    REQUIRE(!collinear(std::vector<Point>{{0, 0}, {1, 1}, {0.3, std::nextafter(0.3, 1)}}));

    std::vector<Point> points{{0, 0},  {1, 0},  {2, 0}, {1, 1}, {0, 3}, {-1, 0},
                              {0, -1}, {1, -1}, {0, 0}, {1, 0}, {2, 2}};
    const auto order = sort_by_angle(points, {0, 0});
    const std::vector<std::uint64_t> expected{0, 8, 1, 9, 2, 3, 10, 4, 5, 6, 7};
    REQUIRE(std::equal(order.begin(), order.end(), expected.begin(), expected.end()));
    const auto cloud = random_points(500, 6);
    const auto turning = sort_by_angle(cloud, {0.1, 0.2});
    double last = 0;
    for (const std::uint64_t i : turning) {
        double now = *angle(difference(cloud[i], {0.1, 0.2}), degrees);
        if (now < 0) now += 360;
        REQUIRE(now >= last);
        last = now;
    }
}

}  // namespace vectors_test
