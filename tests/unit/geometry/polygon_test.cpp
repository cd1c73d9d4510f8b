#include "geometry/polygon.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/generate_rings.hpp"
#include "geometry/location.hpp"
#include "geometry/path_sums.hpp"
#include "rational.hpp"

#include <cmath>
#include <vector>

#include <mpfr.h>

namespace polygon_test {

using namespace pipelab;
using namespace pipelab::geometry;
using pipelab::testing::nearest;
using pipelab::testing::Rational;

namespace {

using Ring = std::vector<Point>;

Ring random_ring(const base::Random& random, std::uint64_t& draw, std::size_t size, double scale,
                 std::uint64_t width) {
    Ring ring(size);
    for (Point& p : ring) {
        p.x = scale * (static_cast<double>(random.integer(draw, width)) - 2);
        p.y = scale * (static_cast<double>(random.integer(draw + 1, width)) - 2);
        draw += 2;
    }
    return ring;
}

/// By trapezoids down to the x axis, unlike the code.
Rational exact_area(std::span<const Point> ring) {
    Rational sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point a = ring[i], b = ring[(i + 1) % ring.size()];
        sum += (Rational(a.x) - Rational(b.x)) * (Rational(a.y) + Rational(b.y)) / 2;
    }
    return sum;
}

struct Centre {
    Rational x = 0, y = 0, area = 0;
};
/// Over triangles from the first vertex.
Centre exact_centre(std::span<const Point> ring) {
    Centre centre;
    for (std::size_t i = 2; i < ring.size(); ++i) {
        const Rational ax = ring[0].x, ay = ring[0].y, bx = ring[i - 1].x, by = ring[i - 1].y;
        const Rational cx = ring[i].x, cy = ring[i].y;
        const Rational area = ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2;
        centre.area += area;
        centre.x += area * (ax + bx + cx) / 3;
        centre.y += area * (ay + by + cy) / 3;
    }
    return centre;
}

double length_by_mpfr(std::span<const Point> path, bool closed) {
    mpfr_t sum, x, y;
    mpfr_inits2(4400, sum, x, y, static_cast<mpfr_ptr>(nullptr));
    mpfr_set_zero(sum, 1);
    const std::size_t edges = path.size() - (closed || path.empty() ? 0 : 1);
    for (std::size_t i = 0; i < edges; ++i) {
        const Point a = path[i], b = path[(i + 1) % path.size()];
        mpfr_set_d(x, b.x, MPFR_RNDN), mpfr_sub_d(x, x, a.x, MPFR_RNDN);
        mpfr_set_d(y, b.y, MPFR_RNDN), mpfr_sub_d(y, y, a.y, MPFR_RNDN);
        mpfr_hypot(x, x, y, MPFR_RNDN);
        mpfr_add(sum, sum, x, MPFR_RNDN);
    }
    const double result = mpfr_get_d(sum, MPFR_RNDN);
    mpfr_clears(sum, x, y, static_cast<mpfr_ptr>(nullptr));
    return result;
}

struct Scale {
    double scale;
    std::uint64_t width;
};
constexpr Scale scales[] = {{1, 5},          {0.1, 1000},      {1e-3, 1ULL << 50},
                            {0x1p-1074, 50}, {0x1p-560, 9999}, {0x1p490, 1ULL << 20}};

}  // namespace

