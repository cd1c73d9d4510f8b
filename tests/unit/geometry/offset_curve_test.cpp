#include "catch.hpp"
#include "geometry/buffer.hpp"
#include "unit/geometry/buffer_samples.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace offset_curve_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Draw;
using pipelab::testing::arc_error;
using pipelab::testing::buffer;
using pipelab::testing::distance;
using pipelab::testing::quick;
using pipelab::testing::random_shape;
using Points = std::vector<Point>;
using Pieces = std::vector<Points>;

}  // namespace

TEST_CASE("parallel curves of simple lines", "[buffer]") {
    BufferStyle style;
    style.join = Join::miter;
    const Buffering buffering(style);
    const auto offset = [&](const Points& path, double d) {
        const Shape curves = buffering.offset_curve(line_shape(path), d).value();
        REQUIRE(curves.type == Shape::Type::multi_line_string);
        Pieces pieces;
        for (std::size_t i = 0; i < curves.paths(); ++i)
            pieces.emplace_back(curves.path(i).begin(), curves.path(i).end());
        return pieces;
    };
    const Points hook{{0, 0}, {4, 0}, {4, 4}};
    CHECK(offset(hook, 1) == Pieces{Points{{0, 1}, {3, 1}, {3, 4}}});
    CHECK(offset(hook, -1) == Pieces{Points{{0, -1}, {5, -1}, {5, 4}}});
    CHECK(offset(hook, 0) == Pieces{hook});
    const Points square{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}};
    CHECK(offset(square, 1) == Pieces{Points{{1, 1}, {3, 1}, {3, 3}, {1, 3}, {1, 1}}});
    CHECK(offset(square, -1) == Pieces{Points{{-1, -1}, {5, -1}, {5, 5}, {-1, 5}, {-1, -1}}});
    CHECK(offset(square, 2).empty());
    CHECK(offset({{1, 1}, {1, 1}}, 1).empty());
    // A bay that is narrower than two distances at its mouth, and wide behind.
    const Points bay{{0, 0},    {3, 0},   {3, -5}, {-2, -5}, {-2, -12},
                     {11, -12}, {11, -5}, {4, -5}, {4, 0},   {8, 0}};
    const auto pieces = offset(bay, 1);
    REQUIRE(pieces.size() == 2);
    CHECK(pieces[0] == Points{{0, 1}, {8, 1}});
    CHECK(pieces[1].front() == pieces[1].back());
    const Shape area_with_hole = buffer(polygon_shape(Points{{0, 0}, {9, 0}, {9, 9}, {0, 9}}), 0);
    CHECK(buffering.offset_curve(area_with_hole, -1)->points.size() == 5);
    CHECK(buffering.offset_curve(point_shape({1, 1}), 1)->empty());
    CHECK(!buffering.offset_curve(line_shape(Points{{1e308, 0}, {0, 0}}), 1e308));
}

TEST_CASE("the parallels and the ends of a line make up the boundary of its buffer", "[buffer]") {
    Draw draw(9);
    for (int trial = 0; trial < (quick ? 30 : 200); ++trial) {
        Shape line = random_shape(draw, 1);
        line = line_shape(line.path(0));
        BufferStyle style;
        style.blurs_detail = draw.below(2) == 0;
        const Buffering buffering(style);
        const double d = draw.uniform(), e = arc_error(d, style.quadrant_segments);
        const Shape around = buffering.buffer(line, d).value();
        const Shape left = buffering.offset_curve(line, d).value();
        const Shape right = buffering.offset_curve(line, -d).value();
        const auto ends = [&](Point p) {
            const auto path = line.path(0);
            const double to_ends = std::min(std::hypot(p.x - path[0].x, p.y - path[0].y),
                                            std::hypot(p.x - path.back().x, p.y - path.back().y));
            return to_ends < distance(p, line) + 1e-9;
        };
        for_edges(around, [&](const Segment& s) {
            const Point p{(s.a.x + s.b.x) / 2, (s.a.y + s.b.y) / 2};
            if (!ends(p)) REQUIRE(std::min(distance(p, left), distance(p, right)) < 1e-9);
        });
        for (const auto& [curve, side] : {std::pair{&left, 1}, {&right, -1}}) {
            for_edges(*curve, [&, s = side](const Segment& piece) {
                const Point p{(piece.a.x + piece.b.x) / 2, (piece.a.y + piece.b.y) / 2};
                REQUIRE(distance(p, line) > d - e - 1e-12);
                REQUIRE(distance(p, line) < d + e + 1e-12);
                REQUIRE(distance(p, around) < 1e-9);
                // Along the line: the line is on the right of its left parallel.
                const Point inward{p.x + 1e-3 * s * (piece.b.y - piece.a.y),
                                   p.y - 1e-3 * s * (piece.b.x - piece.a.x)};
                if (std::hypot(piece.b.x - piece.a.x, piece.b.y - piece.a.y) > 1e-6)
                    REQUIRE(distance(inward, line) < distance(p, line));
            });
        }
    }
}

}  // namespace offset_curve_test
