#include "geometry/frechet.hpp"

#include "catch.hpp"
#include "geometry/vectors.hpp"
#include "point_samples.hpp"
#include "rational.hpp"

#include <tuple>
#include <vector>

namespace frechet_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;
using pipelab::testing::Rational;
using pipelab::testing::RationalPoint;

/// Squared distance and indices: the order in which pairs count.
using Rank = std::tuple<Rational, std::size_t, std::size_t>;

Rank rank(const Points& p, const Points& q, std::size_t i, std::size_t k) {
    const RationalPoint d = RationalPoint(p[i]) - RationalPoint(q[k]);
    return {dot(d, d), i, k};
}

/// Of all walks from (i, k) on the least last pair.
Rank best_walk(const Points& p, const Points& q, std::size_t i, std::size_t k) {
    const Rank here = rank(p, q, i, k);
    std::vector<Rank> rests;
    if (i + 1 < p.size()) rests.push_back(best_walk(p, q, i + 1, k));
    if (k + 1 < q.size()) rests.push_back(best_walk(p, q, i, k + 1));
    if (i + 1 < p.size() && k + 1 < q.size()) rests.push_back(best_walk(p, q, i + 1, k + 1));
    if (rests.empty()) return here;
    return std::max(here, *std::min_element(rests.begin(), rests.end()));
}

void require_frechet(const Points& p, const Points& q) {
    const auto found = discrete_frechet(p, q);
    REQUIRE(found.has_value() == (!p.empty() && !q.empty()));
    if (!found) return;
    const Rank expected = best_walk(p, q, 0, 0);
    REQUIRE(found->first == std::get<1>(expected));
    REQUIRE(found->second == std::get<2>(expected));
    REQUIRE(found->distance == distance(p[found->first], q[found->second]));
}

}  // namespace

TEST_CASE("the discrete Frechet distance is that of the best of all walks", "[frechet]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 5u : 40u); ++seed) {
        const std::size_t n = 1 + seed % 5, m = 1 + seed / 5 % 5;
        const auto first = samples::all(n, seed), second = samples::all(m, seed + 1000);
        for (std::size_t i = 0; i < first.size(); ++i) {
            CAPTURE(seed, first[i].name);
            require_frechet(first[i].points, second[i].points);
        }
    }
    require_frechet({}, {{1, 2}});
    require_frechet({{0, 0}}, {{3, 4}, {0, 1}, {-3, 4}});
}

TEST_CASE("both paths may be the longer one", "[frechet]") {
    const Points path = samples::lattice(60, 9, 1), other = samples::lattice(25, 9, 2);
    const auto there = discrete_frechet(path, other), back = discrete_frechet(other, path);
    CHECK(there->distance == back->distance);
    CHECK(discrete_frechet(path, path)->distance == 0);
}

}  // namespace frechet_test
