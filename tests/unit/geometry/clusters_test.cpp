#include "geometry/clusters.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/predicates.hpp"
#include "point_samples.hpp"

#include <algorithm>
#include <vector>

namespace clusters_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;
using Labels = std::vector<std::uint32_t>;

/// By definition: core points by counting, clusters by walking from core point to core point.
Labels expected_clusters(const Points& points, double eps, std::uint64_t min_points) {
    const auto near = [&](std::size_t a, std::size_t b) {
        return compare_distances(points[a], points[b], {0, 0}, {eps, 0}) <= 0;
    };
    std::vector<std::vector<std::size_t>> neighbours(points.size());
    for (std::size_t a = 0; a < points.size(); ++a) {
        for (std::size_t b = 0; b < points.size(); ++b) {
            if (near(a, b)) neighbours[a].push_back(b);
        }
    }
    const auto core = [&](std::size_t i) { return neighbours[i].size() >= min_points; };
    Labels labels(points.size(), 0);
    std::uint32_t count = 0;
    for (std::size_t start = 0; start < points.size(); ++start) {
        if (!core(start) || labels[start] != 0) continue;
        labels[start] = ++count;
        std::vector<std::size_t> open{start};
        while (!open.empty()) {
            const std::size_t i = open.back();
            open.pop_back();
            for (const std::size_t next : neighbours[i]) {
                if (!core(next) || labels[next] != 0) continue;
                labels[next] = count;
                open.push_back(next);
            }
        }
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (const std::size_t next : neighbours[i]) {
            if (!core(i) && core(next)) {
                labels[i] = labels[next];
                break;
            }
        }
    }
    return labels;
}

void require_clusters(const Points& points, double eps, std::uint64_t min_points) {
    CAPTURE(eps, min_points);
    const auto found = density_clusters(points, eps, min_points);
    const Labels labels(found.cluster.begin(), found.cluster.end());
    REQUIRE(labels == expected_clusters(points, eps, min_points));
    REQUIRE(found.count == (labels.empty() ? 0 : *std::max_element(labels.begin(), labels.end())));
}

double distance_of(const Points& points, std::size_t a, std::size_t b) {
    return std::hypot(points[a].x - points[b].x, points[a].y - points[b].y);
}

}  // namespace

TEST_CASE("clusters are those of the definition", "[clusters]") {
    const std::size_t n = pipelab::testing::quick ? 40 : 150;
    for (const auto& set : samples::all(n, 51)) {
        CAPTURE(set.name);
        require_clusters(set.points, 0, 2);
        if (set.points.empty()) continue;
        samples::Draw draw(9);
        for (int round = 0; round < 6; ++round) {
            const std::size_t a = draw.below(set.points.size()), b = draw.below(set.points.size());
            const double eps = distance_of(set.points, a, b) * (round < 3 ? 1 : 0.2);
            require_clusters(set.points, std::min(eps, 1e308), 1 + draw.below(1u << round));
        }
    }
}

TEST_CASE("points exactly eps apart are near", "[clusters]") {
    for (std::size_t side = 2; side < 9; ++side) {
        const Points points = samples::lattice(8 * side, side, side);
        for (const double eps : {1.0, 5.0, std::sqrt(2.0), 0x1.fffffffffffffp-1}) {
            for (const std::uint64_t least : {1, 3, 5, 9}) require_clusters(points, eps, least);
        }
    }
}

TEST_CASE("clusters of no point and of one", "[clusters]") {
    CHECK(density_clusters({}, 1, 1).cluster.empty());
    const Points one{{3, 4}};
    CHECK(density_clusters(one, 0, 1).cluster[0] == 1);
    CHECK(density_clusters(one, 5, 2).cluster[0] == 0);
    CHECK(density_clusters(one, -1, 1).cluster[0] == 0);
}

TEST_CASE("clusters do not depend on threads", "[clusters]") {
    const Points points = samples::uniform(30000, 3);
    pipelab::base::set_threads(1);
    const auto one = density_clusters(points, 0.006, 5);
    pipelab::base::set_threads(3);
    const auto three = density_clusters(points, 0.006, 5);
    CHECK(one.cluster == three.cluster);
    CHECK(one.count == three.count);
    CHECK(one.count > 10);
    pipelab::base::set_threads(2);
}

TEST_CASE("all points within eps, or in cells just too far apart", "[clusters]") {
    const Points points = samples::uniform(200000, 3);
    CHECK(density_clusters(points, 2, 100).count == 1);
    Points halves = points;
    for (std::size_t i = 0; i < halves.size(); ++i) halves[i].x += i % 2 == 0 ? 0 : 3;
    CHECK(density_clusters(halves, 1.999, 100).count == 2);
    CHECK(density_clusters(halves, 2.01, 100).count == 1);
}

TEST_CASE("clusters of larger sets", "[clusters][.][exhaustive]") {
    for (const auto& set : samples::all(600, 52)) {
        CAPTURE(set.name);
        samples::Draw draw(10);
        for (int round = 0; round < 12 && !set.points.empty(); ++round) {
            const std::size_t a = draw.below(set.points.size()), b = draw.below(set.points.size());
            const double eps = distance_of(set.points, a, b) * (round < 3 ? 1 : 0.05);
            require_clusters(set.points, std::min(eps, 1e308), 1 + draw.below(1u << round));
        }
    }
}

}  // namespace clusters_test
