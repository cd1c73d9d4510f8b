#include "geometry/hull.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/outer_rows.hpp"
#include "geometry/predicates.hpp"
#include "point_samples.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace hull_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;

Points distinct(Points points) {
    std::sort(points.begin(), points.end(), before);
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
}

/// By definition: b follows a if nothing lies to the right of ab and nothing beyond b on it.
/// Gift wrapping (Jarvis 1973), which shares nothing with the chain.
Points wrapped(const Points& input) {
    const Points points = distinct(input);
    if (points.size() < 2) return points;
    Points hull;
    Point at = points.front();
    do {
        hull.push_back(at);
        Point next = at;
        for (const Point p : points) {
            if (p == at) continue;
            const int side = next == at ? -1 : orientation(at, next, p);
            if (side < 0 || (side == 0 && compare_distances(at, p, at, next) > 0)) next = p;
        }
        at = next;
    } while (at != hull.front());
    return hull;
}

/// The distinct points with a line through them that has all others on one side.
Points on_boundary(const Points& input) {
    const Points points = distinct(input), corners = wrapped(input);
    if (corners.size() < 3) return points;
    Points boundary;
    for (const Point p : points) {
        for (std::size_t i = 0; i < corners.size(); ++i) {
            if (orientation(corners[i], corners[(i + 1) % corners.size()], p) == 0) {
                boundary.push_back(p);
                break;
            }
        }
    }
    return boundary;
}

Points vertices(const Hull& hull) { return {hull.vertices.begin(), hull.vertices.end()}; }

void require_first_of_equal(const Hull& hull, const Points& points) {
    for (std::size_t i = 0; i < hull.vertices.size(); ++i) {
        const auto first = std::find(points.begin(), points.end(), hull.vertices[i]);
        REQUIRE(hull.indices[i] == static_cast<std::uint64_t>(first - points.begin()));
    }
}

void require_hull(const samples::NamedPoints& set) {
    CAPTURE(set.name, set.points.size());
    const Points expected = wrapped(set.points);
    const Hull hull = convex_hull(set.points);
    REQUIRE(vertices(hull) == expected);
    require_first_of_equal(hull, set.points);
    const Hull boundary = convex_hull(set.points, HullPoints::boundary);
    Points listed = vertices(boundary);
    require_first_of_equal(boundary, set.points);
    for (std::size_t i = 0; i + 2 < listed.size(); ++i) {
        REQUIRE(orientation(listed[i], listed[i + 1], listed[i + 2]) >= 0);
    }
    REQUIRE(distinct(listed).size() == listed.size());
    REQUIRE(distinct(listed) == on_boundary(set.points));
    if (!listed.empty()) REQUIRE(listed.front() == expected.front());
}

/// What is left of the points in pieces of so many, two blocks in a piece, without inner ones; each
/// point carries its place.
Rows outer_rows(const Points& points, std::size_t piece) {
    Rows all;
    for (std::size_t begin = 0; begin < points.size(); begin += piece) {
        const std::size_t end = std::min(begin + piece, points.size());
        Rows rows;
        for (std::size_t i = begin; i < end; ++i) {
            rows.values.insert(rows.values.end(), {points[i].x, points[i].y});
            rows.numbers.push_back(i);
            rows.carried.add(std::to_string(i));
        }
        rows.block_ends.push_back((end - begin) / 3);
        keep_outer(rows);
        REQUIRE(rows.block_ends.size() == 1);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            REQUIRE(rows.carried[i] == std::to_string(rows.numbers[i]));
            REQUIRE((i < rows.block_ends[0]) == (rows.numbers[i] < begin + (end - begin) / 3));
        }
        all.values.insert(all.values.end(), rows.values.begin(), rows.values.end());
        all.numbers.insert(all.numbers.end(), rows.numbers.begin(), rows.numbers.end());
    }
    return all;
}

void require_same_hull_of_outer(const Points& points, const Hull& hull, HullPoints wanted) {
    const Rows rows = outer_rows(points, 7000);
    Points left;
    for (std::size_t i = 0; i < rows.size(); ++i)
        left.push_back({rows.values[2 * i], rows.values[2 * i + 1]});
    Hull found = convex_hull(left, wanted);
    for (std::uint64_t& index : found.indices) index = rows.numbers[index];
    REQUIRE(found.indices == hull.indices);
}

}  // namespace

TEST_CASE("hulls of small sets of all kinds are those of gift wrapping", "[hull]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 3u : 20u); ++seed) {
        for (const auto& set : samples::all(3 + 5 * seed, seed)) require_hull(set);
    }
}

TEST_CASE("all subsets of a lattice of 3 x 3 have the hull of gift wrapping", "[hull]") {
    for (unsigned subset = 0; subset < 512; ++subset) {
        Points points;
        for (unsigned i = 0; i < 9; ++i) {
            if (subset >> i & 1) points.push_back({i % 3 * 1.0, i / 3 * 1.0});
        }
        require_hull({"subset", points});
    }
}

TEST_CASE("throwing points away changes no hull, for any thread count", "[hull]") {
    for (const auto& set : samples::all(pipelab::testing::quick ? 10000 : 70000, 1)) {
        CAPTURE(set.name);
        pipelab::base::set_threads(1);
        const Hull one = convex_hull(set.points);
        const Hull boundary = convex_hull(set.points, HullPoints::boundary);
        pipelab::base::set_threads(3);
        const Hull three = convex_hull(set.points);
        REQUIRE(one.vertices == three.vertices);
        REQUIRE(one.indices == three.indices);
        REQUIRE(boundary.indices == convex_hull(set.points, HullPoints::boundary).indices);
        require_same_hull_of_outer(set.points, one, HullPoints::vertices);
        require_same_hull_of_outer(set.points, boundary, HullPoints::boundary);
        pipelab::base::set_threads(2);
        if (one.vertices.size() < 200) REQUIRE(vertices(one) == wrapped(set.points));
    }
}

TEST_CASE("few of many points are outer ones", "[hull]") {
    REQUIRE(outer_rows(samples::disk(50000, 1), 25000).size() < 10000);
}

TEST_CASE("hulls with a tolerance are those of plain cross products", "[hull]") {
    const Points points{{0, 0}, {2, 0.1}, {4, 0}, {4, 4}, {0, 4}, {2, 2}};
    REQUIRE(vertices(convex_hull_eps(points, 0)) == Points{{0, 0}, {4, 0}, {4, 4}, {0, 4}});
    const Points bent{{0, 0}, {2, -0.1}, {4, 0}, {4, 4}, {0, 4}};
    REQUIRE(vertices(convex_hull_eps(bent, 0)).size() == 5);
    REQUIRE(vertices(convex_hull_eps(bent, 1)) == Points{{0, 0}, {4, 0}, {4, 4}, {0, 4}});
}

}  // namespace hull_test
