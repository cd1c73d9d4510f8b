#include "geometry/delaunay.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "delaunay_samples.hpp"
#include "geometry/predicates.hpp"
#include "triangulation_flaws.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace delaunay_test {

using namespace pipelab;
using namespace pipelab::geometry;
using namespace pipelab::geometry::test;

namespace {

constexpr std::uint32_t none = Triangulation::none;

/// All triangles whose circle is empty, by definition.
std::vector<Triple> by_definition(const std::vector<Point>& points) {
    std::vector<Duplicate> duplicates;
    const auto used = firsts(points, duplicates);
    std::vector<Triple> result;
    for (std::size_t i = 0; i < used.size(); ++i) {
        for (std::size_t j = i + 1; j < used.size(); ++j) {
            for (std::size_t k = i + 1; k < used.size(); ++k) {
                const Point a = points[used[i]], b = points[used[j]], c = points[used[k]];
                if (k == j || orientation(a, b, c) <= 0) continue;
                const bool empty = std::all_of(used.begin(), used.end(), [&](std::uint32_t d) {
                    return d == used[i] || d == used[j] || d == used[k] ||
                           in_circle_perturbed(a, b, c, points[d]) < 0;
                });
                if (empty) result.push_back({used[i], used[j], used[k]});
            }
        }
    }
    return result;
}

std::vector<Point> subset_of_lattice(unsigned bits, int side) {
    std::vector<Point> points;
    for (int i = 0; i < side * side; ++i) {
        if (bits >> i & 1) {
            points.push_back({static_cast<double>(i % side), static_cast<double>(i / side)});
        }
    }
    return points;
}

}  // namespace

TEST_CASE("the Delaunay triangulation of no point, one, two and four") {
    CHECK(delaunay({}).line.empty());
    const std::vector<Point> one{{3, 4}, {3, 4}};
    CHECK(delaunay(one).line == base::Array<std::uint32_t>{0});
    CHECK(delaunay(one).duplicates == std::vector<Duplicate>{{1, 0}});
    const std::vector<Point> two{{3, 4}, {1, 4}, {3, 4}};
    CHECK(delaunay(two).line == base::Array<std::uint32_t>{1, 0});

    // (0, 0) is pushed outwards: the other three are a triangle.
    const std::vector<Point> square{{1, 1}, {0, 0}, {1, 0}, {0, 1}};
    const Triangulation t = delaunay(square);
    CHECK(t.triangles == base::Array<std::uint32_t>{0, 3, 2, 1, 2, 3});
    CHECK(t.halfedges == base::Array<std::uint32_t>{none, 4, none, none, 1, none});
    CHECK(t.hull == base::Array<std::uint32_t>{3, 2, 0, 5});
    CHECK(edges(t) == base::Array<IndexPair>{{0, 3}, {2, 3}, {0, 2}, {1, 2}, {1, 3}});
    CHECK(leaving_halfedges(t, 4) == base::Array<std::uint32_t>{0, 3, 2, 5});
}

TEST_CASE("a Delaunay triangulation is what its definition says") {
    std::mt19937_64 random(1);
    for (const std::string& kind : hard_kinds) {
        for (int round = 0; round < (testing::quick ? 2 : 12); ++round) {
            const auto points = hard_points(kind, random() % 45, random);
            const Triangulation t = delaunay(points);
            INFO(kind << " round " << round);
            REQUIRE(flaw(points, t) == "");
            auto expected = by_definition(points);
            std::sort(expected.begin(), expected.end());
            REQUIRE(triples(t) == expected);
        }
    }
}

TEST_CASE("Delaunay triangulations of all subsets of small lattices") {
    for (unsigned bits = 0; bits < 512; ++bits) {
        const auto points = subset_of_lattice(bits, 3);
        const Triangulation t = delaunay(points);
        REQUIRE(flaw(points, t) == "");
        auto expected = by_definition(points);
        std::sort(expected.begin(), expected.end());
        REQUIRE(triples(t) == expected);
    }
    for (unsigned bits = 0; bits < 65536; bits += testing::quick ? 17 : 3) {
        const auto points = subset_of_lattice(bits, 4);
        REQUIRE(flaw(points, delaunay(points)) == "");
    }
}

TEST_CASE("Delaunay triangulations of hard sets are valid") {
    std::mt19937_64 random(2);
    for (const std::string& kind : hard_kinds) {
        for (int round = 0; round < (testing::quick ? 3 : 25); ++round) {
            const std::size_t count = kind == "rotated grid" ? 400 : 30 + random() % 300;
            const auto points = hard_points(kind, count, random);
            INFO(kind << " round " << round);
            REQUIRE(flaw(points, delaunay(points)) == "");
        }
    }
}

TEST_CASE("many Delaunay triangulations of hard sets are valid", "[.exhaustive]") {
    std::mt19937_64 random(3);
    for (const std::string& kind : hard_kinds) {
        for (int round = 0; round < 2000; ++round) {
            const auto points = hard_points(kind, random() % 1000, random);
            INFO(kind << " round " << round);
            REQUIRE(flaw(points, delaunay(points)) == "");
        }
    }
    for (unsigned bits = 0; bits < 65536; ++bits) {
        const auto points = subset_of_lattice(bits, 4);
        auto expected = by_definition(points);
        std::sort(expected.begin(), expected.end());
        REQUIRE(triples(delaunay(points)) == expected);
    }
}

TEST_CASE("a Delaunay triangulation depends on the set of points alone") {
    std::mt19937_64 random(4);
    for (const std::string& kind : hard_kinds) {
        auto points = hard_points(kind, 500, random);
        const auto expected = by_corners(points, delaunay(points));
        std::shuffle(points.begin(), points.end(), random);
        INFO(kind);
        CHECK(by_corners(points, delaunay(points)) == expected);
    }
}

TEST_CASE("a Delaunay triangulation has the same bytes for any number of threads") {
    std::mt19937_64 random(5);
    const int threads = base::threads();
    for (const char* kind : {"uniform", "utm", "circle", "small lattice", "rounded line"}) {
        const auto points = hard_points(kind, 60000, random);
        base::set_threads(1);
        const Triangulation expected = delaunay(points);
        INFO(kind);
        CHECK(flaw(points, expected) == "");
        for (int count = 2; count <= 3; ++count) {
            base::set_threads(count);
            const Triangulation found = delaunay(points);
            CHECK(found.triangles == expected.triangles);
            CHECK(found.halfedges == expected.halfedges);
            CHECK(found.hull == expected.hull);
            CHECK(found.duplicates == expected.duplicates);
            CHECK(found.line == expected.line);
        }
    }
    base::set_threads(threads);
}

}  // namespace delaunay_test