TEST_CASE("area, orientation and centroid are those of exact rationals") {
    const base::Random random(21);
    std::uint64_t draw = 0;
    for (int trial = 0; trial < (testing::quick ? 200 : 1500); ++trial) {
        const Scale s = scales[trial % 6];
        const Ring ring =
            random_ring(random, draw, static_cast<std::size_t>(trial % 11), s.scale, s.width);
        const Rational exact = exact_area(ring);
        const int sign = sgn(exact);
        CHECK(orientation(ring) == sign);
        CHECK(signed_area(ring).value() == nearest(exact));
        const Shape shape = polygon_shape(ring);
        CHECK(area(shape).value() == std::abs(nearest(exact)));
        if (sign == 0) continue;
        const Centre centre = exact_centre(ring);
        const Point found = centroid(shape).value();
        CHECK(found.x == nearest(centre.x / centre.area));
        CHECK(found.y == nearest(centre.y / centre.area));
    }
    const double huge = 0x1.8p1023;
    CHECK_FALSE(signed_area(Ring{{0, 0}, {huge, 0}, {huge, 4}}));
    CHECK(signed_area(Ring{{0, 0}, {huge, 0}, {huge, 2}}) == huge);
    CHECK(signed_area(Ring{{0, 0}, {huge, 0}, {huge, 0x1p-1000}}) == 0x1.8p22);
    CHECK(orientation(Ring{{-huge, -huge}, {huge, -huge}, {huge, huge}}) == 1);
}

TEST_CASE("areas of long rings are those of exact rationals") {
    const base::Random random(25);
    std::uint64_t draw = 0;
    for (const std::size_t size : {31, 32, 33, 512, 513, 514, 1500}) {
        for (const Scale& s : scales) {
            Ring ring = random_ring(random, draw, size, s.scale, s.width);
            CHECK(signed_area(ring).value() == nearest(exact_area(ring)));
            CHECK(orientation(ring) == sgn(exact_area(ring)));
            CHECK(area(polygon_shape(ring)).value() == std::abs(nearest(exact_area(ring))));
            const Ring back(ring.rbegin(), ring.rend());
            ring.insert(ring.end(), back.begin(), back.end());
            CHECK(orientation(ring) == 0);
            CHECK(area(polygon_shape(ring)) == 0);
        }
    }
}

TEST_CASE("areas of polygons with holes, of nested rings, of collections") {
    const Ring shell{{0, 0}, {10, 0}, {10, 10}, {0, 10}};
    const Ring hole{{1, 1}, {4, 1}, {4, 4}, {1, 4}};
    const Ring island{{2, 2}, {3, 2}, {3, 3}, {2, 3}};
    Shape polygon = polygon_shape(shell);
    polygon.add_path(hole);
    CHECK(area(polygon) == 91);
    CHECK(perimeter(polygon) == 52);
    CHECK(length(polygon) == 0);
    Shape rings;
    rings.type = Shape::Type::rings;
    for (const Ring* ring : {&island, &shell, &hole}) rings.add_path(*ring);
    CHECK(area(rings) == 92);
    rings.add_path(shell);  // twice: nothing is left but the hole's opposite
    CHECK(area(rings) == 8);
    Shape collection;
    collection.type = Shape::Type::collection;
    collection.members = {polygon, polygon_shape(island), line_shape(shell)};
    CHECK(area(collection) == 92);
    CHECK(perimeter(collection) == 56);
    CHECK(length(collection) == 30);
    // The notch of one ring is another, which touches it at every vertex from outside.
    Shape notched;
    notched.type = Shape::Type::rings;
    notched.add_path(Ring{{0, 0}, {8, 0}, {8, 8}, {4, 2}, {0, 8}});
    notched.add_path(Ring{{8, 8}, {4, 2}, {0, 8}});
    CHECK(area(notched) == 64);
    CHECK(area(Shape()) == 0);
    CHECK_FALSE(centroid(Shape()));
}

TEST_CASE("lengths are correctly rounded sums of roots") {
    const base::Random random(22);
    std::uint64_t draw = 0;
    for (int trial = 0; trial < 400; ++trial) {
        const Scale s = scales[trial % 6];
        const auto size = static_cast<std::size_t>(trial < 300 ? trial % 13 : 6 * (trial - 300));
        const Ring path = random_ring(random, draw, size, s.scale, s.width);
        CHECK(length(path, false) == length_by_mpfr(path, false));
        CHECK(length(path, true) == length_by_mpfr(path, true));
        CHECK(perimeter(polygon_shape(path)) == length_by_mpfr(path, true));
        CHECK(length(line_shape(path)) == length_by_mpfr(path, false));
    }
    CHECK(length(Ring{{0, 0}, {3, 4}, {0, 8}}, true) == 18);
    CHECK_FALSE(length(Ring{{-0x1p1023, 0}, {0x1.8p1023, 0}}, false));
}

