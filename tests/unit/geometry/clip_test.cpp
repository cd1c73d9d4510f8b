#include "geometry/clip.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/location.hpp"
#include "geometry/polygon.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace clip_test {

namespace {

using namespace pipelab::geometry;
using pipelab::testing::quick;

Shape random_polygon(const pipelab::base::Random& random, std::uint64_t& drawn,
                     std::uint64_t cells) {
    Shape shape;
    shape.type = Shape::Type::rings;
    std::vector<Point> ring(3 + random.integer(drawn++, 4));
    for (Point& p : ring) {
        const double x = static_cast<double>(random.integer(drawn++, cells));
        p = {x, static_cast<double>(random.integer(drawn++, cells))};
    }
    shape.add_path(ring);
    return shape;
}

Shape random_line(const pipelab::base::Random& random, std::uint64_t& drawn, std::uint64_t cells) {
    Shape shape = random_polygon(random, drawn, cells);
    shape.type = Shape::Type::line_string;
    return shape;
}

std::vector<Shape> clipped(const std::vector<Shape>& shapes, const std::vector<Shape>& region,
                           Keep keep, FillRule rule = FillRule::even_odd) {
    std::vector<const Shape*> pointers;
    for (const Shape& shape : shapes) pointers.push_back(&shape);
    return clip(pointers, region, rule, keep);
}

double length_of(const Shape& line) { return length(line).value_or(0); }

Shape box(double x1, double y1, double x2, double y2) { return box_shape({{x1, y1}, {x2, y2}}); }

Shape line(std::initializer_list<Point> points) { return line_shape(std::vector<Point>(points)); }

}  // namespace

TEST_CASE("clipped areas are overlays with the region") {
    const pipelab::base::Random random(1);
    std::uint64_t drawn = 0;
    for (int trial = 0; trial < (quick ? 30 : 300); ++trial) {
        std::vector<Shape> shapes, region;
        for (int i = 0; i < 3; ++i) shapes.push_back(random_polygon(random, drawn, 6));
        for (int i = 0; i < trial % 3; ++i) region.push_back(random_polygon(random, drawn, 6));
        for (const FillRule rule : {FillRule::even_odd, FillRule::nonzero, FillRule::positive}) {
            for (const Keep keep : {Keep::inside, Keep::outside}) {
                const auto found = clipped(shapes, region, keep, rule);
                for (std::size_t i = 0; i < shapes.size(); ++i) {
                    std::vector<OverlayInput> inputs{{&shapes[i], 0}};
                    for (const Shape& part : region) inputs.push_back({&part, 1});
                    Shape expected = Overlay(inputs, 2, rule)
                                         .polygons(keep == Keep::inside ? SetOperation::intersection
                                                                        : SetOperation::difference);
                    if (expected.parts() == 1) expected = expected.part_shape(0);
                    REQUIRE(found[i] == expected);
                }
            }
        }
    }
}

