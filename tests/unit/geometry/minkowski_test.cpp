#include "geometry/minkowski.hpp"

#include "catch.hpp"
#include "geometry/buffer.hpp"
#include "geometry/convex_parts.hpp"
#include "geometry/generate.hpp"
#include "geometry/hull.hpp"
#include "geometry/location.hpp"
#include "geometry/overlay.hpp"
#include "geometry/polygon.hpp"
#include "geometry/predicates.hpp"
#include "point_samples.hpp"
#include "unit/geometry/valid_polygons.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace minkowski_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Draw;
using pipelab::testing::canonical;
using pipelab::testing::quick;
using pipelab::testing::require_valid;
using Points = std::vector<Point>;

Shape sum(const Shape& a, const Shape& b) { return minkowski_sum(a, b).value(); }

bool cross(const Segment& s, const Segment& t) {
    return orientation(s.a, s.b, t.a) * orientation(s.a, s.b, t.b) < 0 &&
           orientation(t.a, t.b, s.a) * orientation(t.a, t.b, s.b) < 0;
}

/// Nothing is rounded in sums of whole numbers.
bool whole(const Shape& shape) {
    for (const Point p : shape.points) {
        if (p.x != std::floor(p.x) || p.y != std::floor(p.y)) return false;
    }
    return true;
}

/// Of shapes in general position.
bool meet(const Shape& a, const Shape& b) {
    for (const Segment& s : edges_of(a)) {
        for (const Segment& t : edges_of(b)) {
            if (cross(s, t)) return true;
        }
    }
    const auto holds = [](const Shape& outer, const Shape& inner) {
        for (const Point p : inner.points) {
            if (outer.areal() && locate(p, outer) == Location::inside) return true;
        }
        return false;
    };
    return holds(a, b) || holds(b, a);
}

Shape mirrored(const Shape& shape, Point centre) {
    Shape result = shape;
    for (Point& p : result.points) p = {centre.x - p.x, centre.y - p.y};
    return result;
}

Shape random_shape(Draw& draw, std::uint64_t kinds) {
    const auto path = [&](std::uint64_t least, std::uint64_t more) {
        Points points(least + draw.below(more));
        for (Point& p : points)
            p = {static_cast<double>(draw.below(6)), static_cast<double>(draw.below(6))};
        return points;
    };
    Shape shape;
    const std::uint64_t kind = draw.below(kinds);
    shape.type = std::array{Shape::Type::rings, Shape::Type::multi_line_string,
                            Shape::Type::multi_point}[kind];
    if (kind == 2) {
        shape.add_path(path(1, 3));
        return shape;
    }
    for (std::uint64_t i = 0, paths = 1 + draw.below(2); i < paths; ++i)
        shape.add_path(kind == 0 ? path(3, 4) : path(1, 4));
    return kind == 0 ? canonical(shape) : shape;
}

}  // namespace

TEST_CASE("a point is in a sum if one shape meets the other mirrored at it", "[minkowski]") {
    Draw draw(1);
    std::size_t inside = 0, outside = 0;
    for (int trial = 0; trial < (quick ? 60 : 500); ++trial) {
        const Shape a = random_shape(draw, 3), b = random_shape(draw, 3);
        const Shape result = sum(a, b);
        require_valid(result);
        const Shape other = sum(b, a);
        if (whole(a) && whole(b))
            REQUIRE(result == other);
        else
            REQUIRE(area(result).value() == Approx(area(other).value()).epsilon(1e-12));
        for (int i = 0; i < 60; ++i) {
            const Point z{14 * draw.uniform() - 2, 14 * draw.uniform() - 2};
            const bool in = meet(a, mirrored(b, z));
            REQUIRE(in == (locate(z, result) != Location::outside));
            (in ? inside : outside) += 1;
        }
    }
    REQUIRE(inside > (quick ? 150 : 1500));
    REQUIRE(outside > (quick ? 500 : 5000));
}

TEST_CASE("sums of doubles hold the sums of their points", "[minkowski]") {
    Draw draw(2);
    for (int trial = 0; trial < (quick ? 20 : 100); ++trial) {
        Shape a, b;
        for (Shape* shape : {&a, &b}) {
            shape->type = Shape::Type::polygon;
            shape->add_part();
            shape->add_path(random_star(3 + draw.below(12), {draw.uniform(), draw.uniform()}, 0.2,
                                        1, pipelab::base::Random(draw.below(1000))));
        }
        const Shape result = sum(a, b);
        require_valid(result);
        const auto of_a = random_in_shape(50, a, pipelab::base::Random(3)).value();
        const auto of_b = random_in_shape(50, b, pipelab::base::Random(4)).value();
        for (std::size_t i = 0; i < of_a.size(); ++i)
            REQUIRE(locate({of_a[i].x + of_b[i].x, of_a[i].y + of_b[i].y}, result) ==
                    Location::inside);
    }
}

