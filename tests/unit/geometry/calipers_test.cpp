#include "geometry/calipers.hpp"

#include "base/wide.hpp"
#include "catch.hpp"
#include "geometry/hull.hpp"
#include "geometry/predicates.hpp"
#include "point_samples.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

namespace calipers_test {

namespace {

using namespace pipelab::geometry;
using pipelab::base::SignedWide;
using pipelab::geometry::samples::Points;

Points hull_of(const Points& points) {
    const Hull hull = convex_hull(points);
    return {hull.vertices.begin(), hull.vertices.end()};
}

/// Vectors of whole numbers.
struct Whole {
    std::int64_t x, y;
    Whole(Point from, Point to)
        : x(static_cast<std::int64_t>(to.x) - static_cast<std::int64_t>(from.x)),
          y(static_cast<std::int64_t>(to.y) - static_cast<std::int64_t>(from.y)) {}
    SignedWide dot(Whole o) const { return SignedWide(x) * o.x + SignedWide(y) * o.y; }
    SignedWide cross(Whole o) const { return SignedWide(x) * o.y - SignedWide(y) * o.x; }
};

/// A quotient of whole numbers, compared without rounding.
struct Quotient {
    SignedWide numerator, denominator;
    bool operator<(Quotient o) const {
        return numerator * o.denominator < o.numerator * denominator;
    }
    double value() const {
        return static_cast<double>(static_cast<long double>(numerator) /
                                   static_cast<long double>(denominator));
    }
};

struct EdgeBox {
    Quotient width, area, perimeter;  ///< squares of the width and of half the perimeter
};

EdgeBox box_of(const Points& polygon, std::size_t i) {
    const Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    const Whole edge(a, b);
    SignedWide up = 0, low = 0, high = 0;
    for (const Point p : polygon) {
        up = std::max(up, edge.cross({a, p}));
        low = std::min(low, edge.dot({a, p}));
        high = std::max(high, edge.dot({a, p}));
    }
    const SignedWide square = edge.dot(edge), extent = high - low;
    return {{up * up, square}, {up * extent, square}, {(up + extent) * (up + extent), square}};
}

template <class Key>
std::size_t best_edge(const Points& polygon, Key key) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < polygon.size(); ++i) {
        if (key(box_of(polygon, i)) < key(box_of(polygon, best))) best = i;
    }
    return best;
}

void require_measures(const Points& polygon) {
    const auto& width_key = [](const EdgeBox& box) { return box.width; };
    const std::size_t narrow = best_edge(polygon, width_key);
    const auto found = width(polygon);
    REQUIRE(found->edge == narrow);
    REQUIRE(found->distance ==
            Approx(std::sqrt(box_of(polygon, narrow).width.value())).epsilon(1e-15));
    const std::size_t small = best_edge(polygon, [](const EdgeBox& box) { return box.area; });
    const auto least = min_area_rectangle(polygon);
    REQUIRE(least->edge == small);
    REQUIRE(least->area == box_of(polygon, small).area.value());
    const std::size_t brief = best_edge(polygon, [](const EdgeBox& box) { return box.perimeter; });
    const auto shortest = min_perimeter_rectangle(polygon);
    REQUIRE(shortest->edge == brief);
    REQUIRE(shortest->perimeter ==
            Approx(2 * std::sqrt(box_of(polygon, brief).perimeter.value())).epsilon(1e-15));
}

std::pair<std::size_t, std::size_t> farthest(const Points& polygon) {
    std::pair<std::size_t, std::size_t> best{0, polygon.size() > 1 ? 1 : 0};
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        for (std::size_t j = i + 1; j < polygon.size(); ++j) {
            if (compare_distances(polygon[i], polygon[j], polygon[best.first],
                                  polygon[best.second]) > 0) {
                best = {i, j};
            }
        }
    }
    return best;
}

/// The corners contain all points, up to rounding, and span the sides.
void require_around(const Rectangle& rectangle, const Points& polygon) {
    const auto& c = rectangle.corners;
    double size = 0;
    for (const Point p : c) size = std::max({size, std::abs(p.x), std::abs(p.y)});
    const auto cross = [](Point a, Point b, Point p) {
        return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    };
    for (std::size_t i = 0; i < 4; ++i) {
        const Point a = c[i], b = c[(i + 1) % 4];
        for (const Point p : polygon) {
            REQUIRE(cross(a, b, p) >= -1e-14 * size * std::hypot(b.x - a.x, b.y - a.y));
        }
    }
    const double sides =
        std::hypot(c[1].x - c[0].x, c[1].y - c[0].y) + std::hypot(c[2].x - c[1].x, c[2].y - c[1].y);
    REQUIRE(rectangle.perimeter == Approx(2 * sides).epsilon(1e-12));
}

double segment_distance(Point a, Point b, Point p) {
    const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double t = square == 0 ? 0 : ((p.x - a.x) * dx + (p.y - a.y) * dy) / square;
    t = std::clamp(t, 0.0, 1.0);
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

bool contains(const Points& polygon, Point p) {
    if (polygon.size() < 3) return false;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        if (orientation(polygon[i], polygon[(i + 1) % polygon.size()], p) < 0) return false;
    }
    return true;
}

