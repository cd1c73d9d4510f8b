#include "geometry/refine.hpp"

#include "catch.hpp"
#include "delaunay_samples.hpp"
#include "geometry/polygon.hpp"
#include "geometry/predicates.hpp"
#include "geometry/vectors.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace refine_test {

using namespace pipelab;
using namespace pipelab::geometry;
using geometry::test::unit;

namespace {

Shape rings_shape(const std::vector<std::vector<Point>>& paths) {
    Shape shape{Shape::Type::rings, {}, {}, {}, {}};
    for (const auto& path : paths) shape.add_path(path);
    return shape;
}

double twice(Point a, Point b, Point c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/// What is wrong with triangles that fill a shape, or "": they turn left, fit together, are
/// locally Delaunay and have its area, nearly.
std::string flaw(const PolygonTriangles& made, const Shape& shape) {
    double sum = 0;
    for (std::uint32_t h = 0; h < made.triangles.size(); ++h) {
        const auto corner = [&](std::uint32_t i) { return made.points[made.triangles[i]]; };
        const std::uint32_t next = Triangulation::next(h), before = Triangulation::previous(h);
        if (orientation(corner(h), corner(next), corner(before)) <= 0) return "orientation";
        if (h % 3 == 0) sum += twice(corner(h), corner(next), corner(before)) / 2;
        const std::uint32_t twin = made.halfedges[h];
        if (twin == Triangulation::none) continue;
        if (made.halfedges[twin] != h || made.triangles[twin] != made.triangles[next])
            return "halfedges";
        const Point beyond = corner(Triangulation::previous(twin));
        if (in_circle(corner(h), corner(next), corner(before), beyond) > 0) return "not Delaunay";
    }
    const double expected = area(shape).value();
    return std::abs(sum - expected) <= 1e-12 * expected ? "" : "area";
}

double least_angle(const PolygonTriangles& made) {
    double least = 180;
    for (std::uint32_t h = 0; h < made.triangles.size(); ++h)
        least = std::min(least, angle_at(made.points[made.triangles[h]],
                                         made.points[made.triangles[Triangulation::next(h)]],
                                         made.points[made.triangles[Triangulation::previous(h)]],
                                         AngleUnit::degrees)
                                    .value());
    return least;
}

std::vector<Point> star(std::size_t n, double least, std::mt19937_64& random) {
    std::vector<Point> ring;
    for (std::size_t i = 0; i < n; ++i) {
        const double angle = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(n);
        const double r = least + (1 - least) * unit(random);
        ring.push_back({r * std::cos(angle), r * std::sin(angle)});
    }
    return ring;
}

}  // namespace

TEST_CASE("refining nothing and what needs no refinement") {
    CHECK(refine({}, {}).added == 0);
    const auto square = polygon_delaunay(rings_shape({{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}));
    const auto same = refine(square, {});
    CHECK(same.added == 0);
    CHECK(same.missed == 0);
    CHECK(same.triangles.triangles == square.triangles);
    CHECK(refine(square, {.points = 0}).triangles.triangles == square.triangles);
}

TEST_CASE("refined rectangles have no small angle and no large triangle") {
    for (const double height : {1.0, 0.1, 0.01, 1e-3}) {
        const Shape shape = rings_shape({{{0, 0}, {1, 0}, {1, height}, {0, height}}});
        for (const double angle : {5.0, 20.0, 25.0, 30.0}) {
            const auto made = refine(polygon_delaunay(shape), {.angle = angle});
            INFO(height << " " << angle << ": " << made.added);
            CHECK(flaw(made.triangles, shape) == "");
            CHECK(made.missed == 0);
            CHECK(!made.stopped);
            CHECK(least_angle(made.triangles) >= angle);
            CHECK(static_cast<double>(made.added) < 60 / height);
        }
        const auto small = refine(polygon_delaunay(shape), {.angle = 20, .area = height / 50});
        CHECK(flaw(small.triangles, shape) == "");
        CHECK(small.missed == 0);
        CHECK(small.triangles.size() >= 50);
        CHECK(least_angle(small.triangles) >= 20);
    }
}

TEST_CASE("refined stars with holes; angles below the limit only at sharp corners") {
    std::mt19937_64 random(21);
    for (int round = 0; round < (testing::quick ? 5 : 40); ++round) {
        const Shape shape = rings_shape({star(5 + random() % 60, 0.3, random),
                                         {{-0.1, -0.1}, {0.1, -0.1}, {0.1, 0.1}, {-0.1, 0.1}}});
        const auto made = refine(polygon_delaunay(shape), {.angle = 20, .points = 100000});
        INFO("round " << round << " added " << made.added << " missed " << made.missed);
        REQUIRE(flaw(made.triangles, shape) == "");
        CHECK(!made.stopped);
        CHECK(made.missed < shape.points.size() * 3);
    }
}

TEST_CASE("refinement ends at corners of any sharpness") {
    for (const double width : {0.3, 0.1, 1e-2, 1e-3, 1e-5}) {
        const Shape shape = rings_shape({{{0, 0}, {1, 0}, {1, width}},
                                         {{3, 0}, {5, 0}, {4, width}},
                                         {{8, 0}, {10, 1}, {8.5, width}}});
        const auto made = refine(polygon_delaunay(shape), {.angle = 20, .points = 1000000});
        INFO(width << ": " << made.added << " added, " << made.missed << " missed");
        CHECK(flaw(made.triangles, shape) == "");
        CHECK(!made.stopped);
    }
}

TEST_CASE("refinement stops at the limit of points and says so") {
    const Shape shape = rings_shape({{{0, 0}, {1, 0}, {1, 1}, {0, 1}}});
    const auto made = refine(polygon_delaunay(shape), {.angle = 20, .area = 1e-6, .points = 100});
    CHECK(made.stopped);
    CHECK(made.added == 100);
    CHECK(made.missed > 0);
    CHECK(flaw(made.triangles, shape) == "");
}

}  // namespace refine_test
