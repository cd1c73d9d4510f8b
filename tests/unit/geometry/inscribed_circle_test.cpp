#include "geometry/inscribed_circle.hpp"

#include "catch.hpp"
#include "geometry/approach.hpp"
#include "geometry/location.hpp"
#include "geometry/matrix_game.hpp"
#include "geometry/polygon.hpp"
#include "geometry/trapezoids.hpp"
#include "lipschitz_squares.hpp"
#include "point_samples.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace inscribed_circle_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Draw;
using pipelab::geometry::samples::Points;

double boundary_distance(Point p, const Shape& shape) {
    std::optional<Approach> least;
    for_edges(shape, [&](const Segment& edge) {
        const Approach next(p, edge);
        if (!least || next.compare(*least) < 0) least = next;
    });
    return least->distance();
}

double by_squares(const Shape& shape) {
    const auto signed_distance = [&](Point p) {
        const double d = boundary_distance(p, shape);
        return locate(p, shape) == Location::inside ? d : -d;
    };
    return pipelab::testing::most_by_squares({{-1.4, -1.4}, {1.4, 1.4}}, signed_distance,
                                             [](Point) { return 0.0; });
}

Shape rings_of(const std::vector<Points>& rings) {
    Shape shape;
    shape.type = Shape::Type::rings;
    for (const Points& ring : rings) shape.add_path(ring);
    return shape;
}

/// Vertices in all directions at different distances.
Points star(std::size_t n, std::uint64_t seed) {
    Draw draw(seed);
    Points ring(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double angle = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(n);
        const double far = 0.3 + draw.uniform();
        ring[i] = {far * std::cos(angle), far * std::sin(angle)};
    }
    return ring;
}

Points turned(const Points& ring, double angle, Point by) {
    Points result;
    for (const Point p : ring)
        result.push_back({by.x + p.x * std::cos(angle) - p.y * std::sin(angle),
                          by.y + p.x * std::sin(angle) + p.y * std::cos(angle)});
    return result;
}

Circle require_inscribed(const Shape& shape) {
    const auto circle = inscribed_circle(shape);
    REQUIRE(circle);
    REQUIRE(locate(circle->centre, shape) == Location::inside);
    REQUIRE(circle->radius == boundary_distance(circle->centre, shape));
    return *circle;
}

}  // namespace

TEST_CASE("no circle in a polygon is larger than the inscribed one", "[inscribed_circle]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 3u : 12u); ++seed) {
        CAPTURE(seed);
        const Shape shape = rings_of({star(5 + seed, seed)});
        const double expected = by_squares(shape);
        const double radius = require_inscribed(shape).radius;
        CHECK(radius >= expected * (1 - 1e-9));
        CHECK(radius <= expected * (1 + 1.01e-5) + 1e-9);
    }
    const Shape annulus = rings_of({star(40, 1), samples::scaled(star(12, 2), 0.2)});
    const double expected = by_squares(annulus);
    const double radius = require_inscribed(annulus).radius;
    CHECK(radius == Approx(expected).epsilon(2e-5));
}

