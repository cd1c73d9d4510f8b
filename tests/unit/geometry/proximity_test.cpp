#include "geometry/proximity.hpp"

#include "catch.hpp"
#include "delaunay_samples.hpp"
#include "geometry/emst.hpp"
#include "geometry/predicates.hpp"
#include "geometry/triangulation_locator.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace proximity_test {

using namespace pipelab;
using namespace pipelab::geometry;
using geometry::test::hard_kinds;
using geometry::test::hard_points;
using Place = TriangulationLocator::Place;
using Kind = TriangulationLocator::Kind;

namespace {

base::Array<IndexPair> all_pairs(std::size_t points) {
    base::Array<IndexPair> pairs;
    for (std::uint32_t a = 0; a < points; ++a) {
        for (std::uint32_t b = a + 1; b < points; ++b) pairs.push_back({a, b});
    }
    return pairs;
}

bool less(IndexPair g, IndexPair h) { return g.a != h.a ? g.a < h.a : g.b < h.b; }

base::Array<IndexPair> spanning_tree(const std::vector<Point>& points,
                                     base::Array<IndexPair> candidates) {
    std::sort(candidates.begin(), candidates.end(), [&](IndexPair g, IndexPair h) {
        const int sign = compare_distances(points[g.a], points[g.b], points[h.a], points[h.b]);
        return sign != 0 ? sign < 0 : less(g, h);
    });
    std::vector<std::uint32_t> root(points.size());
    std::iota(root.begin(), root.end(), 0u);
    const auto find = [&](std::uint32_t i) {
        while (root[i] != i) i = root[i];
        return i;
    };
    base::Array<IndexPair> tree;
    for (const IndexPair edge : candidates) {
        const std::uint32_t a = find(edge.a), b = find(edge.b);
        if (a == b) continue;
        root[a] = b;
        tree.push_back(edge);
    }
    return tree;
}

Place place_by_definition(const std::vector<Point>& points, const Triangulation& t, Point query) {
    Place found;
    for (std::uint32_t h = 0; h < t.triangles.size(); ++h) {
        const Point a = points[t.origin(h)], b = points[t.target(h)];
        if (a == query) return {Kind::corner, t.origin(h)};
        const bool between = orientation(a, b, query) == 0 && dot_sign(query, a, query, b) < 0;
        if (between && found.kind != Kind::edge) found = {Kind::edge, h};
        if (h % 3 != 0 || found.kind != Kind::outside) continue;
        const Point c = points[t.triangles[h + 2]];
        if (orientation(a, b, query) > 0 && orientation(b, c, query) > 0 &&
            orientation(c, a, query) > 0) {
            found = {Kind::triangle, h / 3};
        }
    }
    return found;
}

}  // namespace

TEST_CASE("Gabriel graphs and candidates of spanning trees are what their definitions say") {
    std::mt19937_64 random(1);
    for (const std::string& kind : hard_kinds) {
        for (int round = 0; round < (testing::quick ? 1 : 5); ++round) {
            const auto points = hard_points(kind, random() % 40, random);
            const Triangulation t = delaunay(points);
            INFO(kind);
            const auto tree = euclidean_spanning_tree(points, spanning_candidates(points, t));
            REQUIRE(tree == spanning_tree(points, all_pairs(points.size())));
            REQUIRE(tree.size() + (points.empty() ? 0 : 1) == points.size());
            base::Array<IndexPair> expected;
            for (const IndexPair pair : all_pairs(points.size())) {
                const Point a = points[pair.a], b = points[pair.b];
                const auto duplicate = [&](std::uint32_t i) {
                    return std::any_of(t.duplicates.begin(), t.duplicates.end(),
                                       [i](Duplicate d) { return d.point == i; });
                };
                if (duplicate(pair.a) || duplicate(pair.b)) continue;
                const bool alone = std::all_of(points.begin(), points.end(), [&](Point r) {
                    return r == a || r == b || dot_sign(r, a, r, b) > 0;
                });
                if (alone) expected.push_back(pair);
            }
            auto found = gabriel_edges(points, t);
            std::sort(found.begin(), found.end(), less);
            REQUIRE(found == expected);
        }
    }
}

TEST_CASE("a locator finds triangles, edges, corners and nearest points") {
    std::mt19937_64 random(2);
    for (const std::string& kind : hard_kinds) {
        const auto points = hard_points(kind, 1 + random() % 60, random);
        const Triangulation t = delaunay(points);
        TriangulationLocator locator(points, t);
        INFO(kind);
        for (int i = 0; i < 300; ++i) {
            Point query = points[random() % points.size()];
            const Point other = points[random() % points.size()];
            if (i % 3 != 0) query = {query.x / 2 + other.x / 2, query.y / 2 + other.y / 2};
            if (i % 3 == 2) query = {query.x, other.y};
            REQUIRE(locator.locate(query) == place_by_definition(points, t, query));
            std::uint32_t nearest = 0;
            for (std::uint32_t k = 1; k < points.size(); ++k) {
                if (compare_distances(query, points[k], query, points[nearest]) < 0) nearest = k;
            }
            REQUIRE(locator.nearest(query) == nearest);
        }
    }
}

TEST_CASE("a locator without points and at the centre of a circle") {
    const Triangulation empty = delaunay({});
    TriangulationLocator nothing({}, empty);
    CHECK(nothing.nearest({0, 0}) == Triangulation::none);
    CHECK(nothing.locate({0, 0}).kind == Kind::outside);
    const std::vector<Point> points{{3, 4}, {-3, 4}, {5, 0}, {0, -5}, {4, 3}, {-5, 0}, {0, 9}};
    const Triangulation t = delaunay(points);
    TriangulationLocator locator(points, t);
    CHECK(locator.nearest({0, 0}) == 0);
    CHECK(locator.nearest({0, 0.5}) == 0);
    CHECK(locator.nearest({-0.5, 0.5}) == 1);
}

}  // namespace proximity_test