TEST_CASE("lengths by two doubles are as exact as stated") {
    const base::Random random(26);
    mpfr_t x, y, found;
    mpfr_inits2(2400, x, y, found, static_cast<mpfr_ptr>(nullptr));
    for (std::uint64_t trial = 0; trial < 20000; ++trial) {
        const auto coordinate = [&](std::uint64_t i) {
            const int spread = trial % 3 == 0 ? 0 : trial % 3 == 1 ? 40 : 700;
            const int exponent = spread == 0
                                     ? 0
                                     : static_cast<int>(random.integer(
                                           8 * trial + i + 4, static_cast<std::uint64_t>(spread)));
            return std::ldexp(2 * random.uniform(8 * trial + i) - 1, exponent - spread / 2);
        };
        const Point a{coordinate(0), coordinate(1)};
        Point b{coordinate(2), coordinate(3)};
        if (trial % 5 == 0) b = {std::nextafter(a.x, 9), a.y + (b.y - a.y) * 0x1p-40};
        base::ExactSum sum;
        REQUIRE(add_lengths(Ring{a, b}, false, sum));
        const double head = sum.value();
        sum.add(-head);
        mpfr_set_d(found, head, MPFR_RNDN), mpfr_add_d(found, found, sum.value(), MPFR_RNDN);
        mpfr_set_d(x, b.x, MPFR_RNDN), mpfr_sub_d(x, x, a.x, MPFR_RNDN);
        mpfr_set_d(y, b.y, MPFR_RNDN), mpfr_sub_d(y, y, a.y, MPFR_RNDN);
        mpfr_hypot(x, x, y, MPFR_RNDN);
        mpfr_sub(found, found, x, MPFR_RNDN), mpfr_div(found, found, x, MPFR_RNDN);
        CHECK(std::abs(mpfr_get_d(found, MPFR_RNDN)) < 0x1p-100);
    }
    mpfr_clears(x, y, found, static_cast<mpfr_ptr>(nullptr));
    base::ExactSum sum;
    CHECK_FALSE(add_lengths(Ring{{0, 0}, {0x1p481, 1}}, false, sum));
    CHECK_FALSE(add_lengths(Ring{{0, 0}, {0x1p-381, 1}}, false, sum));
}

TEST_CASE("centroids of what has no area") {
    CHECK(centroid(polygon_shape(Ring{{0, 0}, {1, 1}, {4, 4}})) == Point{2, 2});
    CHECK(centroid(polygon_shape(Ring{{3, 5}, {3, 5}})) == Point{3, 5});
    CHECK(centroid(line_shape(Ring{{0, 0}, {6, 0}, {6, 2}})) == Point{3.75, 0.25});
    CHECK(centroid(line_shape(Ring{{0, 0}, {1, 1}, {2, 0}})).value().x == 1);
    Shape points;
    points.type = Shape::Type::multi_point;
    points.add_path(Ring{{0, 0}, {0, 0}, {1, 0.25}});
    CHECK(centroid(points) == Point{1.0 / 3, 0.25 / 3});
    // A bow tie without area.
    CHECK(centroid(polygon_shape(Ring{{0, 0}, {2, 2}, {2, 0}, {0, 2}})) == Point{1, 1});
    Shape collection;
    collection.type = Shape::Type::collection;
    collection.members = {points, line_shape(Ring{{5, 5}, {5, 7}})};
    CHECK(centroid(collection) == Point{5, 6});
}

