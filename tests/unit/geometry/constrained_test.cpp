#include "geometry/constrained.hpp"

#include "catch.hpp"
#include "delaunay_samples.hpp"
#include "geometry/crossing.hpp"
#include "geometry/noding.hpp"
#include "geometry/predicates.hpp"
#include "triangulation_flaws.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

namespace constrained_test {

using namespace pipelab;
using namespace pipelab::geometry;
using namespace pipelab::geometry::test;

namespace {

using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

Pairs fixed_edges(const ConstrainedTriangulation& t) {
    Pairs pairs;
    for (std::uint32_t h = 0; h < t.fixed.size(); ++h)
        if (t.fixed[h] != 0) pairs.insert(std::minmax(t.origin(h), t.target(h)));
    return pairs;
}

Pairs edges_of(const Noding& noding) {
    Pairs pairs;
    for (const Noding::Edge& edge : noding.edges) pairs.insert({edge.from, edge.to});
    return pairs;
}

bool have_end_in_common(const Segment& s, const Segment& t) {
    return s.a == t.a || s.a == t.b || s.b == t.a || s.b == t.b;
}

/// Random linework between points of a kind, edge by edge where there is room.
Noding random_linework(const std::string& kind, std::size_t count, std::mt19937_64& random) {
    auto points = hard_points(kind, count, random);
    std::sort(points.begin(), points.end(), before);
    points.erase(std::unique(points.begin(), points.end()), points.end());
    Noding noding;
    noding.vertices.assign(points.begin(), points.end());
    const auto has_room = [&](const Segment& s) {
        return std::all_of(points.begin(), points.end(),
                           [&](Point p) {
                               return p == s.a || p == s.b || meeting(s, {p, p}) == Meeting::none;
                           }) &&
               std::all_of(noding.edges.begin(), noding.edges.end(), [&](Noding::Edge edge) {
                   const Segment t{points[edge.from], points[edge.to]};
                   const Meeting kind_of = meeting(s, t);
                   return kind_of == Meeting::none ||
                          (kind_of == Meeting::touch && have_end_in_common(s, t));
               });
    };
    for (std::size_t i = 0; i < 2 * points.size(); ++i) {
        const auto a = static_cast<std::uint32_t>(random() % points.size());
        const auto b = static_cast<std::uint32_t>(random() % points.size());
        if (a < b && has_room({points[a], points[b]})) noding.edges.push_back({a, b});
    }
    return noding;
}

void check_linework(const Noding& noding) {
    const auto t = constrained_delaunay(noding);
    const std::span<const Point> points(noding.vertices);
    REQUIRE(flaw(points, t, t.fixed) == "");
    if (t.size() > 0) REQUIRE(fixed_edges(t) == edges_of(noding));
}

}  // namespace

TEST_CASE("the constrained triangulation of few points") {
    CHECK(constrained_delaunay({}, {}).size() == 0);
    const std::vector<Point> square{{1, 1}, {0, 0}, {1, 0}, {0, 1}};
    const std::vector<IndexPair> other{{0, 1}}, given{{3, 2}};
    const auto flipped = constrained_delaunay(square, other);
    CHECK(flipped.triangles == base::Array<std::uint32_t>{0, 1, 2, 0, 3, 1});
    CHECK(flipped.fixed == base::Array<std::uint8_t>{1, 0, 0, 0, 0, 1});
    CHECK(flipped.hull == base::Array<std::uint32_t>{1, 2, 3, 4});
    CHECK(constrained_delaunay(square, given).triangles == delaunay(square).triangles);
    CHECK(constrained_delaunay(square, given).fixed == base::Array<std::uint8_t>{0, 1, 0, 0, 1, 0});

    const std::vector<Point> line{{2, 2}, {0, 0}, {1, 1}};
    CHECK(constrained_delaunay(line, given).line == base::Array<std::uint32_t>{1, 2, 0});
    const std::vector<IndexPair> crossing{{0, 1}, {2, 3}};
    CHECK_THROWS_AS(constrained_delaunay(square, crossing), std::invalid_argument);
}

TEST_CASE("points amid a segment divide it, equal points are one") {
    const std::vector<Point> points{{0, 0}, {3, 0}, {1, 1}, {1, -1}, {1, 0},
                                    {2, 1}, {2, 0}, {0, 0}, {3, 0}};
    for (const IndexPair segment : {IndexPair{0, 1}, {1, 0}, {7, 8}, {8, 7}}) {
        const auto t = constrained_delaunay(points, std::array{segment, segment});
        CHECK(flaw(points, t, t.fixed) == "");
        CHECK(fixed_edges(t) == Pairs{{0, 4}, {4, 6}, {1, 6}});
    }
}

TEST_CASE("constrained triangulations of linework through hard points") {
    std::mt19937_64 random(11);
    for (const std::string& kind : hard_kinds) {
        for (int round = 0; round < (testing::quick ? 2 : 30); ++round) {
            INFO(kind << " round " << round);
            check_linework(random_linework(kind, 3 + random() % 40, random));
        }
    }
}

TEST_CASE("many constrained triangulations of linework", "[.exhaustive]") {
    std::mt19937_64 random(12);
    for (const std::string& kind : hard_kinds) {
        for (int round = 0; round < 500; ++round) {
            INFO(kind << " round " << round);
            check_linework(random_linework(kind, 3 + random() % 120, random));
        }
    }
}

TEST_CASE("constrained triangulations do not depend on the order of points and segments") {
    std::mt19937_64 random(13);
    for (const std::string& kind : hard_kinds) {
        const Noding noding = random_linework(kind, 60, random);
        const auto expected = by_corners(noding.vertices, constrained_delaunay(noding));
        std::vector<std::uint32_t> order(noding.vertices.size()), place(order.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
        std::shuffle(order.begin(), order.end(), random);
        std::vector<Point> points;
        for (const std::uint32_t i : order) {
            place[i] = static_cast<std::uint32_t>(points.size());
            points.push_back(noding.vertices[i]);
        }
        std::vector<IndexPair> segments;
        for (const Noding::Edge& edge : noding.edges) {
            const std::uint32_t a = place[edge.from], b = place[edge.to];
            segments.push_back(random() % 2 == 0 ? IndexPair{a, b} : IndexPair{b, a});
        }
        std::shuffle(segments.begin(), segments.end(), random);
        INFO(kind);
        CHECK(by_corners(points, constrained_delaunay(points, segments)) == expected);
    }
}

TEST_CASE("segments through many points and from one point to many") {
    std::mt19937_64 random(14);
    const std::uint32_t count = testing::quick ? 1000 : 20000;
    auto points = hard_points("uniform", count, random);
    std::vector<IndexPair> segments;
    for (std::uint32_t i = 0; i < 20; ++i) {
        const double y = (2 * i + 1) / 40.0;
        points.push_back({-1, y});
        points.push_back({2, y});
        segments.push_back({count + 2 * i, count + 2 * i + 1});
    }
    const auto t = constrained_delaunay(points, segments);
    CHECK(flaw(points, t, t.fixed) == "");
    CHECK(fixed_edges(t).size() == 20);

    std::vector<Point> fan{{0.5, 1000}};
    std::vector<IndexPair> rays;
    for (std::uint32_t i = 1; i <= count; ++i) {
        fan.push_back({static_cast<double>(i) / count, static_cast<double>(i % 2)});
        rays.push_back({0, i});
    }
    const auto spread = constrained_delaunay(fan, rays);
    CHECK(flaw(fan, spread, spread.fixed) == "");
    CHECK(fixed_edges(spread).size() == count);
}

TEST_CASE("triangles within an odd number of rings") {
    // A square with a hole that touches it, and a square in the hole.
    const std::vector<Point> points{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {9, 9}, {2, 8},
                                    {1, 1}, {8, 2}, {4, 4}, {5, 4}, {5, 5}, {4, 5}};
    std::vector<IndexPair> segments;
    for (std::uint32_t i = 0; i < 12; ++i) segments.push_back({i, i % 4 == 3 ? i - 3 : i + 1});
    const auto t = constrained_delaunay(points, segments);
    CHECK(flaw(points, t, t.fixed) == "");
    const auto odd = odd_triangles(t);
    double twice = 0;
    for (std::size_t i = 0; i < t.size(); ++i) {
        const Point a = points[t.triangles[3 * i]], b = points[t.triangles[3 * i + 1]];
        const Point c = points[t.triangles[3 * i + 2]];
        if (odd[i] != 0) twice += (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    }
    CHECK(twice == 2 * (81 - 48 + 1));
}

}  // namespace constrained_test
