#include "geometry/buffer.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/generate.hpp"
#include "geometry/location.hpp"
#include "geometry/overlay.hpp"
#include "geometry/polygon.hpp"
#include "unit/geometry/buffer_samples.hpp"
#include "unit/geometry/valid_polygons.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace buffer_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Draw;
using pipelab::testing::arc_error;
using pipelab::testing::buffer;
using pipelab::testing::canonical;
using pipelab::testing::distance;
using pipelab::testing::quick;
using pipelab::testing::random_shape;
using pipelab::testing::require_valid;
using pipelab::testing::signed_distance;
using Points = std::vector<Point>;
constexpr double pi = std::numbers::pi;

/// Compares buffers of random shapes with distances; returns how many points were inside and
/// outside for sure.
std::pair<std::size_t, std::size_t> compare_with_distances(int trials, std::uint64_t seed) {
    Draw draw(seed);
    std::size_t inside = 0, outside = 0;
    for (int trial = 0; trial < trials; ++trial) {
        Shape shape = random_shape(draw, trial % 4);
        if (shape.areal()) shape = canonical(shape);
        BufferStyle style;
        style.quadrant_segments = 1 + draw.below(8);
        style.blurs_detail = draw.below(2) == 0;
        const double size = draw.below(4) == 0 ? 4 : 1;
        const double d = (shape.areal() && draw.below(2) == 0 ? -0.5 : 1) * size * draw.uniform();
        const Shape result = buffer(shape, d, style);
        require_valid(result);
        const double e = arc_error(d, style.quadrant_segments);
        const double beyond = style.blurs_detail ? e : 0, rounding = 1e-14;
        // Those of a shrunk area lie deeper in it where arcs run inside of circles.
        const double low = d > 0 ? d - e : d - beyond, high = d > 0 ? d + beyond : d + e;
        for (int i = 0; i < 60; ++i) {
            const Point p{15 * draw.uniform() - 4, 15 * draw.uniform() - 4};
            const double to_shape = signed_distance(p, shape);
            const Location where = locate(p, result);
            if (to_shape < low - rounding) {
                REQUIRE(where != Location::outside);
                ++inside;
            }
            if (to_shape > high + rounding) {
                REQUIRE(where == Location::outside);
                ++outside;
            }
        }
        for_edges(result, [&](const Segment& s) {
            for (const Point p : {s.a, Point{(s.a.x + s.b.x) / 2, (s.a.y + s.b.y) / 2}}) {
                REQUIRE(signed_distance(p, shape) >= low - rounding);
                REQUIRE(signed_distance(p, shape) <= high + rounding);
            }
        });
    }
    return {inside, outside};
}

}  // namespace

TEST_CASE("buffers hold what is near, and nothing that is not", "[buffer]") {
    const int trials = quick ? 40 : 160;
    const auto [inside, outside] = compare_with_distances(trials, 1);
    // Of sixty points each.
    REQUIRE(inside > 3 * static_cast<std::size_t>(trials));
    REQUIRE(outside > 3 * static_cast<std::size_t>(trials));
}

TEST_CASE("many buffers hold what is near", "[.][exhaustive]") {
    compare_with_distances(20000, 11);
}

TEST_CASE("corners of rectangles by the style of joins", "[buffer]") {
    const Shape square = polygon_shape(Points{{0, 0}, {4, 0}, {4, 4}, {0, 4}});
    BufferStyle style;
    style.join = Join::miter;
    CHECK(buffer(square, 1, style).points ==
          pipelab::base::Array<Point>{{-1, -1}, {5, -1}, {5, 5}, {-1, 5}});
    CHECK(buffer(square, -1, style).points ==
          pipelab::base::Array<Point>{{1, 1}, {3, 1}, {3, 3}, {1, 3}});
    CHECK(buffer(square, -2, style).empty());
    CHECK(buffer(square, -3, style).empty());
    const pipelab::base::Array<Point> bevelled{{-1, 0}, {0, -1}, {4, -1}, {5, 0},
                                               {5, 4},  {4, 5},  {0, 5},  {-1, 4}};
    // The tip is sqrt(2) distances away.
    style.miter_limit = 0x1.6a09e667f3bcdp+0;
    CHECK(buffer(square, 1, style).points.size() == 4);
    style.miter_limit = 0x1.6a09e667f3bccp+0;
    CHECK(buffer(square, 1, style).points == bevelled);
    style.join = Join::bevel;
    CHECK(buffer(square, 1, style).points == bevelled);
    // 3, 4, 5: the tip is sqrt(5) away where the turn is 2 atan 2.
    const Shape wedge = polygon_shape(Points{{0, 0}, {8, 0}, {5, 4}});
    style.join = Join::miter;
    style.miter_limit = std::sqrt(5.0);
    CHECK(buffer(wedge, 1, style).points.size() >= 3);
    style = {};
    style.quadrant_segments = 1;
    CHECK(buffer(square, 1, style).points == bevelled);
}

