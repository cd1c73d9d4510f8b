#include "geometry/triangles.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/lines.hpp"
#include "geometry/vectors.hpp"
#include "rational.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace triangles_test {

using namespace pipelab::geometry;
using namespace pipelab::testing;

namespace {

using Corners = std::array<Point, 3>;

Corners random_triangle(std::uint64_t trial) {
    const pipelab::base::Random random(17, trial);
    Corners t;
    for (std::size_t k = 0; k < 3; ++k) {
        t[k] = {4 * random.uniform(2 * k), 4 * random.uniform(2 * k + 1)};
        if (trial % 3 == 0) t[k] = {std::floor(10 * t[k].x), std::floor(10 * t[k].y)};
    }
    return t;
}

Point nearest_point(const RationalPoint& p) { return {nearest(p.x), nearest(p.y)}; }

/// Equally far from all corners, by Cramer's rule.
RationalPoint exact_circumcentre(const Corners& t) {
    const RationalPoint a = t[0], u = RationalPoint(t[1]) - a, v = RationalPoint(t[2]) - a;
    const Rational d = 2 * cross(u, v), uu = dot(u, u), vv = dot(v, v);
    return {a.x + (v.y * uu - u.y * vv) / d, a.y + (u.x * vv - v.x * uu) / d};
}

double gap(Point p, Point q) { return std::hypot(p.x - q.x, p.y - q.y); }

/// The distance of three lines from going through one point, given that two do so at p.
double off_line(Point p, Point a, Point b) {
    return std::abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / gap(a, b);
}

Point centre_of(Centre which, const Corners& t) { return *centre(which, t[0], t[1], t[2]); }

Point middle(Point a, Point b) { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }

}  // namespace

TEST_CASE("rational centres are correctly rounded") {
    for (std::uint64_t trial = 0; trial < (quick ? 50 : 1000); ++trial) {
        const Corners t = random_triangle(trial);
        const RationalPoint a = t[0], b = t[1], c = t[2];
        REQUIRE(triangle_area(t[0], t[1], t[2]) == nearest(cross(b - a, c - a) / 2));
        if (exact_orientation(a, b, c) == 0) continue;
        const RationalPoint o = exact_circumcentre(t);
        const RationalPoint sum(a.x + b.x + c.x, a.y + b.y + c.y);
        const RationalPoint h(sum.x - 2 * o.x, sum.y - 2 * o.y);
        REQUIRE(centre_of(Centre::circumcentre, t) == nearest_point(o));
        REQUIRE(circumcircle(t[0], t[1], t[2])->centre == nearest_point(o));
        const Rational radius = circumcircle(t[0], t[1], t[2])->radius;
        REQUIRE(abs(radius * radius - dot(a - o, a - o)) <= radius * radius * Rational(0x1p-51));
        REQUIRE(centre_of(Centre::orthocentre, t) == nearest_point(h));
        REQUIRE(centre_of(Centre::nine_point, t) ==
                nearest_point({(o.x + h.x) / 2, (o.y + h.y) / 2}));
        REQUIRE(centre_of(Centre::centroid, t) == nearest_point({sum.x / 3, sum.y / 3}));
        // The symmedian point: distances from the sides are proportional to their lengths.
        const Rational aa = dot(b - c, b - c), bb = dot(c - a, c - a), cc = dot(a - b, a - b);
        const Rational all = aa + bb + cc;
        REQUIRE(centre_of(Centre::symmedian, t) ==
                nearest_point({(aa * a.x + bb * b.x + cc * c.x) / all,
                               (aa * a.y + bb * b.y + cc * c.y) / all}));
    }
}

