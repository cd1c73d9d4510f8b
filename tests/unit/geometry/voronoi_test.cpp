#include "geometry/voronoi.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "delaunay_samples.hpp"
#include "rational.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace voronoi_test {

using namespace pipelab;
using namespace pipelab::geometry;
using geometry::test::hard_kinds;
using geometry::test::hard_points;
using testing::Rational;
using testing::RationalPoint;

namespace {

/// The part of a convex polygon where value(point) >= 0, a linear function.
template <class Value>
std::vector<RationalPoint> clipped(const std::vector<RationalPoint>& polygon, const Value& value) {
    std::vector<RationalPoint> result;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const RationalPoint &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
        const Rational at_a = value(a), at_b = value(b);
        if (sgn(at_a) >= 0) result.push_back(a);
        if (sgn(at_a) * sgn(at_b) < 0) {
            const Rational t = at_a / (at_a - at_b);
            result.emplace_back(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
        }
    }
    return result;
}

/// From the least corner on, without repetition, rounded; empty without area.
std::vector<Point> canonical(const std::vector<RationalPoint>& polygon) {
    Rational area = 0;
    for (std::size_t i = 1; i + 1 < polygon.size(); ++i) {
        area += cross(polygon[i] - polygon[0], polygon[i + 1] - polygon[0]);
    }
    std::vector<Point> result;
    if (sgn(area) == 0) return result;
    for (const RationalPoint& p : polygon) {
        const Point rounded{testing::nearest(p.x), testing::nearest(p.y)};
        if (result.empty() || result.back() != rounded) result.push_back(rounded);
    }
    while (result.size() > 1 && result.back() == result.front()) result.pop_back();
    if (result.size() < 3) return {};
    std::rotate(result.begin(), std::min_element(result.begin(), result.end(), before),
                result.end());
    return result;
}

std::vector<Point> cell_by_definition(const std::vector<Point>& points, std::size_t i,
                                      const Box& box) {
    std::vector<RationalPoint> cell{box.low, Point{box.high.x, box.low.y}, box.high,
                                    Point{box.low.x, box.high.y}};
    for (std::size_t j = 0; j < points.size(); ++j) {
        if (points[j] == points[i]) {
            if (j < i) return {};
            continue;
        }
        const RationalPoint p = points[i], q = points[j];
        const Rational squares = dot(q, q) - dot(p, p);
        cell = clipped(
            cell, [&](const RationalPoint& at) { return Rational(squares - 2 * dot(at, q - p)); });
    }
    return canonical(cell);
}

std::vector<Point> rotated(std::span<const Point> cell) {
    std::vector<Point> result(cell.begin(), cell.end());
    if (result.empty()) return result;
    std::rotate(result.begin(), std::min_element(result.begin(), result.end(), before),
                result.end());
    return result;
}

double twice_area(std::span<const Point> cell) {
    double sum = 0;
    for (std::size_t i = 2; i < cell.size(); ++i) {
        const Point a = cell[0], b = cell[i - 1], c = cell[i];
        sum += (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    }
    return sum;
}

/// Whether edges that are not along the box have exactly one cell on either side, and the others
/// surround the box.
bool covers(const VoronoiCells& cells, const Box& box) {
    using Key = std::array<double, 4>;
    std::map<Key, int> edges;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto cell = cells.cell(i);
        for (std::size_t k = 0; k < cell.size(); ++k) {
            const Point a = cell[k], b = cell[(k + 1) % cell.size()];
            if (++edges[{a.x, a.y, b.x, b.y}] != 1) return false;
        }
    }
    std::map<std::pair<double, double>, Point> along;
    for (const auto& [edge, count] : edges) {
        const auto [ax, ay, bx, by] = edge;
        if (edges.contains({bx, by, ax, ay})) continue;
        const bool on_box = (ax == bx && (ax == box.low.x || ax == box.high.x)) ||
                            (ay == by && (ay == box.low.y || ay == box.high.y));
        if (!on_box || !along.try_emplace({ax, ay}, Point{bx, by}).second) return false;
    }
    Point at = box.low;
    for (std::size_t steps = along.size(); steps-- > 0;) {
        const auto found = along.find({at.x, at.y});
        if (found == along.end()) return false;
        at = found->second;
    }
    return at == box.low;
}

VoronoiCells cells_of(const std::vector<Point>& points, const Box& box) {
    return voronoi_cells(points, delaunay(points), box);
}

void compare(const std::vector<Point>& points, const Box& box) {
    const VoronoiCells cells = cells_of(points, box);
    REQUIRE(cells.size() == points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        REQUIRE(rotated(cells.cell(i)) == cell_by_definition(points, i, box));
    }
}

}  // namespace