TEST_CASE("the area of a buffer of a convex polygon is Steiner's", "[buffer]") {
    Draw draw(2);
    for (int trial = 0; trial < 50; ++trial) {
        Shape shape;
        shape.type = Shape::Type::multi_polygon;
        shape.add_part();
        const auto corners = static_cast<std::size_t>(3 + draw.below(28));
        shape.add_path(
            regular_polygon(corners, {draw.uniform(), draw.uniform()}, 1, draw.uniform()));
        BufferStyle style;
        style.quadrant_segments = 1 + draw.below(20);
        const double d = draw.uniform() * 10;
        const double bands = area(shape).value() + d * perimeter(shape).value();
        const double step = pi / 2 / static_cast<double>(style.quadrant_segments);
        const double found = area(buffer(shape, d, style)).value();
        CHECK(found <= bands + pi * d * d + 1e-12 * found);
        CHECK(found >= bands + pi * d * d * std::sin(step) / step - 1e-12 * found);
        style.join = Join::miter;
        style.miter_limit = 100;
        const double half = pi / static_cast<double>(corners);
        const double tips = static_cast<double>(corners) * d * d * std::tan(half);
        CHECK(area(buffer(shape, d, style)).value() == Approx(bands + tips).epsilon(1e-12));
        style.join = Join::bevel;
        const double bevels = static_cast<double>(corners) * d * d * std::sin(2 * half) / 2;
        CHECK(area(buffer(shape, d, style)).value() == Approx(bands + bevels).epsilon(1e-12));
        // What is left of it has its sides moved inwards.
        const double apothem = std::cos(half);
        const double inner = d * apothem / 10, left = (apothem - inner) / apothem;
        CHECK(area(buffer(shape, -inner)).value() ==
              Approx(area(shape).value() * left * left).epsilon(1e-12));
    }
}

TEST_CASE("lines end by the style of caps", "[buffer]") {
    const Shape line = line_shape(Points{{0, 0}, {4, 0}});
    BufferStyle style;
    style.quadrant_segments = 1;
    using Array = pipelab::base::Array<Point>;
    CHECK(buffer(line, 1, style).points ==
          Array{{-1, 0}, {0, -1}, {4, -1}, {5, 0}, {4, 1}, {0, 1}});
    style.cap = Cap::flat;
    CHECK(buffer(line, 1, style).points == Array{{0, -1}, {4, -1}, {4, 1}, {0, 1}});
    CHECK(buffer(point_shape({1, 1}), 1, style).empty());
    style.cap = Cap::square;
    CHECK(buffer(line, 1, style).points == Array{{-1, -1}, {5, -1}, {5, 1}, {-1, 1}});
    CHECK(buffer(point_shape({1, 1}), 1, style).points == Array{{0, 0}, {2, 0}, {2, 2}, {0, 2}});
    CHECK(buffer(line_shape(Points{{1, 1}, {1, 1}}), 1, style).points ==
          Array{{0, 0}, {2, 0}, {2, 2}, {0, 2}});
    style.side = BufferSide::left;
    CHECK(buffer(line, 1, style).points == Array{{0, 0}, {4, 0}, {4, 1}, {0, 1}});
    style.side = BufferSide::right;
    CHECK(buffer(line, 1, style).points == Array{{0, -1}, {4, -1}, {4, 0}, {0, 0}});
    CHECK(buffer(point_shape({1, 1}), 1, style).empty());
    // A line that is closed has a ring around it, without caps.
    const Shape closed = line_shape(Points{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}});
    style = {};
    style.join = Join::miter;
    style.cap = Cap::flat;
    CHECK(buffer(closed, 1, style).points ==
          Array{{-1, -1}, {5, -1}, {5, 5}, {-1, 5}, {1, 1}, {1, 3}, {3, 3}, {3, 1}});
    style.side = BufferSide::left;
    CHECK(area(buffer(closed, 1, style)) == 12);
    style.side = BufferSide::right;
    CHECK(area(buffer(closed, 1, style)) == 20);
}

TEST_CASE("slanted flat ends are straight", "[buffer]") {
    Draw draw(3);
    BufferStyle style;
    style.cap = Cap::flat;
    for (int trial = 0; trial < 500; ++trial) {
        const Point a{draw.uniform(), draw.uniform()}, b{draw.uniform(), draw.uniform()};
        const Shape result = buffer(line_shape(Points{a, b}), 0.1, style);
        CHECK(result.points.size() == 4);
        CHECK(area(result).value() == Approx(0.2 * std::hypot(b.x - a.x, b.y - a.y)));
    }
}

