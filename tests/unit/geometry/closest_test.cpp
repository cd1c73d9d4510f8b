#include "geometry/closest.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/predicates.hpp"
#include "point_samples.hpp"

#include <cmath>
#include <cstdint>
#include <utility>

namespace closest_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;

std::pair<std::size_t, std::size_t> of_all_pairs(const Points& points) {
    std::pair<std::size_t, std::size_t> best{0, 1};
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t j = i + 1; j < points.size(); ++j) {
            if (compare_distances(points[i], points[j], points[best.first], points[best.second]) <
                0) {
                best = {i, j};
            }
        }
    }
    return best;
}

void require_closest(const samples::NamedPoints& set) {
    CAPTURE(set.name, set.points.size());
    const auto pair = closest_pair(set.points);
    REQUIRE(pair.has_value() == (set.points.size() > 1));
    if (pair) REQUIRE(std::pair(pair->a, pair->b) == of_all_pairs(set.points));
}

}  // namespace

TEST_CASE("the closest pair of all kinds of sets is that of all pairs", "[closest]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 3u : 12u); ++seed) {
        for (const auto& set : samples::all(2 + 30 * seed, seed)) require_closest(set);
    }
    for (const auto& set : samples::all(pipelab::testing::quick ? 300 : 900, 7)) {
        require_closest(set);
    }
}

TEST_CASE("the closest pair of many points, for any thread count", "[closest]") {
    for (const auto& set : samples::all(pipelab::testing::quick ? 5000 : 50000, 5)) {
        CAPTURE(set.name);
        pipelab::base::set_threads(1);
        const auto one = closest_pair(set.points);
        pipelab::base::set_threads(3);
        const auto three = closest_pair(set.points);
        pipelab::base::set_threads(2);
        REQUIRE(one.has_value() == three.has_value());
        if (!one) continue;
        REQUIRE(std::pair(one->a, one->b) == std::pair(three->a, three->b));
        REQUIRE(one->distance == three->distance);
    }
}

TEST_CASE("a planted pair among many is found, wherever it is", "[closest]") {
    // Points of a jittered lattice are at least 0.5 apart.
    const std::size_t side = 300;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        samples::Draw draw(seed);
        Points points;
        for (std::size_t i = 0; i < side * side; ++i) {
            points.push_back({static_cast<double>(i % side) + 0.5 * draw.uniform(),
                              static_cast<double>(i / side) + 0.5 * draw.uniform()});
        }
        const std::size_t i = draw.below(points.size()), j = draw.below(points.size());
        if (i == j) continue;
        points[j] = {points[i].x + 0.1, points[i].y - 0.1};
        const auto pair = closest_pair(points);
        REQUIRE(pair->a == std::min(i, j));
        REQUIRE(pair->b == std::max(i, j));
        REQUIRE(pair->distance == Approx(std::hypot(0.1, 0.1)));
    }
}

}  // namespace closest_test