TEST_CASE("Voronoi cells of none, one, two and three points") {
    const Box box{{0, 0}, {4, 2}};
    CHECK(cells_of({}, box).size() == 0);
    const std::vector<Point> whole{{0, 0}, {4, 0}, {4, 2}, {0, 2}};
    const std::vector<Point> one{{9, 9}, {9, 9}};
    const VoronoiCells single = cells_of(one, box);
    CHECK(rotated(single.cell(0)) == whole);
    CHECK(single.cell(1).empty());

    const std::vector<Point> two{{3, 1}, {1, 1}};
    const VoronoiCells halves = cells_of(two, box);
    CHECK(rotated(halves.cell(0)) == std::vector<Point>{{2, 0}, {4, 0}, {4, 2}, {2, 2}});
    CHECK(rotated(halves.cell(1)) == std::vector<Point>{{0, 0}, {2, 0}, {2, 2}, {0, 2}});
    const auto edges = voronoi_edges(two, delaunay(two), box);
    REQUIRE(edges.size() == 1);
    CHECK(edges[0].segment == Segment{{2, 0}, {2, 2}});
    CHECK((edges[0].left == 1 && edges[0].right == 0));

    const std::vector<Point> three{{0, 0}, {2, 0}, {0, 2}};
    CHECK(rotated(cells_of(three, {{-1, -1}, {2, 2}}).cell(0)) ==
          std::vector<Point>{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}});
    CHECK(cells_of(three, {{1, 1}, {1, 2}}).cell(0).empty());
}

TEST_CASE("the box of a Voronoi diagram surrounds the points") {
    CHECK(voronoi_box({}) == Box{{-1, -1}, {1, 1}});
    CHECK(voronoi_box(std::vector<Point>{{3, 4}}) == Box{{2, 3}, {4, 5}});
    CHECK(voronoi_box(std::vector<Point>{{0, 0}, {20, 10}}) == Box{{-2, -2}, {22, 12}});
    const Box far = voronoi_box(std::vector<Point>{{1e300, -1.7e308}, {1e300, 1.7e308}});
    CHECK(far.low.y == -std::numeric_limits<double>::max());
    CHECK(far.high.x > 1e300);
    CHECK(voronoi_box(std::vector<Point>{{1e300, 0}}).low.x < 1e300);
}

TEST_CASE("Voronoi cells are what their definition says, in boxes along their edges too") {
    std::mt19937_64 random(1);
    const int rounds = testing::quick ? 40 : 400;
    for (int round = 0; round < rounds; ++round) {
        std::vector<Point> points(1 + random() % 12);
        for (Point& p : points) {
            p = {static_cast<double>(random() % 5), static_cast<double>(random() % 5)};
        }
        const auto halves = [&](std::uint64_t below) {
            return static_cast<double>(random() % below) / 2;
        };
        const Point low{halves(10) - 2, halves(10) - 2};
        compare(points, {low, {low.x + 0.5 + halves(10), low.y + 0.5 + halves(10)}});
    }
    for (const std::string& kind : hard_kinds) {
        for (int round = 0; round < (testing::quick ? 1 : 4); ++round) {
            const auto points = hard_points(kind, 1 + random() % 20, random);
            INFO(kind << " round " << round);
            compare(points, voronoi_box(points));
        }
    }
}

TEST_CASE("Voronoi cells cover the box without gaps") {
    std::mt19937_64 random(2);
    for (const std::string& kind : hard_kinds) {
        // Where cells are below the resolution of doubles, they vanish.
        if (kind == "huge and tiny" || kind == "tiny" || kind == "kettner") continue;
        const auto points = hard_points(kind, 300, random);
        const Box box = voronoi_box(points);
        const VoronoiCells cells = cells_of(points, box);
        INFO(kind);
        CHECK(covers(cells, box));
        if (kind == "huge") continue;
        double sum = 0;
        for (std::size_t i = 0; i < cells.size(); ++i) sum += twice_area(cells.cell(i));
        const double area = 2 * (box.high.x - box.low.x) * (box.high.y - box.low.y);
        CHECK(sum == Approx(area).epsilon(1e-9));
    }
}

TEST_CASE("Voronoi edges are those of the cells, for any number of threads") {
    std::mt19937_64 random(3);
    const int threads = base::threads();
    const auto points = hard_points("uniform", 20000, random);
    const Triangulation triangulation = delaunay(points);
    const Box box{{0.2, 0.2}, {0.8, 0.7}};
    base::set_threads(1);
    const VoronoiCells cells = voronoi_cells(points, triangulation, box);
    base::set_threads(3);
    const VoronoiCells again = voronoi_cells(points, triangulation, box);
    CHECK(again.corners == cells.corners);
    CHECK(again.ends == cells.ends);
    base::set_threads(threads);

    std::map<std::array<double, 4>, std::size_t> sides;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto cell = cells.cell(i);
        for (std::size_t k = 0; k < cell.size(); ++k) {
            const Point a = cell[k], b = cell[(k + 1) % cell.size()];
            sides[{a.x, a.y, b.x, b.y}] = i;
        }
    }
    const auto edges = voronoi_edges(points, triangulation, box);
    CHECK(edges.size() > 15000);
    for (const VoronoiEdge& edge : edges) {
        const auto [a, b] = edge.segment;
        REQUIRE(sides.at({a.x, a.y, b.x, b.y}) == edge.left);
        REQUIRE(sides.at({b.x, b.y, a.x, a.y}) == edge.right);
    }
    CHECK(covers(cells, box));
}

}  // namespace voronoi_test
