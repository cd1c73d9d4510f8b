#include "geometry/hilbert.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/vectors.hpp"
#include "point_samples.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace hilbert_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;
using Numbers = std::vector<std::uint64_t>;
using Cell = std::pair<std::uint32_t, std::uint32_t>;

/// The cells of a curve of 2^order by 2^order cells in its order, by its recursive definition: four
/// curves of the order below, the first and last one transposed.
std::vector<Cell> curve(int order) {
    if (order == 0) return {{0, 0}};
    const std::uint32_t half = 1u << (order - 1);
    const auto part = curve(order - 1);
    std::vector<Cell> all;
    for (const auto& [x, y] : part) all.emplace_back(y, x);
    for (const auto& [x, y] : part) all.emplace_back(x, y + half);
    for (const auto& [x, y] : part) all.emplace_back(x + half, y + half);
    for (const auto& [x, y] : part) all.emplace_back(2 * half - 1 - y, half - 1 - x);
    return all;
}

Numbers order_of(const Points& points) {
    const auto order = hilbert_order(points);
    return {order.begin(), order.end()};
}

}  // namespace

TEST_CASE("the distance along the curve follows its recursive definition", "[hilbert]") {
    const auto cells = curve(6);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto [x, y] = cells[i];
        REQUIRE(detail::hilbert_distance(x, y) == i);
        const std::uint64_t coarse =
            detail::hilbert_distance(x << 26 | 12345u, y << 26 | 54321u) >> 52;
        REQUIRE(coarse == i);
    }
    constexpr std::uint32_t last = 0xffffffffu;
    CHECK(detail::hilbert_distance(last, 0) == ~std::uint64_t{0});
}

TEST_CASE("points on a grid come in the order of the curve", "[hilbert]") {
    const auto cells = curve(5);
    Points points;
    for (const auto& [x, y] : cells) points.push_back({x * 2.0 - 7, y * 2.0 + 100});
    Numbers expected(points.size());
    for (std::size_t i = 0; i < expected.size(); ++i) expected[i] = i;
    CHECK(order_of(points) == expected);
    std::reverse(points.begin(), points.end());
    std::reverse(expected.begin(), expected.end());
    CHECK(order_of(points) == expected);
    for (const double scale : {0x1p-1070, 0x1p-300, 0x1p1000}) {
        Points scaled = points;
        for (Point& p : scaled) p = {p.x * scale, p.y * scale};
        CHECK(order_of(scaled) == expected);
    }
}

TEST_CASE("every point comes once, equal ones by number", "[hilbert]") {
    for (const auto& set : samples::all(pipelab::testing::quick ? 100 : 1000, 31)) {
        CAPTURE(set.name);
        const Points& points = set.points;
        const Numbers order = order_of(points);
        Numbers sorted = order;
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t i = 0; i < points.size(); ++i) REQUIRE(sorted[i] == i);
        REQUIRE(order.size() == points.size());
        if (points.empty()) continue;
        const Box box = *bounding_box(points);
        for (std::size_t i = 0; i + 1 < order.size(); ++i) {
            const Point p = points[order[i]], q = points[order[i + 1]];
            if (p == q) REQUIRE(order[i] < order[i + 1]);
            // Along the lower side the curve goes to the right.
            const double cell = box.high.x * 0x1p-31 - box.low.x * 0x1p-31;
            if (box.low.y == box.high.y) REQUIRE(p.x * 0x1p-1 <= q.x * 0x1p-1 + cell);
        }
    }
}

TEST_CASE("neighbours on the curve are near", "[hilbert]") {
    const Points points = samples::uniform(20000, 5);
    const auto order = hilbert_order(points);
    double length = 0;
    for (std::size_t i = 1; i < order.size(); ++i) {
        const Point p = points[order[i - 1]], q = points[order[i]];
        length += std::hypot(p.x - q.x, p.y - q.y);
    }
    // The best tour of n random points in a unit square has length 0.7124 sqrt(n); Platzman and
    // Bartholdi 1989 found space-filling curves a quarter longer.
    CHECK(length / std::sqrt(20000.0) < 1.0);
    pipelab::base::set_threads(1);
    CHECK(hilbert_order(points) == order);
    pipelab::base::set_threads(2);
}

}  // namespace hilbert_test
