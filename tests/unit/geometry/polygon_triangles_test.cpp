#include "geometry/polygon_triangles.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/even_odd.hpp"
#include "geometry/location.hpp"
#include "geometry/monotone.hpp"
#include "geometry/polygon.hpp"
#include "geometry/predicates.hpp"

#include <cmath>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace polygon_triangles_test {

using namespace pipelab;
using namespace pipelab::geometry;

namespace {

Shape rings_shape(std::initializer_list<std::vector<Point>> paths) {
    Shape shape{Shape::Type::rings, {}, {}, {}, {}};
    for (const auto& path : paths) shape.add_path(path);
    return shape;
}

/// Squares of a lattice drawn at random as rings of their own, moved by an affine map of
/// determinant 7 that keeps coordinates integers.
Shape random_cells(std::size_t side, std::uint64_t seed, std::size_t& cells) {
    const base::Random random(seed);
    Shape shape{Shape::Type::rings, {}, {}, {}, {}};
    cells = 0;
    const std::uint64_t share = 1 + seed % 7;
    const bool turned = seed % 2 == 1;
    for (std::size_t i = 0; i < side * side; ++i) {
        if (random.integer(i, 8) >= share) continue;
        ++cells;
        const auto x = static_cast<double>(i % side), y = static_cast<double>(i / side);
        std::vector<Point> ring{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}};
        for (Point& p : ring) p = turned ? Point{2 * p.x - p.y, 3 * p.x + 2 * p.y} : p;
        shape.add_path(ring);
    }
    return shape;
}

/// A simple polygon: points around (0, 0) by angle, at random distances.
std::vector<Point> star(std::size_t n, std::uint64_t seed, double scale = 1) {
    const base::Random random(seed);
    std::vector<Point> ring;
    for (std::size_t i = 0; i < n; ++i) {
        const double angle = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(n);
        const double r = scale * (0.2 + random.uniform(i));
        ring.push_back(
            {std::round(1e6 * r * std::cos(angle)), std::round(1e6 * r * std::sin(angle))});
    }
    return ring;
}

double twice(Point a, Point b, Point c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/// What is wrong with triangles of integer points below 2^24 that fill a shape, or "".
std::string fault(const Shape& shape, std::span<const Point> points,
                  std::span<const std::uint32_t> triangles) {
    double sum = 0;
    for (std::size_t i = 0; i < triangles.size(); i += 3) {
        const Point a = points[triangles[i]], b = points[triangles[i + 1]];
        const Point c = points[triangles[i + 2]];
        if (orientation(a, b, c) <= 0) return "orientation";
        sum += twice(a, b, c);
    }
    const double expected = 2 * area(shape).value();
    if (sum != expected) return "area " + std::to_string(sum) + " not " + std::to_string(expected);
    return "";
}

/// Whether the middle of each triangle is inside.
bool all_inside(const Shape& shape, std::span<const Point> points,
                std::span<const std::uint32_t> triangles) {
    for (std::size_t i = 0; i < triangles.size(); i += 3) {
        const Point a = points[triangles[i]], b = points[triangles[i + 1]];
        const Point c = points[triangles[i + 2]];
        const Point middle{(a.x + b.x + c.x) / 3, (a.y + b.y + c.y) / 3};
        if (locate(middle, shape) == Location::outside) return false;
    }
    return true;
}

void check_both(const Shape& shape) {
    const auto fine = polygon_delaunay(shape);
    REQUIRE(fault(shape, fine.points, fine.triangles) == "");
    REQUIRE(all_inside(shape, fine.points, fine.triangles));
    for (std::uint32_t h = 0; h < fine.halfedges.size(); ++h) {
        const std::uint32_t twin = fine.halfedges[h];
        if (twin == Triangulation::none) continue;
        REQUIRE(fine.halfedges[twin] == h);
        REQUIRE(fine.triangles[twin] == fine.triangles[Triangulation::next(h)]);
    }
    const auto quick = polygon_partition(shape);
    REQUIRE(fault(shape, quick.points, quick.triangles) == "");
    REQUIRE(all_inside(shape, quick.points, quick.triangles));
}

/// Rings that touch at vertices only, directly; with another ring far off, so that no ears are cut.
void check_monotone(const Shape& shape) {
    if (shape.paths() == 1) {
        Shape two = shape;
        two.add_path(std::vector<Point>{{4e6, 0}, {4e6 + 1, 0}, {4e6, 1}});
        check_monotone(two);
    }
    const auto triangles = monotone_triangles(shape);
    REQUIRE(triangles.has_value());
    REQUIRE(fault(shape, shape.points, *triangles) == "");
    REQUIRE(all_inside(shape, shape.points, *triangles));
}

}  // namespace

TEST_CASE("triangles of nothing, of a triangle, of a square") {
    for (const Shape& shape :
         {rings_shape({}), rings_shape({{}}), rings_shape({{{1, 1}}}),
          rings_shape({{{1, 1}, {2, 2}}}), rings_shape({{{1, 1}, {2, 2}, {3, 3}, {1, 1}}}),
          point_shape({1, 1})}) {
        CHECK(polygon_delaunay(shape).size() == 0);
        CHECK(polygon_partition(shape).size() == 0);
    }
    using Indices = base::Array<std::uint32_t>;
    const Shape clockwise = rings_shape({{{0, 0}, {0, 1}, {1, 0}}});
    CHECK(monotone_triangles(clockwise).value().size() == 3);
    CHECK(fault(clockwise, clockwise.points, *monotone_triangles(clockwise)) == "");
    CHECK(polygon_delaunay(clockwise).triangles == Indices{0, 2, 1});
    // Of cocircular corners the diagonal avoids the least.
    const Shape square = rings_shape({{{0, 0}, {1, 0}, {1, 1}, {0, 1}}});
    CHECK(polygon_delaunay(square).triangles == Indices{0, 2, 1, 1, 2, 3});
    CHECK(polygon_partition(square).size() == 2);
}

