#include "geometry/empty_circle.hpp"

#include "catch.hpp"
#include "geometry/hull.hpp"
#include "geometry/location.hpp"
#include "geometry/segment_tree.hpp"
#include "geometry/vectors.hpp"
#include "lipschitz_squares.hpp"
#include "point_samples.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace empty_circle_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;

double nearest_distance(Point p, const Points& points) {
    double least = std::numeric_limits<double>::infinity();
    for (const Point q : points) least = std::min(least, distance(p, q));
    return least;
}

double by_squares(const Points& points, const Shape& region) {
    const SegmentTree boundary(edges_of(region));
    return pipelab::testing::most_by_squares(
        *bounding_box(region), [&](Point p) { return nearest_distance(p, points); },
        [&](Point p) {
            if (locate(p, region) != Location::outside) return 0.0;
            return boundary.nearest(p)->approach.distance();
        });
}

void require_largest(const Points& points, const Shape& region,
                     const std::optional<EmptyCircle>& found) {
    REQUIRE(found);
    const Circle circle = found->circle;
    REQUIRE(circle.radius == Approx(nearest_distance(circle.centre, points)).epsilon(1e-12));
    REQUIRE(circle.radius == Approx(distance(circle.centre, found->nearest)).epsilon(1e-12));
    const SegmentTree boundary(edges_of(region));
    const bool inside = locate(circle.centre, region) != Location::outside;
    REQUIRE((inside || boundary.nearest(circle.centre)->approach.distance() < 1e-14));
    REQUIRE(circle.radius == Approx(by_squares(points, region)).epsilon(4e-5));
}

}  // namespace

TEST_CASE("no circle without points is larger than the empty circle", "[empty_circle]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 2u : 8u); ++seed) {
        CAPTURE(seed);
        const Points points = samples::uniform(4 + 3 * seed, seed);
        const Shape hull = convex_shape(convex_hull(points).vertices);
        require_largest(points, hull, empty_circle(points));
        const Shape room = polygon_shape(
            Points{{-0.2, 0}, {1.1, -0.3}, {0.7, 0.4}, {1.3, 1.2}, {0.4, 0.9}, {0.1, 1.1}});
        require_largest(points, room, empty_circle(points, room));
    }
}

TEST_CASE("empty circles known from their drawing", "[empty_circle]") {
    const auto square = empty_circle(Points{{0, 0}, {2, 0}, {2, 2}, {0, 2}});
    CHECK(square->circle == Circle{{1, 1}, std::sqrt(2.0)});
    // The centre of the circle lies outside of the hull: on its longest side.
    const auto flat = empty_circle(Points{{0, 0}, {8, 0}, {4, 1}});
    CHECK(flat->circle.centre.y == 0);
    CHECK(flat->circle.radius == Approx(2.125).epsilon(1e-12));
    const auto line = empty_circle(Points{{0, 0}, {1, 1}, {7, 7}, {2, 2}});
    CHECK(line->circle.centre == Point{4.5, 4.5});
    CHECK(line->nearest == Point{7, 7});
    CHECK(empty_circle(Points{{3, 4}})->circle == Circle{{3, 4}, 0});
    CHECK(empty_circle(Points{{3, 4}, {3, 4}})->circle == Circle{{3, 4}, 0});
    CHECK_FALSE(empty_circle({}));
    CHECK_FALSE(empty_circle({}, polygon_shape(Points{{0, 0}, {1, 0}, {0, 1}})));
    CHECK_FALSE(empty_circle(Points{{3, 4}}, Shape{}));
    // Outside of the region of the points, its far corner.
    const auto far =
        empty_circle(Points{{0, 0}, {1, 1}}, polygon_shape(Points{{5, 0}, {9, 0}, {9, 9}}));
    CHECK(far->circle.centre == Point{9, 9});
}

TEST_CASE("all kinds of sets have an empty circle", "[empty_circle]") {
    for (const auto& set : samples::all(pipelab::testing::quick ? 30 : 60, 2)) {
        CAPTURE(set.name);
        const auto found = empty_circle(set.points);
        REQUIRE(found.has_value() == !set.points.empty());
        if (!found || set.name == "huge" || set.name == "extreme") continue;
        const double least = nearest_distance(found->circle.centre, set.points);
        const double places = std::abs(found->circle.centre.x) + std::abs(found->circle.centre.y);
        CHECK(std::abs(least - found->circle.radius) <= 1e-14 * least + 1e-15 * places + 1e-323);
    }
}

TEST_CASE("of collinear points the widest gap has the empty circle", "[empty_circle]") {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const Points all = samples::uniform(2 + seed, seed);
        for (const Point direction : {Point{1, 0}, Point{0, 2}, Point{3, -4}}) {
            Points points;
            std::vector<double> places;
            for (const Point p : all) {
                const double place = std::floor(p.x * 1000);
                points.push_back({place * direction.x, place * direction.y});
                places.push_back(place);
            }
            std::sort(places.begin(), places.end());
            double widest = 0;
            for (std::size_t i = 1; i < places.size(); ++i)
                widest = std::max(widest, places[i] - places[i - 1]);
            const auto found = empty_circle(points);
            REQUIRE(found->circle.radius == widest * std::hypot(direction.x, direction.y) / 2);
            REQUIRE(nearest_distance(found->circle.centre, points) == found->circle.radius);
            REQUIRE(distance(found->circle.centre, found->nearest) == found->circle.radius);
        }
    }
}

TEST_CASE("a centre may lie in any area of a collection", "[empty_circle]") {
    Shape region;
    region.type = Shape::Type::collection;
    region.members = {box_shape({{0, 0}, {4, 4}}), box_shape({{1, 1}, {5, 5}})};
    const auto found = empty_circle(Points{{0, 2}, {4, 2}, {2, 0}, {2, 4}, {9, 9}, {4, 0}}, region);
    CHECK(found->circle == Circle{{5, 5}, std::sqrt(10.0)});
    const auto amid = empty_circle(Points{{0, 2}, {4, 2}, {2, 0}, {2, 4}}, region.members[0]);
    CHECK(amid->circle == empty_circle(Points{{0, 2}, {4, 2}, {2, 0}, {2, 4}})->circle);
}

}  // namespace empty_circle_test
