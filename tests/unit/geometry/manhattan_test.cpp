#include "geometry/manhattan.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "delaunay_samples.hpp"
#include "point_samples.hpp"
#include "rational.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

namespace manhattan_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;
using pipelab::testing::Rational;

Rational length(Point a, Point b) {
    return abs(Rational(a.x) - Rational(b.x)) + abs(Rational(a.y) - Rational(b.y));
}

/// Kruskal's method over all pairs, with lengths as fractions.
std::vector<IndexPair> expected_tree(const Points& points) {
    struct Edge {
        Rational length;
        IndexPair pair;
    };
    std::vector<Edge> edges;
    for (std::uint32_t a = 0; a < points.size(); ++a) {
        for (std::uint32_t b = a + 1; b < points.size(); ++b) {
            edges.push_back({length(points[a], points[b]), {a, b}});
        }
    }
    std::stable_sort(edges.begin(), edges.end(),
                     [](const Edge& g, const Edge& h) { return g.length < h.length; });
    std::vector<std::uint32_t> root(points.size());
    std::iota(root.begin(), root.end(), 0u);
    std::vector<IndexPair> tree;
    for (const Edge& edge : edges) {
        const std::uint32_t a = root[edge.pair.a], b = root[edge.pair.b];
        if (a == b) continue;
        std::replace(root.begin(), root.end(), a, b);
        tree.push_back(edge.pair);
    }
    return tree;
}

void require_tree(const Points& points) {
    const auto tree = manhattan_spanning_tree(points);
    REQUIRE(std::vector(tree.begin(), tree.end()) == expected_tree(points));
    Rational total = 0;
    for (const IndexPair pair : tree) total += length(points[pair.a], points[pair.b]);
    const double rounded = pipelab::testing::nearest(total);
    REQUIRE(manhattan_length(points, tree).value_or(INFINITY) == rounded);
}

}  // namespace

TEST_CASE("Manhattan distances compare as fractions do", "[manhattan]") {
    for (const auto& set : samples::all(40, 71)) {
        CAPTURE(set.name);
        samples::Draw draw(3);
        for (int i = 0; i < 2000 && !set.points.empty(); ++i) {
            const auto any = [&] { return set.points[draw.below(set.points.size())]; };
            const Point a = any(), b = any(), c = any(), d = any();
            REQUIRE(compare_manhattan(a, b, c, d) == sgn(Rational(length(a, b) - length(c, d))));
        }
    }
    const double most = 0x1.fffffffffffffp+1023;
    CHECK(compare_manhattan({-most, -most}, {most, most}, {-most, -most}, {most, 0x1p969}) == 1);
    CHECK(compare_manhattan({0, 1}, {0x1p-1074, 0}, {0, 0}, {1, 0}) == 1);
}

TEST_CASE("the Manhattan spanning tree is that of all pairs", "[manhattan]") {
    const std::size_t n = pipelab::testing::quick ? 25 : 90;
    for (const auto& set : samples::all(n, 72)) {
        CAPTURE(set.name);
        require_tree(set.points);
    }
    std::mt19937_64 random(8);
    for (const std::string& kind : test::hard_kinds) {
        CAPTURE(kind);
        for (int round = 0; round < (pipelab::testing::quick ? 1 : 5); ++round) {
            require_tree(test::hard_points(kind, random() % 40, random));
        }
    }
    for (std::uint64_t round = 0; round < (pipelab::testing::quick ? 5u : 100u); ++round) {
        require_tree(samples::lattice(1 + round % 30, 2 + round % 6, round));
    }
}

TEST_CASE("the Manhattan spanning tree does not depend on threads", "[manhattan]") {
    const Points points = samples::lattice(30000, 300, 8);
    pipelab::base::set_threads(1);
    const auto one = manhattan_spanning_tree(points);
    pipelab::base::set_threads(3);
    CHECK(manhattan_spanning_tree(points) == one);
    CHECK(one.size() + 1 == points.size());
    pipelab::base::set_threads(2);
}

}  // namespace manhattan_test