TEST_CASE("circles that touch the sides do, and centres of sides have their properties") {
    for (std::uint64_t trial = 0; trial < (quick ? 20 : 300); ++trial) {
        const Corners t = random_triangle(trial);
        const double area = std::abs(triangle_area(t[0], t[1], t[2]));
        if (area < 0.05) continue;
        const double tolerance = 1e-11 / std::min(area, 1.0);
        const auto near = [&](double x, double y) {
            return std::abs(x - y) <= tolerance * (1 + std::abs(x));
        };
        const Circle in = *incircle(t[0], t[1], t[2]);
        const auto ex = *excircles(t[0], t[1], t[2]);
        REQUIRE(centre_of(Centre::incentre, t) == in.centre);
        const Corners mid{middle(t[1], t[2]), middle(t[2], t[0]), middle(t[0], t[1])};
        for (std::size_t k = 0; k < 3; ++k) {
            const Point a = t[k], b = t[(k + 1) % 3], c = t[(k + 2) % 3];
            REQUIRE(near(off_line(in.centre, b, c), in.radius));
            for (const Circle& circle : ex)
                REQUIRE(near(off_line(circle.centre, b, c), circle.radius));
            // The k-th excircle touches the side bc itself, from the other side.
            const Straight side{b, c};
            REQUIRE(near(distance(ex[k].centre, side), ex[k].radius));
            REQUIRE(meeting({ex[k].centre, a}, side) == Meeting::cross);
            const double scale = 1 + gap(ex[k].centre, a);
            REQUIRE(off_line(centre_of(Centre::gergonne, t), a, foot(in.centre, side)) <=
                    tolerance * scale);
            REQUIRE(off_line(centre_of(Centre::nagel, t), a, foot(ex[k].centre, side)) <=
                    tolerance * scale);
            REQUIRE(off_line(centre_of(Centre::mittenpunkt, t), ex[k].centre, mid[k]) <=
                    tolerance * scale);
        }
        REQUIRE(gap(centre_of(Centre::spieker, t), incircle(mid[0], mid[1], mid[2])->centre) <=
                tolerance);
    }
}

TEST_CASE("the Fermat point has the least sum of distances") {
    for (std::uint64_t trial = 0; trial < (quick ? 20 : 200); ++trial) {
        const Corners t = random_triangle(trial);
        if (std::abs(triangle_area(t[0], t[1], t[2])) < 0.05) continue;
        const Point best = centre_of(Centre::fermat, t);
        const auto sum = [&](Point p) { return gap(p, t[0]) + gap(p, t[1]) + gap(p, t[2]); };
        for (int k = 0; k < 8; ++k) {
            const Point moved{best.x + 1e-4 * std::cos(k), best.y + 1e-4 * std::sin(k)};
            REQUIRE(sum(moved) > sum(best) - 1e-13);
        }
    }
    REQUIRE(*centre(Centre::fermat, {0, 0}, {1, 0}, {-1, 1e-3}) == Point{0, 0});
    // Mirrored, the same place.
    REQUIRE(centre(Centre::fermat, {0, 0}, {4, 0}, {1, 3})->x ==
            centre(Centre::fermat, {4, 0}, {0, 0}, {1, 3})->x);
}

TEST_CASE("triangles of the textbook") {
    const Circle in = *incircle({0, 0}, {4, 0}, {0, 3});
    REQUIRE(in == Circle{{1, 1}, 1});
    REQUIRE(*circumcircle({0, 0}, {4, 0}, {0, 3}) == Circle{{2, 1.5}, 2.5});
    REQUIRE((*excircles({0, 0}, {4, 0}, {0, 3}))[0] == Circle{{6, 6}, 6});
    REQUIRE(*centre(Centre::orthocentre, {0, 0}, {4, 0}, {0, 3}) == Point{0, 0});
    REQUIRE(!circumcircle({0, 0}, {1, 1}, {3, 3}));
    REQUIRE(!incircle({0, 0}, {0, 0}, {3, 3}));
    REQUIRE(!excircles({0, 0}, {0, 0}, {0, 0}));
    REQUIRE(!centre(Centre::nagel, {0, 0}, {1, 1}, {3, 3}));
    REQUIRE(triangle_area({0, 0}, {0, 3}, {4, 0}) == -6);
    REQUIRE(triangle_area({0, 0}, {0x1p600, 0}, {0, 0x1p600}) == INFINITY);
    const Circle tiny = *circumcircle({0, 0}, {4 * 0x1p-1060, 0}, {0, 3 * 0x1p-1060});
    REQUIRE(tiny == Circle{{2 * 0x1p-1060, 1.5 * 0x1p-1060}, 2.5 * 0x1p-1060});
}

}  // namespace triangles_test