TEST_CASE("convex polygons add by the way of any others too", "[minkowski]") {
    Draw draw(3);
    for (int trial = 0; trial < 100; ++trial) {
        const auto convex = [&] {
            Points points(3 + draw.below(8));
            for (Point& p : points)
                p = {static_cast<double>(draw.below(20)), static_cast<double>(draw.below(20))};
            return convex_shape(convex_hull(points).vertices);
        };
        const Shape a = convex(), b = convex();
        Shape with_point;
        with_point.type = Shape::Type::collection;
        with_point.members = {a, point_shape(a.points[0])};
        REQUIRE(sum(a, b) == sum(with_point, b));
    }
}

TEST_CASE("a sum with a regular polygon is nearly a buffer", "[minkowski]") {
    const auto star = random_star(40, {0, 0}, 0.3, 1, pipelab::base::Random(5));
    const Shape shape = polygon_shape(star);
    for (const double d : {0.01, 0.2}) {
        const std::size_t n = 8;
        const Shape disc = polygon_shape(regular_polygon(4 * n, {0, 0}, d));
        BufferStyle style;
        style.quadrant_segments = n;
        style.blurs_detail = false;
        const double found = area(sum(shape, disc)).value();
        CHECK(found < area(Buffering(style).buffer(shape, d).value()).value());
        const double inner = d * std::cos(std::numbers::pi / 4 / static_cast<double>(n));
        CHECK(found > area(Buffering(style).buffer(shape, inner).value()).value());
    }
}

TEST_CASE("sums with holes, lines and points", "[minkowski]") {
    Shape frame;
    frame.type = Shape::Type::polygon;
    frame.add_part();
    frame.add_path(Points{{0, 0}, {9, 0}, {9, 9}, {0, 9}});
    frame.add_path(Points{{3, 3}, {3, 6}, {6, 6}, {6, 3}});
    const Shape unit = polygon_shape(Points{{0, 0}, {1, 0}, {1, 1}, {0, 1}});
    const Shape framed = sum(frame, unit);
    CHECK(framed.points == pipelab::base::Array<Point>{
                               {0, 0}, {10, 0}, {10, 10}, {0, 10}, {4, 4}, {4, 6}, {6, 6}, {6, 4}});
    CHECK(area(sum(frame, frame)) == 18 * 18);
    // Two frames of which each surrounds the other's hole leave the middle out.
    Shape thin = frame;
    thin.points = {{0, 0}, {20, 0}, {20, 20}, {0, 20}, {1, 1}, {1, 19}, {19, 19}, {19, 1}};
    CHECK(sum(thin, unit).paths() == 2);
    const Shape across = line_shape(Points{{0, 0}, {2, 0}}),
                up = line_shape(Points{{0, 0}, {0, 3}});
    CHECK(area(sum(across, up)) == 6);
    CHECK(sum(across, across).empty());
    CHECK(sum(across, point_shape({1, 1})).empty());
    CHECK(sum(unit, point_shape({5, 7})).points ==
          pipelab::base::Array<Point>{{5, 7}, {6, 7}, {6, 8}, {5, 8}});
    CHECK(area(sum(unit, across)) == 3);
    CHECK(sum(unit, Shape{}).empty());
    CHECK(!minkowski_sum(point_shape({1e308, 0}), point_shape({1e308, 0})));
}

TEST_CASE("convex parts fill polygons", "[minkowski]") {
    Draw draw(6);
    for (int trial = 0; trial < (quick ? 50 : 300); ++trial) {
        const Shape shape = random_shape(draw, 1);
        double total = 0;
        for (const Points& part : convex_parts(shape)) {
            REQUIRE(convexity(part) != Convexity::none);
            REQUIRE(orientation(part) == 1);
            total += area(polygon_shape(part)).value();
        }
        REQUIRE(total == Approx(area(shape).value()));
    }
    CHECK(convex_parts(polygon_shape(regular_polygon(50, {0, 0}, 1))).size() == 1);
    CHECK(convex_parts(Shape{}).empty());
}

}  // namespace minkowski_test
