#include "geometry/lines.hpp"

#include "catch.hpp"
#include "geometry/predicates.hpp"
#include "geometry/tolerance.hpp"
#include "rational.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace lines_test {

using namespace pipelab::geometry;
using namespace pipelab::testing;

namespace {

constexpr std::array extents{Extent::segment, Extent::ray, Extent::line};

RationalPoint along(const RationalPoint& a, const RationalPoint& u, const Rational& t) {
    return {a.x + t * u.x, a.y + t * u.y};
}

Rational squared(const RationalPoint& u) { return dot(u, u); }

bool allowed(const Straight& p, const Rational& t) {
    return (p.extent == Extent::line || t >= 0) && (p.extent != Extent::segment || t <= 1);
}

/// Whether an exact point lies on a curve, by its parameter.
bool lies_on(const RationalPoint& x, const Straight& p) {
    const RationalPoint a = p.a, u = RationalPoint(p.b) - a, w = x - a;
    if (p.a == p.b) return w.x == 0 && w.y == 0;
    return cross(u, w) == 0 && allowed(p, dot(u, w) / squared(u));
}

bool is_end(const RationalPoint& x, const Straight& p) {
    const auto same = [&](Point q) { return x.x == q.x && x.y == q.y; };
    return same(p.a) ? p.extent != Extent::line || p.a == p.b
                     : same(p.b) && p.extent == Extent::segment;
}

/// Where lines that are not parallel cross.
std::optional<RationalPoint> meeting_point(const Straight& p, const Straight& q) {
    const RationalPoint a = p.a, c = q.a, u = RationalPoint(p.b) - a, v = RationalPoint(q.b) - c;
    if (cross(u, v) == 0) return {};
    return along(a, u, cross(c - a, v) / cross(u, v));
}

/// By definition: the crossing point, or for parallels a look at points of both that would have to
/// be shared: the ends, and points between and beyond them.
Meeting expected_meeting(const Straight& p, const Straight& q) {
    if (const auto x = meeting_point(p, q)) {
        if (!lies_on(*x, p) || !lies_on(*x, q)) return Meeting::none;
        return is_end(*x, p) || is_end(*x, q) ? Meeting::touch : Meeting::cross;
    }
    std::vector<RationalPoint> probes;
    for (const Point a : {p.a, p.b, q.a, q.b}) {
        for (const Point b : {p.a, p.b, q.a, q.b}) {
            for (const int t : {-8, 0, 4, 8, 16}) {
                const RationalPoint from = a, to = b;
                probes.push_back(along(from, to - from, Rational(t) / 8));
            }
        }
    }
    std::vector<RationalPoint> shared;
    for (const RationalPoint& x : probes) {
        const bool is_new = std::none_of(shared.begin(), shared.end(), [&](const RationalPoint& y) {
            return x.x == y.x && x.y == y.y;
        });
        if (is_new && lies_on(x, p) && lies_on(x, q)) shared.push_back(x);
    }
    return shared.empty() ? Meeting::none : shared.size() == 1 ? Meeting::touch : Meeting::overlap;
}

/// The squared distance of a point from a curve, by its clamped parameter.
Rational squared_distance(const RationalPoint& x, const Straight& p) {
    const RationalPoint a = p.a, u = RationalPoint(p.b) - a;
    if (p.a == p.b) return squared(x - a);
    Rational t = dot(u, x - a) / squared(u);
    if (p.extent != Extent::line && t < 0) t = 0;
    if (p.extent == Extent::segment && t > 1) t = 1;
    return squared(x - along(a, u, t));
}

/// Of curves that do not meet: from points of one to the other, far along it where it is endless.
Rational squared_distance(const Straight& p, const Straight& q) {
    std::optional<Rational> least;
    const auto offer = [&](const Straight& from, const Straight& to) {
        const RationalPoint a = from.a, u = RationalPoint(from.b) - a;
        for (const int t : {-1000, 0, 1, 1000}) {
            if (!allowed(from, t)) continue;
            const Rational d = squared_distance(along(a, u, t), to);
            if (!least || d < *least) least = d;
        }
    };
    offer(p, q), offer(q, p);
    return *least;
}

bool near(double value, const Rational& squared_value) {
    const Rational v = value;
    const Rational error = abs(v * v - squared_value);
    return error <= squared_value * Rational(0x1p-51);
}

bool right(const Straight& p, const Straight& q) {
    const Meeting expected = expected_meeting(p, q);
    const Intersection shared = intersection(p, q);
    if (meeting(p, q) != expected || shared.kind != expected) return false;
    if (shared.point.has_value() != (expected == Meeting::touch || expected == Meeting::cross) ||
        shared.overlap.has_value() != (expected == Meeting::overlap)) {
        return false;
    }
    if (const auto x = meeting_point(p, q); x && shared.point) {
        if (shared.point->x != nearest(x->x) || shared.point->y != nearest(x->y)) return false;
    } else if (shared.point && (!on(*shared.point, p) || !on(*shared.point, q))) {
        return false;
    }
    if (shared.overlap) {
        for (const Point end : {shared.overlap->a, shared.overlap->b}) {
            if (!on(end, p) || !on(end, q)) return false;
        }
    }
    const Nearest n = nearest(p, q);
    if (n.distance != distance(p, q)) return false;
    if (expected != Meeting::none) return n.distance == 0;
    return near(n.distance, squared_distance(p, q)) &&
           std::abs(std::hypot(n.on_first.x - n.on_second.x, n.on_first.y - n.on_second.y) -
                    n.distance) < 1e-14;
}

Straight mapped(const Straight& p, double offset, double step) {
    const auto map = [&](Point a) { return Point{offset + step * a.x, step * a.y - offset}; };
    return {map(p.a), map(p.b), p.extent};
}

}  // namespace

