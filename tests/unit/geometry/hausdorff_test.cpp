#include "geometry/hausdorff.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/vectors.hpp"
#include "point_samples.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <vector>

namespace hausdorff_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;
using Segments = std::vector<Segment>;
using Real = long double;

Real distance_to(Real x, Real y, const Segment& s) {
    const Real ux = Real(s.b.x) - s.a.x, uy = Real(s.b.y) - s.a.y;
    const Real all = ux * ux + uy * uy;
    Real t = all == 0 ? 0 : ((x - s.a.x) * ux + (y - s.a.y) * uy) / all;
    t = std::clamp(t, Real(0), Real(1));
    return std::hypot(x - (s.a.x + t * ux), y - (s.a.y + t * uy));
}

Real distance_to(Real x, Real y, const Segments& set) {
    Real least = std::numeric_limits<Real>::infinity();
    for (const Segment& s : set) least = std::min(least, distance_to(x, y, s));
    return least;
}

/// Halves stretches of segments until none can hold a point farther away by more than a billionth:
/// distances change no faster than the place does, and that from one segment is convex.
Real by_halving(const Segments& from, const Segments& to) {
    struct Stretch {
        Real most;
        const Segment* segment;
        Real begin, end;
        bool operator<(const Stretch& other) const { return most < other.most; }
    };
    Real best = 0, coordinates = 0;
    std::priority_queue<Stretch> queue;
    const auto add = [&](const Segment& s, Real begin, Real end) {
        const Real ux = Real(s.b.x) - s.a.x, uy = Real(s.b.y) - s.a.y;
        const Real x0 = s.a.x + begin * ux, y0 = s.a.y + begin * uy;
        const Real x1 = s.a.x + end * ux, y1 = s.a.y + end * uy;
        const Real first = distance_to(x0, y0, to), last = distance_to(x1, y1, to);
        best = std::max({best, first, last});
        coordinates = std::max({coordinates, std::abs(x0), std::abs(y0)});
        Real most = (first + last + std::hypot(ux, uy) * (end - begin)) / 2;
        for (const Segment& t : to)
            most = std::min(most, std::max(distance_to(x0, y0, t), distance_to(x1, y1, t)));
        queue.push({most, &s, begin, end});
    };
    for (const Segment& s : from) add(s, 0, 1);
    while (!queue.empty() && queue.top().most > best * (1 + 1e-9L) + 1e-16L * coordinates) {
        const Stretch next = queue.top();
        queue.pop();
        const Real middle = (next.begin + next.end) / 2;
        add(*next.segment, next.begin, middle);
        add(*next.segment, middle, next.end);
    }
    return best;
}

Segments path_of(const Points& points) {
    Segments path;
    for (std::size_t i = 1; i < points.size(); ++i) path.push_back({points[i - 1], points[i]});
    return path;
}

void require_directed(const Segments& from, const Segments& to) {
    const auto found = directed_hausdorff(SegmentTree(from), SegmentTree(to));
    REQUIRE(found.has_value() == (!from.empty() && !to.empty()));
    if (!found) return;
    const Real expected = by_halving(from, to);
    const Real places = std::abs(found->from.x) + std::abs(found->from.y);
    REQUIRE(std::abs(found->distance - expected) <=
            2e-9L * expected + 1e-15L * places + 0x1p-1074L);
    REQUIRE(std::abs(distance_to(found->from.x, found->from.y, to) - found->distance) <=
            1e-12L * found->distance + 1e-15L * places + 0x1p-1074L);
    REQUIRE(std::abs(distance(found->from, found->to) - found->distance) <=
            1e-12L * found->distance + 2e-15L * places + 0x1p-1074L);
}

}  // namespace

TEST_CASE("the directed Hausdorff distance is what halving of segments finds", "[hausdorff]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 2u : 9u); ++seed) {
        const std::size_t n = 2 + seed;
        const auto first = samples::all(n, seed), second = samples::all(n + 3, seed + 100);
        for (std::size_t i = 0; i < first.size(); ++i) {
            if (first[i].name == "huge" || first[i].name == "extreme") continue;
            CAPTURE(seed, first[i].name);
            require_directed(path_of(first[i].points), path_of(second[i].points));
            Segments points;
            for (const Point p : second[i].points) points.push_back({p, p});
            require_directed(path_of(first[i].points), points);
            require_directed(points, path_of(first[i].points));
        }
    }
}