TEST_CASE("clipped lines run where the middles of their parts are") {
    const pipelab::base::Random random(2);
    std::uint64_t drawn = 0;
    std::size_t parts = 0;
    for (int trial = 0; trial < (quick ? 50 : 1000); ++trial) {
        const std::vector<Shape> region{random_polygon(random, drawn, 7)};
        const std::vector<Shape> lines{random_line(random, drawn, 7)};
        const auto in = clipped(lines, region, Keep::inside),
                   out = clipped(lines, region, Keep::outside);
        REQUIRE(length_of(in[0]) + length_of(out[0]) == Approx(length_of(lines[0])).epsilon(1e-12));
        for (const bool inside : {true, false}) {
            const Shape& part = (inside ? in : out)[0];
            parts += part.paths();
            for (std::size_t i = 0; i < part.paths(); ++i) {
                const auto path = part.path(i);
                for (std::size_t k = 1; k < path.size(); ++k) {
                    // The middle of a part is off its ends, so far from where rounding moved them;
                    // on the boundary it lies only where the line runs along it.
                    const Point a = path[k - 1], b = path[k];
                    if (std::hypot(b.x - a.x, b.y - a.y) < 1e-6) continue;
                    for (const double t : {0.37, 0.5, 0.71}) {
                        const Point p{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
                        const Location at = locate(p, region[0]);
                        if (at == Location::boundary) continue;
                        // A point beside an edge along which the line runs may fall off it.
                        const bool near = std::any_of(
                            region[0].points.begin(), region[0].points.end(), [&](const Point& c) {
                                const auto next =
                                    &c + 1 == region[0].points.data() + region[0].points.size()
                                        ? region[0].points[0]
                                        : *(&c + 1);
                                const double dx = next.x - c.x, dy = next.y - c.y;
                                return std::abs(dx * (p.y - c.y) - dy * (p.x - c.x)) < 1e-9;
                            });
                        if (!near) REQUIRE((at == Location::inside) == inside);
                    }
                }
            }
        }
    }
    REQUIRE(parts > (quick ? 60 : 1200));
}

TEST_CASE("lines are cut at the boundary and keep their way") {
    const std::vector<Shape> region{box(0, 0, 4, 4)};
    const std::vector<Shape> lines{line({{-1, 1}, {2, 1}, {2, 3}, {6, 3}}),
                                   line({{6, 3}, {2, 3}, {2, 1}, {-1, 1}}),
                                   line({{-1, 4}, {5, 4}}),
                                   line({{1, 1}, {1, 1}, {2, 2}}),
                                   line({{5, 5}, {6, 6}}),
                                   line({{-1, 2}, {5, 2}, {5, 3}, {-1, 3}}),
                                   line({{-2, 2}, {2, -2}})};
    using Points = pipelab::base::Array<Point>;
    const auto in = clipped(lines, region, Keep::inside);
    CHECK(in[0].points == Points{{0, 1}, {2, 1}, {2, 3}, {4, 3}});
    CHECK(in[1].points == Points{{4, 3}, {2, 3}, {2, 1}, {0, 1}});
    CHECK(in[2].points == Points{{0, 4}, {4, 4}});  // along the boundary
    CHECK(in[3].points == Points{{1, 1}, {2, 2}});
    CHECK(in[4].empty());
    CHECK(in[4].type == Shape::Type::multi_line_string);
    CHECK(in[5].paths() == 2);
    CHECK(in[5].points == Points{{0, 2}, {4, 2}, {4, 3}, {0, 3}});
    CHECK(in[6].empty());  // touches a corner only
    const auto out = clipped(lines, region, Keep::outside);
    CHECK(out[0].points == Points{{-1, 1}, {0, 1}, {4, 3}, {6, 3}});
    CHECK(out[2].points == Points{{-1, 4}, {0, 4}, {4, 4}, {5, 4}});
    CHECK(out[4].points == Points{{5, 5}, {6, 6}});
    CHECK(out[5].points ==
          Points{{-1, 2}, {0, 2}, {4, 2}, {5, 2}, {5, 3}, {4, 3}, {0, 3}, {-1, 3}});
    CHECK(out[6].points == Points{{-2, 2}, {2, -2}});
}

TEST_CASE("lines of one place are kept where points are") {
    const pipelab::base::Random random(7);
    std::uint64_t drawn = 0;
    for (int trial = 0; trial < (quick ? 20 : 200); ++trial) {
        const std::vector<Shape> region{random_polygon(random, drawn, 5),
                                        random_polygon(random, drawn, 5)};
        Shape points, lines;
        points.type = Shape::Type::multi_point;
        lines.type = Shape::Type::multi_line_string;
        std::vector<Point> places;
        for (int i = 0; i < 36; ++i) places.push_back({i % 6 * 1.0, i / 6 * 1.0});
        points.add_path(places);
        lines.add_path(std::array<Point, 2>{{{-1, 0.5}, {7, 0.5}}});
        for (const Point p : places) lines.add_path(std::array{p, p, p});
        for (const FillRule rule : {FillRule::even_odd, FillRule::nonzero}) {
            for (const Keep keep : {Keep::inside, Keep::outside}) {
                const auto left = clipped({points, lines}, region, keep, rule);
                std::vector<Point> kept;
                for (std::size_t i = 0; i < left[1].paths(); ++i) {
                    const auto path = left[1].path(i);
                    if (path[0].y != 0.5) {
                        REQUIRE(path.size() == 3);
                        REQUIRE(path[0] == path[2]);
                        kept.push_back(path[0]);
                    }
                }
                REQUIRE(std::equal(kept.begin(), kept.end(), left[0].points.begin(),
                                   left[0].points.end()));
            }
        }
    }
}

TEST_CASE("points and collections are clipped") {
    Shape points;
    points.type = Shape::Type::multi_point;
    points.add_path(std::array<Point, 4>{{{1, 1}, {4, 4}, {5, 5}, {0, 2}}});
    Shape collection;
    collection.type = Shape::Type::collection;
    collection.members = {points, line({{5, 5}, {6, 6}}), box(3, 3, 5, 5)};
    const std::vector<Shape> region{box(0, 0, 4, 4)};
    using Points = pipelab::base::Array<Point>;
    for (const FillRule rule : {FillRule::even_odd, FillRule::nonzero}) {
        const auto in = clipped({points, collection, Shape{}}, region, Keep::inside, rule);
        CHECK(in[0].points == Points{{1, 1}, {4, 4}, {0, 2}});
        CHECK(in[1].type == Shape::Type::collection);
        REQUIRE(in[1].members.size() == 2);
        CHECK(in[1].members[1].points == Points{{3, 3}, {4, 3}, {4, 4}, {3, 4}});
        CHECK(in[2].empty());
        const auto out = clipped({points, collection}, region, Keep::outside, rule);
        CHECK(out[0].points == Points{{5, 5}});
        REQUIRE(out[1].members.size() == 3);
    }
    CHECK(clipped({}, region, Keep::inside).empty());
    CHECK(clipped({points}, {}, Keep::inside)[0].empty());
    CHECK(clipped({points}, {}, Keep::outside)[0].points.size() == 4);
}

}  // namespace clip_test
