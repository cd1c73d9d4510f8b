#include "geometry/smooth.hpp"

#include "catch.hpp"
#include "point_samples.hpp"
#include "rational.hpp"

#include <vector>

namespace smooth_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;
using pipelab::testing::nearest;
using pipelab::testing::Rational;

Points list(const pipelab::base::Array<Point>& array) { return {array.begin(), array.end()}; }

Point quarter(Point a, Point b) {
    const auto mix = [](double p, double q) {
        return nearest(Rational((3 * Rational(p) + Rational(q)) / 4));
    };
    return {mix(a.x, b.x), mix(a.y, b.y)};
}

}  // namespace

TEST_CASE("corners are cut a quarter of the way along their edges", "[smooth]") {
    CHECK(list(smoothed(Points{{0, 0}, {8, 8}, {0, 16}}, false, 1)) ==
          Points{{0, 0}, {6, 6}, {6, 10}, {0, 16}});
    CHECK(list(smoothed(Points{{0, 0}, {8, 0}, {0, 8}}, true, 1)) ==
          Points{{2, 0}, {6, 0}, {6, 2}, {2, 6}, {0, 6}, {0, 2}});
    const Points path{{0, 0}, {8, 8}, {0, 16}};
    CHECK(list(smoothed(path, false, 0)) == path);
    CHECK(smoothed(path, true, 5).size() == 3 * 32);
    // Two points for each edge: 3, 4, 6, 10, 18, 34.
    CHECK(smoothed(path, false, 5).size() == 34);
    for (const std::size_t size : {0, 1, 2}) {
        const Points few(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(list(smoothed(few, false, 3)) == few);
        CHECK(list(smoothed(few, true, 3)) == few);
    }
}

TEST_CASE("points of smoothed paths are correctly rounded", "[smooth]") {
    for (const auto& set : samples::all(40, 6)) {
        CAPTURE(set.name);
        if (set.points.size() < 3) continue;
        const auto smooth = smoothed(set.points, true, 1);
        for (std::size_t i = 0; i < set.points.size(); ++i) {
            const Point a = set.points[i], b = set.points[(i + 1) % set.points.size()];
            REQUIRE(smooth[2 * i] == quarter(a, b));
            REQUIRE(smooth[2 * i + 1] == quarter(b, a));
        }
    }
}

TEST_CASE("smoothing keeps the parts of shapes", "[smooth]") {
    Shape shape;
    shape.type = Shape::Type::multi_polygon;
    shape.add_part();
    shape.add_path(Points{{0, 0}, {8, 0}, {8, 8}, {0, 8}});
    shape.add_path(Points{{1, 1}, {2, 1}, {1, 2}});
    shape.add_part();
    shape.add_path(Points{{10, 0}, {18, 0}, {18, 8}});
    const Shape smooth = smoothed(shape, 2);
    CHECK(smooth.parts() == 2);
    CHECK(smooth.path(1).size() == 12);
    CHECK(smooth.part(1) == std::pair<std::size_t, std::size_t>(2, 3));
    const Shape point = point_shape({1, 2});
    CHECK(smoothed(point, 3).points == point.points);
}

}  // namespace smooth_test
