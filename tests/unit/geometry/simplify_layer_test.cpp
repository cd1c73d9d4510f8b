#include "geometry/simplify_layer.hpp"

#include "catch.hpp"
#include "geometry/approach.hpp"
#include "geometry/polygon.hpp"
#include "geometry/segment_pairs.hpp"
#include "geometry/simplify.hpp"
#include "point_samples.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace simplify_layer_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Draw;
using pipelab::geometry::samples::Points;
using Place = std::pair<double, double>;
using Side = std::pair<Place, Place>;

/// A border from a to b with `inner` points off the straight line, the same for both directions.
Points border(Point a, Point b, std::size_t inner, std::uint64_t seed) {
    if (!before(a, b)) {
        Points back = border(b, a, inner, seed);
        std::reverse(back.begin(), back.end());
        return back;
    }
    Draw draw(seed + static_cast<std::uint64_t>(a.x * 977 + a.y * 131 + b.x * 13 + b.y));
    Points path{a};
    for (std::size_t i = 1; i <= inner; ++i) {
        const double t = static_cast<double>(i) / static_cast<double>(inner + 1);
        // Sideways within what the neighbouring borders leave.
        const double room = 0.9 * std::min(t, 1 - t), off = room * (2 * draw.uniform() - 1);
        path.push_back(
            {a.x + t * (b.x - a.x) - off * (b.y - a.y), a.y + t * (b.y - a.y) + off * (b.x - a.x)});
    }
    path.push_back(b);
    return path;
}

/// Cells of a square grid with ragged common borders.
std::vector<Shape> ragged_grid(int side, std::size_t inner, std::uint64_t seed) {
    std::vector<Shape> cells;
    for (int x = 0; x < side; ++x) {
        for (int y = 0; y < side; ++y) {
            const double u = x, v = y;
            const Points corners{{u, v}, {u + 1, v}, {u + 1, v + 1}, {u, v + 1}, {u, v}};
            Points ring;
            for (std::size_t k = 0; k < 4; ++k) {
                const Points side_points = border(corners[k], corners[k + 1], inner, seed);
                ring.insert(ring.end(), side_points.begin(), side_points.end() - 1);
            }
            cells.push_back(polygon_shape(ring));
        }
    }
    return cells;
}

std::map<Side, int> sides(const std::vector<Shape>& shapes) {
    std::map<Side, int> result;
    for (const Shape& shape : shapes) {
        for_edges(shape, [&](const Segment& e) { ++result[{{e.a.x, e.a.y}, {e.b.x, e.b.y}}]; });
    }
    return result;
}

/// Edges of a layer have nothing in common but ends.
bool crosses(const std::vector<Shape>& shapes) {
    std::set<Side> unique;
    for (const auto& [side, count] : sides(shapes))
        unique.insert(std::minmax(side.first, side.second));
    std::vector<Segment> edges;
    for (const auto& [a, b] : unique) edges.push_back({{a.first, a.second}, {b.first, b.second}});
    bool any = false;
    for_meeting_pairs(edges, [&](std::span<const SegmentPair> pairs) {
        for (const SegmentPair& pair : pairs) {
            const Segment &s = edges[pair.first], &t = edges[pair.second];
            const bool share = s.a == t.a || s.a == t.b || s.b == t.a || s.b == t.b;
            any = any || !share || pair.kind == Meeting::overlap;
        }
    });
    return any;
}

std::size_t size_of(const std::vector<Shape>& shapes) {
    std::size_t size = 0;
    for (const Shape& shape : shapes) size += shape.points.size();
    return size;
}

void require_topology(const std::vector<Shape>& before, const std::vector<Shape>& after) {
    REQUIRE(after.size() == before.size());
    REQUIRE_FALSE(crosses(after));
    for (const Shape& shape : after) {
        for_rings(shape, [](std::span<const Point> ring) {
            REQUIRE(ring.size() >= 3);
            REQUIRE(orientation(ring) != 0);
        });
    }
    // What two cells share they share still: each inner side runs there and back.
    const auto all = sides(after);
    std::size_t outer = 0;
    for (const auto& [side, count] : all) {
        REQUIRE(count == 1);
        outer += all.count({side.second, side.first}) == 0;
    }
    REQUIRE(outer > 0);
    double sum = 0, old_sum = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
        REQUIRE(orientation(after[i].path(0)) == orientation(before[i].path(0)));
        sum += *area(after[i]), old_sum += *area(before[i]);
    }
    // Along the outline only.
    REQUIRE(sum == Approx(old_sum).epsilon(0.6));
}

}  // namespace