bool cross_each_other(Point a, Point b, Point c, Point d) {
    return orientation(a, b, c) * orientation(a, b, d) < 0 &&
           orientation(c, d, a) * orientation(c, d, b) < 0;
}

double brute_distance(const Points& p, const Points& q) {
    double least = 1e300;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const Point a = p[i], b = p[(i + 1) % p.size()];
        if (contains(q, a)) return 0;
        for (std::size_t j = 0; j < q.size(); ++j) {
            const Point c = q[j], d = q[(j + 1) % q.size()];
            if (contains(p, c) || cross_each_other(a, b, c, d)) return 0;
            least = std::min({least, segment_distance(a, b, c), segment_distance(c, d, a)});
        }
    }
    return least;
}

}  // namespace

TEST_CASE("calipers agree with trying all edges and pairs in whole numbers", "[calipers]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 60u : 600u); ++seed) {
        const std::uint64_t side = std::uint64_t{3} << seed % 18;
        const Points polygon = hull_of(samples::lattice(4 + seed % 40, side, seed));
        CAPTURE(seed);
        const auto pair = diameter(polygon);
        REQUIRE(std::pair(pair->a, pair->b) == farthest(polygon));
        if (polygon.size() < 3) continue;
        require_measures(polygon);
        require_around(*min_area_rectangle(polygon), polygon);
        require_around(*min_perimeter_rectangle(polygon), polygon);
    }
}

TEST_CASE("the farthest pair of all kinds of sets is that of all pairs", "[calipers]") {
    for (const auto& set : samples::all(60, 5)) {
        const Points polygon = hull_of(set.points);
        CAPTURE(set.name);
        const auto pair = diameter(polygon);
        if (polygon.empty()) {
            REQUIRE(!pair);
            REQUIRE(!width(polygon));
            REQUIRE(!min_area_rectangle(polygon));
            continue;
        }
        REQUIRE(std::pair(pair->a, pair->b) == farthest(polygon));
        REQUIRE(width(polygon)->distance >= 0);
        REQUIRE(min_area_rectangle(polygon)->area >= 0);
    }
}

TEST_CASE("measures of points and segments", "[calipers]") {
    const Points one{{2, 3}}, two{{0, 0}, {3, 4}};
    REQUIRE(diameter(one)->distance == 0);
    REQUIRE(diameter(two)->distance == 5);
    REQUIRE(width(two)->distance == 0);
    REQUIRE(min_area_rectangle(one)->perimeter == 0);
    REQUIRE(min_perimeter_rectangle(two)->perimeter == 10);
    REQUIRE(min_area_rectangle(two)->corners ==
            std::array<Point, 4>{{{0, 0}, {3, 4}, {3, 4}, {0, 0}}});
}

TEST_CASE("a set whose least rectangle is not the first one tried", "[calipers]") {
    // The polygon of libgeos/geos issue 679 has least area 20.
    const Points polygon = hull_of({{1, 1}, {1, 5}, {3, 6}, {4, 2}, {5, 5}});
    REQUIRE(min_area_rectangle(polygon)->area == 20);
}

TEST_CASE("distances of convex polygons are those of all edges", "[calipers]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 200u : 4000u); ++seed) {
        samples::Draw draw(seed);
        const std::uint64_t side = 2 + draw.below(12);
        const double dx = static_cast<double>(draw.below(20)) - 10;
        const double dy = static_cast<double>(draw.below(20)) - 10;
        const Points first = hull_of(samples::lattice(1 + draw.below(9), side, 2 * seed + 1));
        Points second = hull_of(samples::lattice(1 + draw.below(9), side, 2 * seed + 2));
        for (Point& p : second) p = {p.x + dx, p.y + dy};
        const auto found = convex_distance(first, second);
        const double expected = brute_distance(first, second);
        CAPTURE(seed, expected);
        REQUIRE(found->distance == Approx(expected).margin(1e-14));
        if (expected > 0) REQUIRE(found->nearest);
        if (found->nearest) {
            const auto [a, b] = *found->nearest;
            REQUIRE(std::hypot(a.x - b.x, a.y - b.y) == Approx(expected).margin(1e-13));
            REQUIRE(brute_distance(first, {a}) == Approx(0).margin(1e-13));
            REQUIRE(brute_distance({b}, second) == Approx(0).margin(1e-13));
        }
    }
}

TEST_CASE("sums of Minkowski are the hulls of all sums", "[calipers]") {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        samples::Draw draw(seed);
        const Points first = hull_of(samples::lattice(1 + draw.below(12), 6, 2 * seed + 1));
        const Points second = hull_of(samples::lattice(1 + draw.below(12), 9, 2 * seed + 2));
        Points sums;
        for (const Point p : first) {
            for (const Point q : second) sums.push_back({p.x + q.x, p.y + q.y});
        }
        const auto found = minkowski_sum(first, second);
        REQUIRE(Points(found.begin(), found.end()) == hull_of(sums));
    }
    REQUIRE(minkowski_sum({}, Points{{1, 2}}).empty());
}

}  // namespace calipers_test
