#include "geometry/layers.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "delaunay_samples.hpp"
#include "point_samples.hpp"

#include <algorithm>
#include <random>
#include <vector>

namespace layers_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;

/// Hull after hull of what is left, without the points that were found before.
void require_layers(const Points& points, HullPoints wanted) {
    const ConvexLayers layers = convex_layers(points, wanted);
    for (const detail::LayerLimits& limits : {detail::LayerLimits{8, 8}, {8, 0}, {40, 2}}) {
        const ConvexLayers other = detail::convex_layers(points, wanted, limits);
        REQUIRE(other.order == layers.order);
        REQUIRE(other.ends == layers.ends);
        REQUIRE(other.layer == layers.layer);
    }
    std::vector<std::uint64_t> left(points.size());
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
    std::vector<std::uint32_t> layer(points.size(), 0);
    std::uint32_t number = 0;
    while (!left.empty()) {
        Points rest;
        for (const std::uint64_t i : left) rest.push_back(points[i]);
        const Hull hull = convex_hull(rest, wanted);
        REQUIRE(number < layers.size());
        const auto found = layers[number++];
        std::vector<std::uint64_t> expected;
        for (const std::uint64_t i : hull.indices) expected.push_back(left[i]);
        REQUIRE(std::vector(found.begin(), found.end()) == expected);
        std::vector<std::uint64_t> next;
        for (const std::uint64_t i : left) {
            const auto& corners = hull.vertices;
            if (std::find(corners.begin(), corners.end(), points[i]) != corners.end())
                layer[i] = number;
            else
                next.push_back(i);
        }
        left = next;
    }
    REQUIRE(layers.size() == number);
    REQUIRE(std::vector(layers.layer.begin(), layers.layer.end()) == layer);
}

}  // namespace

TEST_CASE("layers are hulls of what is left", "[layers]") {
    const std::size_t n = pipelab::testing::quick ? 40 : 300;
    for (const auto& set : samples::all(n, 41)) {
        CAPTURE(set.name);
        require_layers(set.points, HullPoints::vertices);
        require_layers(set.points, HullPoints::boundary);
    }
}

TEST_CASE("layers of small degenerate sets", "[layers]") {
    std::mt19937_64 random(7);
    for (const std::string& kind : test::hard_kinds) {
        CAPTURE(kind);
        for (int round = 0; round < (pipelab::testing::quick ? 3 : 30); ++round) {
            const auto points = test::hard_points(kind, random() % 40, random);
            require_layers(points, HullPoints::vertices);
            require_layers(points, HullPoints::boundary);
        }
    }
    for (int round = 0; round < (pipelab::testing::quick ? 20 : 400); ++round) {
        const Points points = samples::lattice(1 + round % 40, 2 + round % 5, round);
        require_layers(points, HullPoints::vertices);
        require_layers(points, HullPoints::boundary);
    }
}

TEST_CASE("layers do not depend on threads", "[layers]") {
    const Points points = samples::disk(30000, 8);
    pipelab::base::set_threads(1);
    const ConvexLayers one = convex_layers(points);
    pipelab::base::set_threads(3);
    const ConvexLayers three = convex_layers(points);
    CHECK(one.order == three.order);
    CHECK(one.ends == three.ends);
    CHECK(one.layer == three.layer);
    pipelab::base::set_threads(2);
}

TEST_CASE("all points are in a layer, those inside in none further out",
          "[layers][.][exhaustive]") {
    for (const auto& set : samples::all(3000, 42)) {
        CAPTURE(set.name);
        require_layers(set.points, HullPoints::vertices);
        require_layers(set.points, HullPoints::boundary);
    }
}

}  // namespace layers_test
