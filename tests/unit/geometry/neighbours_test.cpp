#include "catch.hpp"
#include "geometry/kd_tree.hpp"
#include "geometry/predicates.hpp"
#include "geometry/ranges.hpp"
#include "point_samples.hpp"
#include "rational.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

namespace neighbours_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;
using pipelab::testing::Rational;
using pipelab::testing::RationalPoint;
using Numbers = std::vector<std::uint64_t>;

Numbers sorted_by_distance(const Points& points, Point query) {
    Numbers order(points.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::uint64_t a, std::uint64_t b) {
        return compare_distances(query, points[a], query, points[b]) < 0;
    });
    return order;
}

/// The k nearest are the first of `expected`.
void require_nearest(const KdTree& tree, Point query, std::size_t k, std::uint64_t except,
                     Numbers expected) {
    std::vector<KdTree::Found> found;
    tree.nearest(query, k, except, found);
    Numbers numbers;
    for (const KdTree::Found& each : found) numbers.push_back(each.place.index);
    expected.resize(std::min(k, expected.size()));
    REQUIRE(numbers == expected);
}

template <class Region, class Inside>
void require_ranges(const Points& points, const std::vector<Region>& regions, Inside inside) {
    const KdTree tree(points);
    for (std::size_t i = 0; i < regions.size(); ++i) {
        Numbers expected;
        for (std::size_t k = 0; k < points.size(); ++k) {
            if (inside(i, points[k])) expected.push_back(k);
        }
        REQUIRE(tree.count(regions[i]) == expected.size());
        REQUIRE(numbers_in(tree, regions[i]) == expected);
    }
}

/// Inside of a triangle by fractions: a mean of the corners with weights that are not negative.
bool in_triangle(const std::array<Point, 3>& t, Point p, bool closed) {
    const RationalPoint a = t[0], b = t[1], c = t[2], q = p;
    Rational area = cross(b - a, c - a);
    std::array<Rational, 3> weights{cross(b - q, c - q), cross(c - q, a - q), cross(a - q, b - q)};
    if (area < 0) {
        for (Rational& w : weights) w = -w;
    }
    if (area != 0) {
        return std::all_of(weights.begin(), weights.end(),
                           [&](const Rational& w) { return closed ? w >= 0 : w > 0; });
    }
    if (!closed) return false;
    for (std::size_t i = 0; i < 3; ++i) {
        const RationalPoint u = t[i], v = t[(i + 1) % 3];
        if (cross(u - q, v - q) == 0 && dot(u - q, v - q) <= 0) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("nearest points are in exact order, ties by number", "[neighbours]") {
    const std::size_t n = pipelab::testing::quick ? 60 : 250;
    for (const auto& set : samples::all(n, 11)) {
        CAPTURE(set.name);
        const KdTree tree(set.points);
        for (const std::size_t k : {1, 5, 40}) {
            for (std::size_t i = 0; i < set.points.size(); ++i) {
                Numbers expected = sorted_by_distance(set.points, set.points[i]);
                expected.erase(std::find(expected.begin(), expected.end(), i));
                require_nearest(tree, set.points[i], k, i, expected);
            }
        }
        for (const Point query : samples::lattice(30, 20, 3))
            require_nearest(tree, query, 7, KdTree::nobody, sorted_by_distance(set.points, query));
    }
}

TEST_CASE("many equal points have neighbours at once", "[neighbours]") {
    const Points points(20000, Point{1, 2});
    const KdTree tree(points);
    for (std::uint64_t i = 0; i < points.size(); ++i) {
        const Numbers first = i == 0 ? Numbers{1, 2} : i == 1 ? Numbers{0, 2} : Numbers{0, 1};
        require_nearest(tree, points[i], 2, i, first);
    }
}

TEST_CASE("boxes and disks hold what they should", "[neighbours]") {
    for (const auto& set : samples::all(200, 12)) {
        CAPTURE(set.name);
        samples::Draw draw(5);
        std::vector<BoxRegion> boxes;
        std::vector<Disk> disks;
        for (int i = 0; i < 30 && !set.points.empty(); ++i) {
            const Point p = set.points[draw.below(set.points.size())];
            const Point q = set.points[draw.below(set.points.size())];
            boxes.push_back({{{std::min(p.x, q.x), std::min(p.y, q.y)},
                              {std::max(p.x, q.x), std::max(p.y, q.y)}}});
            disks.push_back({p, i == 0 ? -1 : i == 1 ? 0 : std::abs(p.x - q.x) / 2});
        }
        boxes.push_back({{{1, 1}, {0, 0}}});
        require_ranges(set.points, boxes, [&](std::size_t i, Point p) {
            const Box& box = boxes[i].box;
            return box.low.x <= p.x && p.x <= box.high.x && box.low.y <= p.y && p.y <= box.high.y;
        });
        for (Disk& disk : disks) disk.radius = std::min(disk.radius, 1e308);
        require_ranges(set.points, disks, [&](std::size_t i, Point p) {
            const RationalPoint d = RationalPoint(p) - disks[i].centre;
            const Rational radius = disks[i].radius;
            return radius >= 0 && dot(d, d) <= radius * radius;
        });
    }
}

TEST_CASE("triangles hold what they should, with and without their sides", "[neighbours]") {
    for (const auto& set : samples::all(150, 13)) {
        CAPTURE(set.name);
        for (const bool closed : {false, true}) {
            samples::Draw draw(6);
            std::vector<std::array<Point, 3>> corners;
            std::vector<TriangleRegion> regions;
            for (int i = 0; i < 40 && !set.points.empty(); ++i) {
                std::array<Point, 3> t;
                for (Point& p : t) p = set.points[draw.below(set.points.size())];
                if (i % 3 == 0) t[2] = {t[2].x + 1, t[2].y};
                corners.push_back(t);
                regions.emplace_back(t, closed);
            }
            require_ranges(set.points, regions, [&](std::size_t i, Point p) {
                return in_triangle(corners[i], p, closed);
            });
        }
    }
}

}  // namespace neighbours_test