TEST_CASE("scaling by a power of two scales buffers, to the ends of the range", "[buffer]") {
    Draw draw(4);
    for (int trial = 0; trial < (quick ? 10 : 30); ++trial) {
        const Shape shape = random_shape(draw, trial % 4);
        BufferStyle style;
        style.quadrant_segments = 4;
        style.join = std::array{Join::round, Join::miter, Join::bevel}[draw.below(3)];
        style.cap = std::array{Cap::round, Cap::flat, Cap::square}[draw.below(3)];
        style.side = std::array{BufferSide::both, BufferSide::left}[draw.below(2)];
        const double d = draw.uniform() * (shape.areal() && draw.below(2) == 0 ? -0.3 : 2);
        const Shape result = buffer(shape, d, style);
        require_valid(result);
        for (const double scale : {0x1p-960, 0x1p-300, 0x1p300, 0x1p1000}) {
            Shape scaled = shape, expected = result;
            for (Point& p : scaled.points) p = {p.x * scale, p.y * scale};
            for (Point& p : expected.points) p = {p.x * scale, p.y * scale};
            REQUIRE(buffer(scaled, d * scale, style) == expected);
        }
    }
    const Shape far = point_shape({1e308, 0});
    CHECK(!Buffering({}).buffer(far, 1.5e308));
    CHECK(Buffering({}).buffer(far, 1e300));
    CHECK(area(buffer(point_shape({1, 1}), 1e-300)) == 0);
    CHECK(buffer(line_shape(Points{{0, 0}, {1, 1e-300}}), 1e-300).points.size() >= 4);
    CHECK(buffer(polygon_shape(Points{{0, 0}, {5e-324, 0}, {0, 5e-324}}), 1e-323).parts() == 1);
}

TEST_CASE("edges of some units of the last place do not tear buffers", "[buffer]") {
    Draw draw(5);
    for (int trial = 0; trial < (quick ? 50 : 700); ++trial) {
        Points path;
        const double unit = std::ldexp(1.0, -static_cast<int>(44 + draw.below(9)));
        for (std::uint64_t i = 0, n = 2 + draw.below(8); i < n; ++i) {
            const auto step = [&] { return static_cast<double>(draw.below(5)) * unit; };
            const double x = 1 + step();
            path.push_back({draw.below(4) == 0 ? x + 1 : x, 1 + step()});
        }
        BufferStyle style;
        style.quadrant_segments = 1 + draw.below(4);
        style.blurs_detail = draw.below(2) == 0;
        style.join = draw.below(3) == 0 ? Join::miter : Join::round;
        const double d = draw.below(2) == 0 ? 0.7 : unit * static_cast<double>(draw.below(9));
        const Shape result = buffer(line_shape(path), d, style);
        require_valid(result);
        const bool holds_disc = d == 0.7 && style.join == Join::round;
        for (const Point p : path) {
            for (int i = 0; holds_disc && i < 8; ++i) {
                const Point near{p.x + (draw.uniform() - 0.5) * 0.6,
                                 p.y + (draw.uniform() - 0.5) * 0.6};
                REQUIRE(locate(near, result) == Location::inside);
            }
        }
        if (holds_disc) REQUIRE(result.paths() <= 2);
    }
}

TEST_CASE("bevels and miters hold what is beside an edge", "[buffer]") {
    Draw draw(6);
    for (int trial = 0; trial < (quick ? 30 : 160); ++trial) {
        Shape shape = random_shape(draw, trial % 2);
        if (shape.areal()) shape = canonical(shape);
        BufferStyle style;
        style.join = draw.below(2) == 0 ? Join::bevel : Join::miter;
        style.cap = std::array{Cap::round, Cap::flat, Cap::square}[draw.below(3)];
        style.miter_limit = 1 + 2 * draw.uniform();
        style.blurs_detail = false;
        const double d = 2 * draw.uniform();
        const Shape result = buffer(shape, d, style);
        require_valid(result);
        const double reach = d * std::max(style.miter_limit, 1.5);
        for (int i = 0; i < 60; ++i) {
            const Point p{15 * draw.uniform() - 4, 15 * draw.uniform() - 4};
            const double to_shape = signed_distance(p, shape);
            double to_vertices = std::numeric_limits<double>::infinity();
            for (const Point v : shape.points)
                to_vertices = std::min(to_vertices, std::hypot(p.x - v.x, p.y - v.y));
            const bool beside = to_shape < d - 1e-12 && to_shape < to_vertices - 1e-12;
            if (beside) REQUIRE(locate(p, result) != Location::outside);
            if (to_shape > reach + 1e-12) REQUIRE(locate(p, result) == Location::outside);
        }
    }
}