TEST_CASE("a simplified layer keeps its topology", "[simplify_layer]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 2u : 8u); ++seed) {
        CAPTURE(seed);
        const auto cells = ragged_grid(4, 4 + 3 * seed, seed);
        REQUIRE_FALSE(crosses(cells));
        for (const double limit : {0.001, 0.01, 1.0}) {
            const auto simple = simplified_layer(cells, {.area = limit});
            CAPTURE(limit);
            require_topology(cells, simple);
            CHECK(size_of(simple) < size_of(cells));
        }
        // Whatever may go is gone: a second time nothing happens.
        const auto least = simplified_layer(cells, {});
        CHECK(size_of(simplified_layer(least, {})) == size_of(least));
    }
}

TEST_CASE("no point left out of a layer is farther away than the tolerance", "[simplify_layer]") {
    for (const double tolerance : {0.0, 0.02, 0.1, 0.5}) {
        CAPTURE(tolerance);
        const auto cells = ragged_grid(3, 12, 9);
        const auto simple = simplified_layer(cells, {.tolerance = tolerance});
        require_topology(cells, simple);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            for (const Point p : cells[i].points) {
                double least = 1e9;
                for_edges(simple[i], [&](const Segment& e) {
                    least = std::min(least, Approach(p, e).distance());
                });
                REQUIRE(least <= tolerance);
            }
        }
    }
}

TEST_CASE("a line alone loses what Visvalingam and Whyatt leave out", "[simplify_layer]") {
    Points arc;
    Draw draw(3);
    for (int i = 0; i < 60; ++i) arc.push_back({0.1 * i, 0.01 * i * i + 1e-3 * draw.uniform()});
    const auto kept = visvalingam_by_area(arc, false, 0.02);
    const auto simple = simplified_layer(std::vector{line_shape(arc)}, {.area = 0.02});
    Points expected;
    for (const std::size_t i : kept) expected.push_back(arc[i]);
    CHECK(Points(simple[0].points.begin(), simple[0].points.end()) == expected);
}

TEST_CASE("points and other lines keep what they are surrounded by", "[simplify_layer]") {
    const Points bulge{{0, 0}, {5, 4}, {10, 0}};
    const Shape line = line_shape(bulge), inside = point_shape({5, 2});
    CHECK(simplified_layer(std::vector{line}, {})[0].points.size() == 2);
    CHECK(simplified_layer(std::vector{line, inside}, {})[0].points.size() == 3);
    CHECK(simplified_layer(std::vector{line, point_shape({5, 0})}, {})[0].points.size() == 3);
    CHECK(simplified_layer(std::vector{line, point_shape({5, 5})}, {})[0].points.size() == 2);
    // What was in the way may go first.
    const Shape low = line_shape(Points{{0, -1}, {5, 1}, {10, -1}});
    const auto both = simplified_layer(std::vector{line, low}, {});
    CHECK(both[0].points.size() == 2);
    CHECK(both[1].points.size() == 2);
    // As many points as are asked for stay.
    CHECK(simplified_layer(std::vector{line, low}, {.least = 5})[1].points.size() == 2);
    CHECK(simplified_layer(std::vector{line, low}, {.least = 6})[1].points.size() == 3);
}

TEST_CASE("degenerate layers keep the points that they need", "[simplify_layer]") {
    CHECK(simplified_layer({}, {}).empty());
    CHECK(simplified_layer(std::vector{Shape{}}, {})[0].empty());
    const Points triangle{{0, 0}, {4, 0}, {0, 4}};
    CHECK(simplified_layer(std::vector{polygon_shape(triangle)}, {})[0].points.size() == 3);
    const Points spike{{0, 0}, {4, 0}, {0, 0}};
    CHECK(simplified_layer(std::vector{line_shape(spike)}, {})[0].points.size() == 3);
    const Points flat{{0, 0}, {1, 0}, {2, 0}, {3, 0}};
    CHECK(simplified_layer(std::vector{line_shape(flat)}, {.tolerance = 0.0})[0].points.size() ==
          2);
    CHECK(simplified_layer(std::vector{polygon_shape(flat)}, {})[0].points.size() == 3);
}

}  // namespace simplify_layer_test
