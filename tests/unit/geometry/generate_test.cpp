#include "geometry/generate.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/location.hpp"
#include "geometry/polygon.hpp"
#include "geometry/simple.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <mpfr.h>

namespace generate_test {

using namespace pipelab;
using namespace pipelab::geometry;

namespace {

using Points = base::Array<Point>;

/// Every generator of random points, under one signature.
std::vector<Points> all_kinds(std::size_t count) {
    const base::Random random(7, 3);
    Shape shape = polygon_shape(random_coast(300, {0, 0}, 2, random));
    shape.add_path(random_star(9, {0, 0}, 0.2, 0.5, random));
    return {random_in_box(count, {{-1, 2}, {3, 2.5}}, random),
            random_in_ring(count, {1, 1}, 0.5, 2, random),
            random_in_triangle(count, {0, 0}, {4, 1}, {1, 3}, random),
            random_normal(count, {5, 5}, {1, 2}, random),
            random_in_shape(count, shape, random).value(),
            random_near_line(count, {12, 12}, {24, 24}, 3, random)};
}

double share(const Points& points, bool (*inside)(Point)) {
    return static_cast<double>(std::count_if(points.begin(), points.end(), inside)) /
           static_cast<double>(points.size());
}

}  // namespace

TEST_CASE("random points are the same for any number of threads and of points") {
    base::set_threads(1);
    const auto few = all_kinds(1000), many = all_kinds(9000);
    base::set_threads(3);
    CHECK(all_kinds(9000) == many);
    base::set_threads(2);
    for (std::size_t kind = 0; kind < few.size(); ++kind) {
        CHECK(std::equal(few[kind].begin(), few[kind].end(), many[kind].begin()));
        CHECK(few[kind].size() == 1000);
        CHECK(few[kind][0] != few[kind][1]);
    }
    CHECK(all_kinds(0) == std::vector<Points>(6));
}

TEST_CASE("random points lie where they should, as often as they should") {
    const auto kinds = all_kinds(40000);
    CHECK(share(kinds[0], [](Point p) { return p.x >= -1 && p.x < 3 && p.y >= 2 && p.y < 2.5; }) ==
          1);
    CHECK(share(kinds[0], [](Point p) { return p.x < 0; }) == Approx(0.25).margin(0.01));
    CHECK(share(kinds[1], [](Point p) { return std::hypot(p.x - 1, p.y - 1) > 0.4999; }) == 1);
    CHECK(share(kinds[1], [](Point p) { return std::hypot(p.x - 1, p.y - 1) < 1.5; }) ==
          Approx(2.0 / 3.75).margin(0.01));
    CHECK(share(kinds[2], [](Point p) { return 4 * p.y < p.x - 1e-9; }) == 0);
    CHECK(share(kinds[2], [](Point p) { return 4 * p.y < p.x + 5.5; }) ==
          Approx(0.75).margin(0.01));
    CHECK(share(kinds[3], [](Point p) { return p.x < 6; }) == Approx(0.8413).margin(0.01));
    CHECK(share(kinds[3], [](Point p) { return p.y < 7; }) == Approx(0.8413).margin(0.01));
    CHECK(share(kinds[5], [](Point p) { return std::abs(p.x - p.y) < 4e-14; }) == 1);
    CHECK(share(kinds[5], [](Point p) { return p.x == p.y; }) < 0.9);
}

TEST_CASE("random points in a shape are inside, uniformly") {
    const base::Random random(8);
    Shape shape = polygon_shape(std::vector<Point>{{0, 0}, {6, 0}, {6, 6}, {0, 6}});
    shape.add_path(std::vector<Point>{{0.5, 0.5}, {5.5, 0.5}, {5.5, 5.5}, {0.5, 5.5}});
    const auto points = random_in_shape(20000, shape, random).value();
    for (const Point p : points) CHECK(locate(p, shape) == Location::inside);
    CHECK(share(points, [](Point p) { return p.y < 0.5; }) == Approx(3.0 / 11).margin(0.01));
    CHECK_FALSE(random_in_shape(1, Shape(), random));
    CHECK_FALSE(random_in_shape(1, polygon_shape(std::vector<Point>{{0, 0}, {1, 1}}), random, 99));
}

TEST_CASE("boxes as large as double allows") {
    const double most = 1.7976931348623157e308;
    for (const Point p : random_in_box(1000, {{-most, 0}, {most, 0}}, base::Random(1))) {
        CHECK((std::abs(p.x) <= most && p.y == 0));
    }
}

TEST_CASE("regular polygons and stars are correctly rounded") {
    mpfr_t angle, value;
    mpfr_inits2(400, angle, value, static_cast<mpfr_ptr>(nullptr));
    for (const double turns : {0.0, 0.1, -0.25, 0.125}) {
        for (std::size_t corners : {1, 2, 3, 4, 7, 8, 17}) {
            const Point centre{3, -0.1};
            const double radius = 0.7;
            const auto polygon = regular_polygon(corners, centre, radius, turns);
            REQUIRE(polygon.size() == corners);
            for (std::size_t i = 0; i < corners; ++i) {
                const auto coordinate = [&](auto function, double start) {
                    mpfr_set_ui(value, i, MPFR_RNDN);
                    mpfr_div_ui(value, value, corners, MPFR_RNDN);
                    mpfr_add_d(value, value, turns, MPFR_RNDN);
                    mpfr_const_pi(angle, MPFR_RNDN);
                    mpfr_mul(angle, angle, value, MPFR_RNDN);
                    mpfr_mul_ui(angle, angle, 2, MPFR_RNDN);
                    function(value, angle, MPFR_RNDN);
                    mpfr_mul_d(value, value, radius, MPFR_RNDN);
                    mpfr_add_d(value, value, start, MPFR_RNDN);
                    return mpfr_get_d(value, MPFR_RNDN);
                };
                CHECK(polygon[i].x == coordinate(mpfr_cos, centre.x));
                CHECK(polygon[i].y == coordinate(mpfr_sin, centre.y));
            }
        }
    }
    mpfr_clears(angle, value, static_cast<mpfr_ptr>(nullptr));
    CHECK(regular_polygon(4, {0, 0}, 1) == Points{{1, 0}, {0, 1}, {-1, 0}, {0, -1}});
    CHECK(convexity(regular_polygon(1000, {5, 5}, 3)) == Convexity::strict);
    const auto star = star_polygon(5, {0, 0}, 1, 2, 0.25);
    CHECK(star.size() == 10);
    CHECK(star[0] == Point{0, 2});
    CHECK_FALSE(first_self_contact(star, true));
    CHECK(orientation(star) == 1);
    CHECK(regular_polygon(0, {0, 0}, 1).empty());
}

TEST_CASE("grids") {
    CHECK(square_grid(2, 3, {1, 2}, {0.5, 10}) ==
          Points{{1, 2}, {1.5, 2}, {2, 2}, {1, 12}, {1.5, 12}, {2, 12}});
    const auto hexagonal = hexagonal_grid(3, 2, {0, 0}, 2);
    REQUIRE(hexagonal.size() == 6);
    CHECK(hexagonal[2] == Point{1, std::sqrt(3.0)});
    CHECK(hexagonal[4].x == 0);
    CHECK(square_grid(0, 5, {0, 0}, {1, 1}).empty());
}

}  // namespace generate_test
