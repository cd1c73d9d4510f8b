#include "geometry/concave.hpp"

#include "catch.hpp"
#include "delaunay_samples.hpp"
#include "geometry/location.hpp"
#include "geometry/predicates.hpp"
#include "rational.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <vector>

namespace concave_test {

using namespace pipelab;
using namespace pipelab::geometry;
using geometry::test::hard_kinds;
using geometry::test::hard_points;
using geometry::test::unit;
using testing::Rational;
using testing::RationalPoint;

namespace {

using Ring = std::vector<Point>;

Ring ring(const Shape& shape, std::size_t i) {
    const auto path = shape.path(i);
    return {path.begin(), path.end()};
}

/// Twice the area, exactly.
Rational twice_area(std::span<const Point> path) {
    Rational sum = 0;
    for (std::size_t i = 2; i < path.size(); ++i) {
        const RationalPoint a = path[0], b = path[i - 1], c = path[i];
        sum += cross(b - a, c - a);
    }
    return sum;
}

Rational square(const RationalPoint& v) { return dot(v, v); }

/// Which triangles belong to the alpha shape, by fractions.
std::vector<char> chosen_by_definition(const std::vector<Point>& points, const Triangulation& t,
                                       double alpha) {
    std::vector<char> chosen(t.size());
    for (std::size_t i = 0; i < t.size(); ++i) {
        const RationalPoint a = points[t.triangles[3 * i]], b = points[t.triangles[3 * i + 1]];
        const RationalPoint c = points[t.triangles[3 * i + 2]];
        const Rational twice = cross(b - a, c - a), sides = square(b - a) * square(c - b);
        chosen[i] = Rational(sides * square(a - c)) <=
                    Rational(4 * Rational(alpha) * Rational(alpha) * twice * twice);
    }
    return chosen;
}

std::size_t parts(const Triangulation& t, const std::vector<char>& chosen) {
    std::vector<std::size_t> root(t.size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    const auto find = [&](std::size_t i) {
        while (root[i] != i) i = root[i] = root[root[i]];
        return i;
    };
    for (std::size_t h = 0; h < t.halfedges.size(); ++h) {
        const std::uint32_t twin = t.halfedges[h];
        if (twin == Triangulation::none || !chosen[h / 3] || !chosen[twin / 3]) continue;
        root[find(h / 3)] = find(twin / 3);
    }
    std::size_t count = 0;
    for (std::size_t i = 0; i < t.size(); ++i) count += chosen[i] && find(i) == i;
    return count;
}

void check_union(const std::vector<Point>& points, const Triangulation& t,
                 const std::vector<char>& chosen, const Shape& shape) {
    REQUIRE(shape.parts() == parts(t, chosen));
    Rational expected = 0, found = 0;
    for (std::size_t i = 0; i < t.size(); ++i) {
        if (!chosen[i]) continue;
        expected += twice_area(std::vector<Point>{points[t.triangles[3 * i]],
                                                  points[t.triangles[3 * i + 1]],
                                                  points[t.triangles[3 * i + 2]]});
    }
    for (std::size_t i = 0; i < shape.parts(); ++i) {
        const auto [begin, end] = shape.part(i);
        for (std::size_t r = begin; r < end; ++r) {
            auto corners = ring(shape, r);
            const Rational area = twice_area(corners);
            REQUIRE(sgn(area) == (r == begin ? 1 : -1));
            found += area;
            REQUIRE(std::min_element(corners.begin(), corners.end(), before) == corners.begin());
            std::sort(corners.begin(), corners.end(), before);
            REQUIRE(std::adjacent_find(corners.begin(), corners.end()) == corners.end());
        }
    }
    REQUIRE(found == expected);
    for (std::size_t i = 0; i < t.size(); ++i) {
        const Point a = points[t.triangles[3 * i]], b = points[t.triangles[3 * i + 1]];
        const Point c = points[t.triangles[3 * i + 2]];
        const Point middle{(a.x + b.x + c.x) / 3, (a.y + b.y + c.y) / 3};
        if (orientation(a, b, middle) != 1 || orientation(b, c, middle) != 1 ||
            orientation(c, a, middle) != 1) {
            continue;
        }
        REQUIRE(locate(middle, shape) == (chosen[i] ? Location::inside : Location::outside));
    }
}

}  // namespace

TEST_CASE("unions of triangles are valid polygons with the area of their triangles") {
    std::mt19937_64 random(1);
    for (int round = 0; round < (testing::quick ? 30 : 300); ++round) {
        const auto points =
            hard_points(round % 2 == 0 ? "small lattice" : "uniform", 4 + random() % 40, random);
        const Triangulation t = delaunay(points);
        std::vector<char> chosen(t.size());
        for (char& c : chosen) c = random() % 3 != 0;
        check_union(points, t, chosen, union_of_triangles(points, t, chosen));
    }
}

TEST_CASE("alpha shapes have the triangles with small circles") {
    std::mt19937_64 random(2);
    for (const std::string& kind : hard_kinds) {
        for (int round = 0; round < (testing::quick ? 1 : 6); ++round) {
            const auto points = hard_points(kind, random() % 60, random);
            const Triangulation t = delaunay(points);
            // Half the side of a lattice's square times the root of two is not a double; 2.5 is
            // the radius around the sides 3 and 4.
            for (const double alpha : {0.1, 0.5, 0.7071067811865476, 2.5, 1e300}) {
                INFO(kind << " " << alpha);
                const auto chosen = chosen_by_definition(points, t, alpha);
                check_union(points, t, chosen, alpha_shape(points, t, alpha));
            }
        }
    }
}

TEST_CASE("alpha shapes of squares") {
    const std::vector<Point> points{{0, 0}, {6, 0}, {6, 8}, {0, 8}, {30, 30}};
    const Triangulation t = delaunay(points);
    CHECK(alpha_shape(points, t, 4.999).empty());
    const Shape square = alpha_shape(points, t, 5);
    REQUIRE(square.paths() == 1);
    CHECK(ring(square, 0) == Ring{{0, 0}, {6, 0}, {6, 8}, {0, 8}});
    const double most = std::numeric_limits<double>::infinity();
    CHECK(ring(alpha_shape(points, t, most), 0) == Ring{{0, 0}, {6, 0}, {30, 30}, {0, 8}});
    CHECK(alpha_shape(points, t, 0).empty());
    CHECK(alpha_shape(points, t, -1).empty());
    CHECK(alpha_shape({}, delaunay({}), 1).empty());
}

TEST_CASE("concave hulls of few points") {
    const auto hull = [](const std::vector<Point>& points, double ratio) {
        return concave_hull(points, delaunay(points), ratio);
    };
    CHECK(hull({}, 0.5).type == Shape::Type::polygon);
    CHECK(hull({}, 0.5).empty());
    CHECK(hull({{1, 2}, {1, 2}}, 0.5).type == Shape::Type::point);
    const Shape line = hull({{3, 3}, {1, 1}, {2, 2}}, 0.5);
    CHECK(line.type == Shape::Type::line_string);
    CHECK(ring(line, 0) == Ring{{1, 1}, {3, 3}});
    // The letter C: its gap opens as soon as the limit is less than its width.
    const std::vector<Point> letter{{0, 0}, {1, 0}, {2, 0}, {0, 1}, {0, 2}, {0, 3},
                                    {1, 3}, {2, 3}, {1, 1}, {1, 2}, {2, 1}, {2, 2}};
    const Triangulation t = delaunay(letter);
    CHECK(concave_hull_by_length(letter, t, 1).paths() == 1);
    CHECK(twice_area(concave_hull_by_length(letter, t, 1).path(0)) == 12);
    CHECK(ring(hull({{0, 0}, {10, 0}, {10, 10}, {0, 10}, {5, 1}}, 0), 0) ==
          Ring{{0, 0}, {10, 0}, {10, 10}, {5, 1}, {0, 10}});
}

TEST_CASE("concave hulls are simple rings around all points") {
    std::mt19937_64 random(3);
    for (const std::string& kind : hard_kinds) {
        const auto points = hard_points(kind, 3 + random() % 150, random);
        const Triangulation t = delaunay(points);
        if (t.size() == 0) continue;
        Rational last = -1;
        for (const double ratio : {0.0, 0.1, 0.4, 1.0}) {
            INFO(kind << " " << ratio);
            const Shape shape = concave_hull(points, t, ratio);
            REQUIRE(shape.type == Shape::Type::polygon);
            REQUIRE(shape.paths() == 1);
            auto corners = ring(shape, 0);
            const Rational area = twice_area(corners);
            // Not monotone in general, but the convex hull is the largest.
            if (ratio == 1) REQUIRE(area >= last);
            last = area;
            REQUIRE(sgn(area) == 1);
            for (const Point p : points) REQUIRE(locate(p, shape) != Location::outside);
            if (ratio == 1) REQUIRE(corners.size() == t.hull.size());
            std::sort(corners.begin(), corners.end(), before);
            REQUIRE(std::adjacent_find(corners.begin(), corners.end()) == corners.end());
        }
    }
}

}  // namespace concave_test