TEST_CASE("one side and the other make both, but for their ends", "[buffer]") {
    Draw draw(7);
    for (int trial = 0; trial < (quick ? 15 : 60); ++trial) {
        const Shape line = random_shape(draw, 1);
        BufferStyle style;
        style.cap = Cap::flat;
        style.blurs_detail = false;
        const double d = draw.uniform();
        const Shape both = buffer(line, d, style);
        style.side = BufferSide::left;
        const Shape left = buffer(line, d, style);
        style.side = BufferSide::right;
        const Shape right = buffer(line, d, style);
        require_valid(left);
        require_valid(right);
        const std::array<Shape, 2> sides{left, right};
        const Shape joined =
            Overlay(sides, FillRule::positive).polygons(SetOperation::union_of_all);
        const std::array<Shape, 2> two{both, joined};
        const Shape apart =
            Overlay(two, FillRule::positive).polygons(SetOperation::symmetric_difference);
        CHECK(area(apart).value() < 1e-12);
    }
}

TEST_CASE("buffers of several shapes are joined, shrunk ones too", "[buffer]") {
    const Shape left = polygon_shape(Points{{0, 0}, {4, 0}, {4, 4}, {0, 4}});
    const Shape right = polygon_shape(Points{{4, 0}, {8, 0}, {8, 4}, {4, 4}});
    const std::array shapes{&left, &right};
    BufferStyle style;
    style.join = Join::miter;
    const Buffering buffering(style);
    CHECK(area(buffering.joined(shapes, std::array{1.0, 1.0}).value()) == 60);
    CHECK(area(buffering.joined(shapes, std::array{-1.0, -1.0}).value()) == 8);
    CHECK(area(buffering.joined(shapes, std::array{-1.0, 0.0}).value()) == 20);
    CHECK(buffering.joined({}, {})->empty());
    CHECK(buffering.buffer(left, 0).value() == canonical(left));
    // A collection: points and lines vanish below 0, areas that overlap are one.
    Shape all;
    all.type = Shape::Type::collection;
    all.members = {left, right, point_shape({20, 20}), line_shape(Points{{0, 9}, {9, 9}})};
    CHECK(area(buffering.buffer(all, -1).value()) == 12);
    CHECK(buffering.buffer(all, 1)->parts() == 3);
    CHECK(buffering.buffer(Shape{}, 1)->empty());
}

TEST_CASE("arcs as near to circles as asked", "[buffer]") {
    for (const double tolerance : {0.5, 0.1, 0.01, 1e-4, 1e-6}) {
        const std::size_t n = quadrant_segments_for(1, tolerance).value();
        CHECK(arc_error(1, n) <= tolerance);
        if (tolerance < 0.1) CHECK(arc_error(1, n - 1) > 0.9 * tolerance);
        CHECK(quadrant_segments_for(-8, 8 * tolerance) == n);
    }
    CHECK(quadrant_segments_for(1, 1e300) == 1);
    CHECK(quadrant_segments_for(0, 1) == 1);
    CHECK(!quadrant_segments_for(1, 1e-300));
}

TEST_CASE("many points have the buffer of all discs", "[buffer]") {
    namespace samples = pipelab::geometry::samples;
    Draw draw(10);
    for (int trial = 0; trial < (quick ? 8 : 30); ++trial) {
        const std::size_t n = 1 + draw.below(300);
        Points points = trial % 3 == 0   ? samples::uniform(n, draw.below(1000))
                        : trial % 3 == 1 ? samples::lattice(n, 12, draw.below(1000))
                                         : samples::circle(n, draw.below(1000));
        const double unit = trial % 3 == 1 ? 12 : 1;
        if (trial % 5 == 0) {
            for (Point& p : points) p.y = 0;
        }
        Shape shape;
        shape.type = Shape::Type::multi_point;
        shape.add_path(points);
        BufferStyle style;
        style.quadrant_segments = 1 + draw.below(8);
        const double d = unit * draw.uniform() * draw.uniform();
        const Shape result = buffer(shape, d, style);
        require_valid(result);
        const double e = arc_error(d, style.quadrant_segments);
        for (int i = 0; i < 200; ++i) {
            const Point p{unit * (3 * draw.uniform() - 1), unit * (3 * draw.uniform() - 1)};
            const double to_points = distance(p, shape);
            if (to_points < d - e - 1e-9) REQUIRE(locate(p, result) != Location::outside);
            if (to_points > d + 1e-12) REQUIRE(locate(p, result) == Location::outside);
        }
    }
}

TEST_CASE("buffers do not depend on threads", "[buffer]") {
    Shape coast;
    coast.type = Shape::Type::polygon;
    coast.add_part();
    coast.add_path(random_coast(quick ? 1000 : 10000, {0, 0}, 1, pipelab::base::Random(8)));
    for (const double d : {0.2, 0.001, -0.01}) {
        pipelab::base::set_threads(1);
        const Shape one = buffer(coast, d);
        pipelab::base::set_threads(2);
        CHECK(one == buffer(coast, d));
        require_valid(one);
    }
}

}  // namespace buffer_test