TEST_CASE("all pairs of segments, rays and lines of a small lattice meet as they should") {
    std::vector<Straight> curves;
    for (int i = 0; i < 81; ++i) {
        const Point a{static_cast<double>(i % 3), static_cast<double>(i / 3 % 3)};
        const Point b{static_cast<double>(i / 9 % 3), static_cast<double>(i / 27)};
        for (const Extent extent : extents) curves.push_back({a, b, extent});
    }
    int wrong = 0, step = quick ? 37 : 5;
    for (std::size_t k = 0; k < curves.size() * curves.size();
         k += static_cast<std::size_t>(step)) {
        const Straight &p = curves[k / curves.size()], &q = curves[k % curves.size()];
        wrong += !right(p, q);
        // At an offset where the coordinates are still exact.
        if (k % 3 == 0) {
            const Straight far_p = mapped(p, 0x1p40, 0x1p-12), far_q = mapped(q, 0x1p40, 0x1p-12);
            wrong += meeting(far_p, far_q) != meeting(p, q);
        }
    }
    REQUIRE(wrong == 0);
}

TEST_CASE("overlaps keep the ends that bound them") {
    const Straight right_ray{{1, 1}, {2, 2}, Extent::ray}, left_ray{{5, 5}, {4, 4}, Extent::ray};
    REQUIRE(*intersection(right_ray, left_ray).overlap ==
            Straight{{1, 1}, {5, 5}, Extent::segment});
    REQUIRE(*intersection(right_ray, Straight{{3, 3}, {9, 9}, Extent::ray}).overlap ==
            Straight{{3, 3}, {9, 9}, Extent::ray});
    REQUIRE(*intersection(left_ray, Straight{{7, 7}, {9, 9}, Extent::line}).overlap ==
            Straight{{5, 5}, {4, 4}, Extent::ray});
    REQUIRE(*intersection(Straight{{0, 0}, {7, 7}}, Straight{{9, 9}, {3, 3}}).overlap ==
            Straight{{3, 3}, {7, 7}, Extent::segment});
}

TEST_CASE("distances and feet of the plane's textbook") {
    REQUIRE(distance(Point{0, 0}, Straight{{3, 0}, {0, 4}}) == 2.4);
    REQUIRE(distance(Point{0, 0}, Straight{{3, 4}, {6, 8}}) == 5);
    REQUIRE(distance(Point{0, 0}, Straight{{3, 4}, {3, 4}, Extent::line}) == 5);
    REQUIRE(foot({0, 0}, {{2, 0}, {0, 2}, Extent::line}) == Point{1, 1});
    REQUIRE(foot({0, 0}, {{4, 1}, {9, 1}, Extent::ray}) == Point{4, 1});
    const Straight upper{{0, 1}, {1, 1}, Extent::line}, lower{{5, -1}, {4, -1}, Extent::line};
    const Nearest n = nearest(upper, lower);
    REQUIRE(n.distance == 2);
    REQUIRE(n.on_first == Point{0, 1});
    REQUIRE(n.on_second == Point{0, -1});
    // Beyond the range of squares.
    for (const double unit : {0x1p900, 0x1p-900}) {
        const Straight ray{{0, 4 * unit}, {0, 9 * unit}, Extent::ray};
        REQUIRE(distance(Point{3 * unit, 0}, ray) == 5 * unit);
    }
}