TEST_CASE("all coordinates have a Hausdorff distance", "[hausdorff]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 1u : 4u); ++seed) {
        for (const auto& set : samples::all(8, seed)) {
            CAPTURE(set.name);
            const auto path = path_of(set.points);
            if (path.size() < 4) continue;
            const Segments first(path.begin(), path.begin() + 3);
            const auto found =
                hausdorff(SegmentTree(first), SegmentTree(Segments(path.begin() + 3, path.end())));
            CHECK(found->distance >= 0);
            CHECK(hausdorff(SegmentTree(path), SegmentTree(path))->distance == 0);
        }
    }
}

TEST_CASE("Hausdorff distances known from their drawing", "[hausdorff]") {
    // Amid the segment, as far from one point as from the other.
    const Segments base{{{0, 0}, {10, 0}}};
    const Segments ends{{{0, 0}, {0, 0}}, {{10, 0}, {10, 0}}};
    const auto amid = directed_hausdorff(SegmentTree(base), SegmentTree(ends));
    CHECK(amid->distance == 5);
    CHECK(amid->from == Point{5, 0});
    CHECK(amid->to == Point{0, 0});
    CHECK(hausdorff(SegmentTree(ends), SegmentTree(base))->from_second);
    CHECK(directed_hausdorff(SegmentTree(ends), SegmentTree(base))->distance == 0);
    // Between a point and a line: 4 - x = sqrt(2) x / 2 at an irrational place.
    const Segments level{{{0, 0}, {4, 0}}};
    const auto found = directed_hausdorff(
        SegmentTree(level), SegmentTree(Segments{{{0, 0}, {8, 8}}, {{4, 0}, {4, 0}}}));
    CHECK(found->from.y == 0);
    CHECK(found->from.x == Approx(4 / (1 + std::sqrt(0.5))).epsilon(1e-15));
    // Where all is symmetric all along.
    const Segments mirror{
        {{0, 3}, {9, 5}}, {{0, -3}, {9, -5}}, {{4, 7}, {4, 7}}, {{4, -7}, {4, -7}}};
    const auto middle =
        directed_hausdorff(SegmentTree(Segments{{{0, 0}, {9, 0}}}), SegmentTree(mirror));
    CHECK(middle->from == Point{9, 0});
    CHECK_FALSE(hausdorff(SegmentTree({}), SegmentTree(base)));
    CHECK_FALSE(hausdorff(SegmentTree(base), SegmentTree({})));
    CHECK(
        hausdorff(SegmentTree(Segments{{{1, 1}, {1, 1}}}), SegmentTree(Segments{{{4, 5}, {4, 5}}}))
            ->distance == 5);
}

TEST_CASE("a Hausdorff distance of many segments is the same for any thread count", "[hausdorff]") {
    const SegmentTree first(path_of(samples::lattice(600, 300, 3)));
    const SegmentTree second(path_of(samples::lattice(150, 300, 4)));
    pipelab::base::set_threads(1);
    const auto one = hausdorff(first, second);
    pipelab::base::set_threads(3);
    const auto three = hausdorff(first, second);
    pipelab::base::set_threads(2);
    CHECK(one->distance == three->distance);
    CHECK(one->from == three->from);
    CHECK(one->to == three->to);
}

TEST_CASE("what is nearer than a distance of no interest is not looked for", "[hausdorff]") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const SegmentTree first(path_of(samples::lattice(20, 30, seed)));
        const SegmentTree second(path_of(samples::lattice(10, 30, seed + 100)));
        const auto none = pipelab::base::Control::none();
        const auto all = directed_hausdorff(first, second);
        for (const double least : {all->distance * 0.5, all->distance}) {
            const auto found = directed_hausdorff(first, second, none, least);
            REQUIRE(found);
            CHECK(found->distance == all->distance);
            CHECK(found->from == all->from);
        }
        const auto found = directed_hausdorff(first, second, none, all->distance * 1.01);
        CHECK((!found || found->distance <= all->distance));
    }
}

}  // namespace hausdorff_test