TEST_CASE("inscribed circles known from their drawing", "[inscribed_circle]") {
    const auto square = require_inscribed(rings_of({{{0, 0}, {10, 0}, {10, 10}, {0, 10}}}));
    CHECK(square.radius == 5);
    CHECK(square.centre == Point{5, 5});
    const auto triangle = require_inscribed(rings_of({{{0, 0}, {4, 0}, {0, 3}}}));
    CHECK(triangle.radius == Approx(1).epsilon(1e-14));
    CHECK(triangle.centre.x == Approx(1).epsilon(1e-14));
    // A square hole in a corner.
    const auto beside = require_inscribed(
        rings_of({{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, {{0, 0}, {4, 0}, {4, 4}, {0, 4}}}));
    const double r = (10 - 4) * std::sqrt(2.0) / (1 + std::sqrt(2.0));
    CHECK(beside.radius == Approx(r).epsilon(1e-12));
    // Two polygons: the wider one.
    const auto two = require_inscribed(
        rings_of({{{0, 0}, {2, 0}, {2, 2}, {0, 2}}, {{5, 0}, {9, 0}, {9, 3}, {5, 3}}}));
    CHECK(two.radius == 1.5);
    CHECK(two.centre.x > 5);
    CHECK_FALSE(inscribed_circle({}));
    CHECK_FALSE(inscribed_circle(rings_of({{{0, 0}, {1, 1}, {2, 2}}})));
    CHECK_FALSE(inscribed_circle(line_shape(Points{{0, 0}, {1, 1}, {2, 0}})));
}

TEST_CASE("needles have inscribed circles of half their width", "[inscribed_circle]") {
    const Points needle{{0, 0}, {12, 0}, {12, 1e-12}, {0, 1e-12}};
    CHECK(require_inscribed(rings_of({needle})).radius == Approx(5e-13).epsilon(1e-9));
    for (int i = 1; i < 20; ++i) {
        CAPTURE(i);
        const auto slanted = inscribed_circle(rings_of({turned(needle, 0.3 * i, {0, 0})}));
        // Rounding of corners is of the order of the width itself.
        if (slanted) CHECK(slanted->radius < 3e-12);
    }
    const Points wider{{0, 0}, {12, 0}, {12, 1e-7}, {0, 1e-7}};
    for (int i = 1; i < 20; ++i) {
        CAPTURE(i);
        CHECK(require_inscribed(rings_of({turned(wider, 0.3 * i, {0, 0})})).radius ==
              Approx(5e-8).epsilon(1e-6));
    }
}

TEST_CASE("a regular polygon of many edges has its incircle", "[inscribed_circle]") {
    const std::size_t n = 1000;
    Points ring(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double angle = 6.283185307179586 * static_cast<double>(i) / n;
        ring[i] = {7 + 3 * std::cos(angle), 7 + 3 * std::sin(angle)};
    }
    CHECK(require_inscribed(rings_of({ring})).radius ==
          Approx(3 * std::cos(3.14159265358979 / n)).epsilon(1e-9));
}

TEST_CASE("inscribed circles grow with their shape over the whole range", "[inscribed_circle]") {
    const Points ring = star(11, 4);
    const auto circle = inscribed_circle(rings_of({ring}));
    for (const int power : {-1000, -300, 300, 1000}) {
        const auto scaled =
            inscribed_circle(rings_of({samples::scaled(ring, std::ldexp(1.0, power))}));
        CHECK(scaled->radius == std::ldexp(circle->radius, power));
        CHECK(scaled->centre.x == std::ldexp(circle->centre.x, power));
    }
}

TEST_CASE("trapezoids have the area of what they make up", "[trapezoids]") {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const Shape clean = rings_of({star(30 + seed, seed)});
        std::vector<Segment> edges;
        for_edges(clean, [&](const Segment& edge) { edges.push_back(edge); });
        double sum = 0;
        for (const Trapezoid& t : trapezoids(edges)) {
            const auto height = [&](const Segment& e, double x) {
                return e.a.y + (x - e.a.x) / (e.b.x - e.a.x) * (e.b.y - e.a.y);
            };
            const double left = height(edges[t.upper], t.left) - height(edges[t.lower], t.left);
            const double right = height(edges[t.upper], t.right) - height(edges[t.lower], t.right);
            CHECK(left >= -1e-12);
            CHECK(right >= -1e-12);
            sum += (t.right - t.left) * (left + right) / 2;
        }
        CHECK(sum == Approx(*area(clean)).epsilon(1e-12));
    }
    CHECK(trapezoids({}).empty());
}

TEST_CASE("the value of a matrix game bounds every mixture of rows", "[matrix_game]") {
    Draw draw(5);
    for (int round = 0; round < 2000; ++round) {
        std::vector<detail::Column> columns(1 + draw.below(7));
        for (auto& column : columns)
            for (double& x : column) x = static_cast<double>(draw.below(9));
        const auto game = detail::solve_game(columns);
        double best = 0;
        for (int i = 0; i <= 60; ++i) {
            for (int k = 0; i + k <= 60; ++k) {
                double least = 1e9;
                for (const auto& c : columns)
                    least = std::min(least, (i * c[0] + k * c[1] + (60 - i - k) * c[2]) / 60);
                best = std::max(best, least);
            }
        }
        REQUIRE(game.value >= best - 1e-9);
        REQUIRE(game.value <= best + 0.3);
        double least = 1e9;
        for (const auto& c : columns)
            least =
                std::min(least, game.rows[0] * c[0] + game.rows[1] * c[1] + game.rows[2] * c[2]);
        REQUIRE(least >= game.value - 1e-9);
    }
}

TEST_CASE("areas of a collection that overlap are one") {
    Shape all;
    all.type = Shape::Type::collection;
    all.members = {box_shape({{0, 0}, {2, 2}}), box_shape({{1, 0}, {3, 2}})};
    CHECK(inscribed_circle(all)->radius == Approx(1).epsilon(1e-9));
}

}  // namespace inscribed_circle_test