TEST_CASE("convexity is that of the definition on small lattices") {
    const base::Random random(23);
    std::uint64_t draw = 0;
    int strict = 0, weak = 0;
    for (int trial = 0; trial < (testing::quick ? 3000 : 60000); ++trial) {
        const Ring ring = random_ring(random, draw, 3 + static_cast<std::size_t>(trial % 5), 1, 4);
        // Every vertex left of every edge or on it, no repetition, no way back, once around.
        const int direction = orientation(ring);
        bool convex = direction != 0, straight = false;
        Ring distinct;
        for (const Point p : ring) {
            if (distinct.empty() || distinct.back() != p) distinct.push_back(p);
        }
        while (distinct.size() > 1 && distinct.front() == distinct.back()) distinct.pop_back();
        for (std::size_t i = 0; i < distinct.size() && convex; ++i) {
            const Point a = distinct[i], b = distinct[(i + 1) % distinct.size()];
            for (std::size_t j = 0; j < distinct.size(); ++j) {
                const Point p = distinct[j];
                const double side = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
                convex = convex && side * direction >= 0 && (i == j || p != a);
                straight = straight || (side == 0 && p != a && p != b);
            }
        }
        // A vertex on an edge's line is a vertex where the ring goes straight on or comes back.
        for (std::size_t i = 0; i < distinct.size() && convex; ++i) {
            const Point a = distinct[i], b = distinct[(i + 1) % distinct.size()];
            const Point c = distinct[(i + 2) % distinct.size()];
            const double side = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
            const double ahead = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y);
            convex = convex && (side != 0 || ahead > 0);
        }
        const Convexity want = !convex    ? Convexity::none
                               : straight ? Convexity::weak
                                          : Convexity::strict;
        CHECK(convexity(ring) == want);
        strict += want == Convexity::strict, weak += want == Convexity::weak;
    }
    CHECK(strict > 100);
    CHECK(weak > 50);
    const Ring twice{{0, 0}, {1, 0}, {1, 1}, {0, 0}, {1, 0}, {1, 1}};
    CHECK(convexity(twice) == Convexity::none);
    const Ring star{{0, 3}, {-2, -3}, {3, 1}, {-3, 1}, {2, -3}};  // turns left only, twice around
    CHECK(convexity(star) == Convexity::none);
    CHECK(convexity({}) == Convexity::none);
}

TEST_CASE("lattice counts are those of counting") {
    const base::Random random(24);
    for (std::uint64_t trial = 0; trial < 20; ++trial) {
        Ring ring;  // a star with integer vertices, rounded: simple as it is wide
        for (const Point p : random_star(7 + trial % 5, {20, 20}, 8, 20, base::Random(trial))) {
            ring.push_back({std::round(p.x), std::round(p.y)});
        }
        Shape shape = polygon_shape(ring);
        shape.add_path(Ring{{19, 19}, {21, 19}, {21, 21}, {19, 21}});
        std::int64_t inside = 0, boundary = 0;
        for (int x = 0; x <= 40; ++x) {
            for (int y = 0; y <= 40; ++y) {
                const Location location =
                    locate({static_cast<double>(x), static_cast<double>(y)}, shape);
                inside += location == Location::inside;
                boundary += location == Location::boundary;
            }
        }
        const auto counts = lattice_counts(shape).value();
        CHECK(static_cast<std::int64_t>(counts.interior) == inside);
        CHECK(static_cast<std::int64_t>(counts.boundary) == boundary);
        CHECK(static_cast<double>(counts.twice_area) == 2 * area(shape).value());
    }
    CHECK_FALSE(lattice_counts(polygon_shape(Ring{{0, 0}, {1, 0}, {0, 0.5}})));
    CHECK_FALSE(lattice_counts(line_shape(Ring{{0, 0}, {1, 0}})));
    const double far = 0x1p53;
    const auto large =
        lattice_counts(polygon_shape(Ring{{-far, -far}, {far, -far}, {far, far}, {-far, far}}));
    CHECK(large.value().interior ==
          ((base::SignedWide{1} << 54) - 1) * ((base::SignedWide{1} << 54) - 1));
}

}  // namespace polygon_test