TEST_CASE("parallels, perpendiculars and bisectors") {
    REQUIRE(*parallel({1, 1}, {{0, 0}, {2, 3}}) == Straight{{1, 1}, {3, 4}, Extent::line});
    REQUIRE(*perpendicular({1, 1}, {{0, 0}, {2, 3}}) == Straight{{1, 1}, {-2, 3}, Extent::line});
    REQUIRE(!parallel({1, 1}, {{2, 2}, {2, 2}}));
    REQUIRE(!perpendicular({1, 1}, {{2, 2}, {2, 2}}));
    const Straight middle = *perpendicular_bisector({0, 0}, {4, 2});
    REQUIRE(middle == Straight{{2, 1}, {0, 5}, Extent::line});
    REQUIRE(orientation(middle.a, middle.b, {0, 0}) > 0);
    REQUIRE(!perpendicular_bisector({1, 2}, {1, 2}));
    // 3-4-5: the unit vectors to both sides are (0.6, 0.8) and (1, 0).
    REQUIRE(*angle_bisector({0, 0}, {3, 4}, {2, 0}) == Straight{{0, 0}, {1.6, 0.8}, Extent::ray});
    REQUIRE(*angle_bisector({1, 1}, {3, 1}, {-5, 1}) == Straight{{1, 1}, {1, 2}, Extent::ray});
    REQUIRE(angle_bisector({0, 0}, {1, 1}, {-2, 2})->b.x == 0);
    REQUIRE(!angle_bisector({1, 1}, {1, 1}, {0, 0}));
    const auto both = bisectors({{0, 0}, {2, 0}}, {{0, 0}, {0, 5}});
    REQUIRE(both.size() == 2);
    REQUIRE(both[0] == Straight{{0, 0}, {1, 1}, Extent::line});
    REQUIRE(both[1] == Straight{{0, 0}, {1, -1}, Extent::line});
    const auto between = bisectors({{0, 0}, {2, 0}}, {{7, 4}, {5, 4}});
    REQUIRE(between.size() == 1);
    REQUIRE(between[0] == Straight{{0, 2}, {2, 2}, Extent::line});
    const auto same = bisectors({{0, 0}, {0.1, 0.7}}, {{0, 0}, {0.2, 1.4}});
    REQUIRE(same[0] == Straight{{0, 0}, {0.1, 0.7}, Extent::line});
    REQUIRE(bisectors({{0, 0}, {0, 0}}, {{0, 0}, {0, 5}}).empty());
}

TEST_CASE("the textbook's tolerance") {
    const Tolerance eps{1e-9};
    REQUIRE(orientation({0, 0}, {1, 0}, {2, 1e-10}, eps) == 0);
    REQUIRE(orientation({0, 0}, {1, 0}, {2, 1e-8}, eps) == 1);
    REQUIRE(orientation({0, 0}, {1e-5, 0}, {0, 1e-5}, eps) == 0);
    const std::vector<Point> points{{0, 0}, {1, 1e-12}, {5, -1e-11}, {9, 0}};
    REQUIRE(collinear(points, eps));
    REQUIRE(collinear(std::vector<Point>{{1, 2}, {1, 2}}, eps));
    REQUIRE(!collinear(std::vector<Point>{{0, 0}, {1, 1}, {2, 2.1}}, eps));
    REQUIRE(*intersection(Segment{{0, 0}, {2, 2}}, Segment{{0, 2}, {2, 0}}, eps) == Point{1, 1});
    REQUIRE(!intersection(Segment{{0, 0}, {1, 1}}, Segment{{0, 1}, {1, 2}}, eps));
    REQUIRE(intersection(Segment{{0, 0}, {1, 0}}, Segment{{1 + 1e-10, -1}, {1 + 1e-10, 1}}, eps));
    REQUIRE(!intersection(Segment{{0, 0}, {1, 0}}, Segment{{2, -1}, {2, 1}}, eps));
}

}  // namespace lines_test
