#include "geometry/min_circle.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/predicates.hpp"
#include "point_samples.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

namespace min_circle_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;

bool surrounds(const Points& support, const Points& points) {
    for (const Point p : points) {
        bool outside = p != support[0];
        if (support.size() == 2) outside = dot_sign(p, support[0], p, support[1]) > 0;
        if (support.size() == 3) {
            const auto& [a, b, c] = std::array{support[0], support[1], support[2]};
            outside = in_circle(a, b, c, p) * orientation(a, b, c) < 0;
        }
        if (outside) return false;
    }
    return true;
}

Points chosen(const Points& points, const std::vector<std::size_t>& places) {
    Points result;
    for (const std::size_t i : places) result.push_back(points[i]);
    return result;
}

/// A circle through the support surrounds all; two points as a diameter, or an acute triangle, have
/// no smaller circle themselves.
void require_smallest(const Points& points) {
    const auto circle = min_circle(points);
    REQUIRE(circle.has_value() == !points.empty());
    if (points.empty()) return;
    const Points support = chosen(points, circle->support);
    REQUIRE(surrounds(support, points));
    if (support.size() == 1) {
        REQUIRE(circle->centre == support[0]);
        REQUIRE(circle->radius == 0);
    }
    if (support.size() < 3) return;
    for (std::size_t i = 0; i < 3; ++i) {
        REQUIRE(dot_sign(support[i], support[(i + 1) % 3], support[i], support[(i + 2) % 3]) > 0);
    }
}

}  // namespace

TEST_CASE("the smallest circle surrounds all kinds of sets", "[min_circle]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 4u : 30u); ++seed) {
        for (const auto& set : samples::all(2 + 9 * seed, seed)) {
            CAPTURE(set.name, seed);
            require_smallest(set.points);
        }
    }
}

TEST_CASE("the smallest circle of many points is the same for any thread count", "[min_circle]") {
    for (const auto& set : samples::all(pipelab::testing::quick ? 10000 : 50000, 3)) {
        CAPTURE(set.name);
        require_smallest(set.points);
        if (set.points.empty()) continue;
        pipelab::base::set_threads(1);
        const auto one = min_circle(set.points);
        pipelab::base::set_threads(3);
        const auto three = min_circle(set.points);
        pipelab::base::set_threads(2);
        REQUIRE(one->support == three->support);
        REQUIRE(one->centre == three->centre);
        REQUIRE(one->radius == three->radius);
    }
}

TEST_CASE("smallest circles that are known", "[min_circle]") {
    const auto pair = min_circle(Points{{0, 0}, {6, 8}, {3, 4}, {0, 8}});
    REQUIRE(pair->centre == Point{3, 4});
    REQUIRE(pair->radius == 5);
    const double height = std::sqrt(3.0);
    const auto triangle = min_circle(Points{{-1, 0}, {1, 0}, {0, height}, {0, 0.5}});
    REQUIRE(triangle->support == std::vector<std::size_t>{0, 1, 2});
    REQUIRE(triangle->centre.x == 0);
    REQUIRE(triangle->radius == Approx(2 / height).epsilon(1e-15));
    // 36 points with whole coordinates lie on a circle of radius 65.
    Points cocircular;
    for (int x = -65; x <= 65; ++x) {
        for (int y = -65; y <= 65; ++y) {
            if (x * x + y * y <= 65 * 65) cocircular.push_back({1e9 + x, y * 1.0});
        }
    }
    const auto circle = min_circle(cocircular);
    REQUIRE(circle->centre == Point{1e9, 0});
    REQUIRE(circle->radius == 65);
}

}  // namespace min_circle_test