TEST_CASE("triangles of polygons with points amid sides and repeated points") {
    const Shape shape = rings_shape({{{0, 0},
                                      {1, 0},
                                      {2, 0},
                                      {2, 0},
                                      {3, 0},
                                      {4, 0},
                                      {4, 4},
                                      {2, 4},
                                      {2, 3},
                                      {2, 4},
                                      {0, 4},
                                      {0, 2},
                                      {0, 0}}});
    check_both(shape);
    const Shape plain = rings_shape(
        {{{0, 0}, {1, 0}, {2, 0}, {2, 0}, {3, 0}, {4, 0}, {4, 4}, {2, 4}, {0, 4}, {0, 2}, {0, 0}}});
    check_both(plain);
    check_monotone(plain);
}

TEST_CASE("triangles of stars and of stars within stars") {
    for (std::uint64_t seed = 0; seed < (testing::quick ? 10 : 25); ++seed) {
        const std::size_t n = 3 + seed * 3;
        Shape shape = rings_shape({star(n, seed)});
        check_monotone(shape);
        check_both(shape);
        CHECK(monotone_triangles(shape)->size() == 3 * (n - 2));
        // Within the innermost disk: a hole, a star in it.
        if (n < 8) continue;
        shape.add_path(star(n, seed + 1, 0.1));
        shape.add_path(star(n, seed + 2, 0.01));
        check_monotone(shape);
        check_both(shape);
    }
}

TEST_CASE("triangles of cells that touch at corners and along sides") {
    for (std::uint64_t seed = 0; seed < (testing::quick ? 20 : 60); ++seed) {
        std::size_t cells = 0;
        const Shape shape = random_cells(2 + seed % 9, seed, cells);
        INFO("seed " << seed);
        const Shape outline = even_odd_rings(shape);
        const double size = seed % 2 == 1 ? 7.0 : 1.0;
        REQUIRE(area(outline).value() == static_cast<double>(cells) * size);
        check_monotone(outline);
        check_both(outline);
        check_both(shape);
    }
}

TEST_CASE("triangles of holes that touch the shell and each other") {
    const std::vector<Point> shell{{0, 0}, {9, 0}, {9, 9}, {0, 9}};
    check_monotone(rings_shape(
        {shell, {{0, 0}, {4, 1}, {1, 4}}, {{4, 1}, {8, 1}, {4, 5}}, {{1, 4}, {4, 5}, {2, 8}}}));
    check_monotone(rings_shape({shell, {{0, 0}, {4, 1}, {9, 9}, {1, 4}}}));
    // A ring that touches itself.
    check_monotone(rings_shape({{{0, 0}, {9, 0}, {5, 5}, {9, 9}, {0, 9}, {5, 5}}}));
    // A hole that touches a side amid, found out by the sweep and noded by the others.
    const Shape amid = rings_shape({shell, {{0, 4}, {4, 2}, {4, 6}}});
    check_both(amid);
}

TEST_CASE("triangles of rings that cross") {
    const Shape bow = rings_shape({{{0, 0}, {4, 4}, {4, 0}, {0, 4}}});
    CHECK(!monotone_triangles(bow).has_value());
    check_both(bow);
    check_both(rings_shape({{{0, 0}, {6, 0}, {6, 6}, {0, 6}}, {{2, 2}, {8, 2}, {8, 8}, {2, 8}}}));
}

TEST_CASE("monotone triangles of any rings are counterclockwise or none") {
    std::size_t found = 0;
    for (std::uint64_t seed = 0; seed < (testing::quick ? 500 : 8000); ++seed) {
        const base::Random random(seed);
        Shape shape{Shape::Type::rings, {}, {}, {}, {}};
        std::uint64_t drawn = 0;
        const auto draw = [&] { return static_cast<double>(random.integer(drawn++, 6)); };
        for (std::size_t r = 0; r < 1 + seed % 3; ++r) {
            std::vector<Point> ring(3 + random.integer(drawn++, 6));
            for (Point& p : ring) p = {draw(), draw()};
            shape.add_path(ring);
        }
        const auto triangles = monotone_triangles(shape);
        if (!triangles) continue;
        ++found;
        for (std::size_t i = 0; i < triangles->size(); i += 3)
            REQUIRE(orientation(shape.points[(*triangles)[i]], shape.points[(*triangles)[i + 1]],
                                shape.points[(*triangles)[i + 2]]) > 0);
        if (!rings_meet(shape)) REQUIRE(fault(shape, shape.points, *triangles) == "");
    }
    CHECK(found > 10);
}

TEST_CASE("triangles of a collection fill the union of its areas") {
    const auto square = [](double x, double y) {
        return polygon_shape(std::vector<Point>{{x, y}, {x + 4, y}, {x + 4, y + 4}, {x, y + 4}});
    };
    Shape all;
    all.type = Shape::Type::collection;
    all.members = {square(0, 0), square(2, 2), square(4, 0), point_shape({9, 9})};
    for (const PolygonTriangles& made : {polygon_delaunay(all), polygon_partition(all)}) {
        double twice = 0;
        for (std::size_t t = 0; t < made.triangles.size(); t += 3) {
            const auto corner = [&](std::size_t i) { return made.points[made.triangles[t + i]]; };
            const Point a = corner(0), b = corner(1), c = corner(2);
            twice += (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        }
        CHECK(twice == 2 * (8 * 4 + 4 * 2));
    }
}

}  // namespace polygon_triangles_test
