#include "geometry/kmeans.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/kd_tree.hpp"
#include "geometry/kmeans_start.hpp"
#include "geometry/predicates.hpp"
#include "geometry/vectors.hpp"
#include "point_samples.hpp"
#include "rational.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

namespace kmeans_test {

namespace {

using namespace pipelab::geometry;
using pipelab::base::Random;
using pipelab::geometry::samples::Points;
using pipelab::testing::Rational;
using pipelab::testing::RationalPoint;
using Labels = std::vector<std::uint32_t>;

std::size_t nearest(Point p, const Points& centres) {
    std::size_t best = 0;
    for (std::size_t c = 1; c < centres.size(); ++c) {
        if (compare_distances(p, centres[c], p, centres[best]) < 0) best = c;
    }
    return best;
}

Point mean(const Points& points) {
    Rational x = 0, y = 0;
    for (const Point p : points) x += p.x, y += p.y;
    const auto divided = [&](const Rational& sum) {
        const auto count = static_cast<double>(points.size());
        const double plain = pipelab::testing::nearest(sum) / count;
        if (std::isfinite(plain)) return plain;
        return pipelab::testing::nearest(sum * 0x1p-64) / count * 0x1p64;
    };
    return {divided(x), divided(y)};
}

/// Lloyd's iteration as textbooks have it, from the same start.
struct Lloyd {
    Labels labels;  ///< in the order of the input, clusters by first points
    std::uint64_t steps = 0;

    Lloyd(const Points& points, std::size_t count, std::uint64_t seed) {
        if (points.empty()) return;
        const KdTree tree(points);
        const UnitScale scale(*bounding_box(points));
        Points centres = kmeans_start(tree.points(), scale, count, Random(seed, 0));
        std::vector<std::size_t> of(points.size(), centres.size());
        for (bool moved = true; moved && steps < 1000; ++steps) {
            moved = false;
            for (std::size_t i = 0; i < points.size(); ++i) {
                const std::size_t c = nearest(points[i], centres);
                moved |= std::exchange(of[i], c) != c;
            }
            if (moved) update(points, tree, of, centres);
        }
        std::map<std::size_t, std::uint32_t> numbers;
        for (const std::size_t c : of) {
            labels.push_back(numbers.try_emplace(c, static_cast<std::uint32_t>(numbers.size() + 1))
                                 .first->second);
        }
    }

    static void update(const Points& points, const KdTree& tree, std::vector<std::size_t>& of,
                       Points& centres) {
        const auto size = [&](std::size_t c) { return std::count(of.begin(), of.end(), c); };
        for (std::size_t c = 0; c < centres.size(); ++c) {
            if (size(c) > 0) continue;
            std::size_t farthest = points.size();
            for (const NumberedPoint& p : tree.points()) {
                if (size(of[p.index]) < 2) continue;
                if (farthest == points.size() ||
                    compare_distances(p.point, centres[of[p.index]], points[farthest],
                                      centres[of[farthest]]) > 0) {
                    farthest = p.index;
                }
            }
            of[farthest] = c;
            centres[c] = points[farthest];
        }
        for (std::size_t c = 0; c < centres.size(); ++c) {
            Points members;
            for (std::size_t i = 0; i < points.size(); ++i) {
                if (of[i] == c) members.push_back(points[i]);
            }
            centres[c] = mean(members);
        }
    }
};

void require_consistent(const Points& points, const MeanClusters& found) {
    const Points centres = found.centres;
    std::vector<Points> members(centres.size());
    Rational inertia = 0;
    std::vector<Rational> inertias(centres.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        const std::size_t c = found.cluster[i] - 1;
        REQUIRE(c < centres.size());
        members[c].push_back(points[i]);
        const RationalPoint d = RationalPoint(points[i]) - centres[c];
        inertia += dot(d, d);
        inertias[c] += dot(d, d);
        if (found.settled) {
            const Point best = centres[nearest(points[i], centres)];
            REQUIRE(compare_distances(points[i], centres[c], points[i], best) == 0);
        }
    }
    for (std::size_t c = 0; c < centres.size(); ++c) {
        REQUIRE(found.sizes[c] == members[c].size());
        REQUIRE(!members[c].empty());
    }
    if (points.empty()) return;
    const Box box = *bounding_box(points);
    const Rational width = Rational(box.high.x) - box.low.x;
    const Rational height = Rational(box.high.y) - box.low.y;
    const Rational least = (width * width + height * height) * 0x1p-999 + 0x1p-1074;
    const auto require_near = [&](std::optional<double> value, const Rational& exact) {
        if (!value) REQUIRE(exact > Rational(0x1.fffffffffffffp+1023));
        if (value) REQUIRE(abs(Rational(*value) - exact) <= exact * 0x1.0000001p-53 + least);
    };
    require_near(found.inertia, inertia);
    for (std::size_t c = 0; c < centres.size(); ++c) require_near(found.inertias[c], inertias[c]);
}

}  // namespace

TEST_CASE("the tree goes the same way as Lloyd's iteration", "[kmeans]") {
    const std::size_t n = pipelab::testing::quick ? 60 : 250;
    for (const auto& set : samples::all(n, 61)) {
        for (const std::size_t count : {1, 2, 5, 30}) {
            CAPTURE(set.name, count);
            const MeanClusters found = mean_clusters(set.points, {.count = count, .seed = count});
            require_consistent(set.points, found);
            const Lloyd expected(set.points, count, count);
            REQUIRE(found.steps == expected.steps);
            REQUIRE(Labels(found.cluster.begin(), found.cluster.end()) == expected.labels);
        }
    }
}

TEST_CASE("as many clusters as there are places", "[kmeans]") {
    CHECK(mean_clusters({}, {.count = 3}).centres.empty());
    const Points one{{3, 4}};
    const MeanClusters single = mean_clusters(one, {.count = 3});
    CHECK(single.centres == one);
    CHECK(*single.inertia == 0);
    const Points points = samples::lattice(200, 3, 7);
    const MeanClusters found = mean_clusters(points, {.count = 20});
    CHECK(found.centres.size() == 9);
    CHECK(*found.inertia == 0);
    CHECK(mean_clusters(points, {.count = 9}).centres == found.centres);
}

TEST_CASE("several starts are no worse than the first", "[kmeans]") {
    const Points points = samples::uniform(500, 12);
    const MeanClusters one = mean_clusters(points, {.count = 12});
    const MeanClusters many = mean_clusters(points, {.count = 12, .restarts = 10});
    CHECK(*many.inertia < *one.inertia);
    require_consistent(points, many);
    const MeanClusters stopped = mean_clusters(points, {.count = 12, .most_steps = 2});
    CHECK(stopped.steps == 2);
    CHECK(!stopped.settled);
    require_consistent(points, stopped);
}

TEST_CASE("clusters around means do not depend on threads", "[kmeans]") {
    const Points points = samples::disk(50000, 4);
    pipelab::base::set_threads(1);
    const MeanClusters one = mean_clusters(points, {.count = 40, .most_steps = 20});
    pipelab::base::set_threads(3);
    const MeanClusters three = mean_clusters(points, {.count = 40, .most_steps = 20});
    CHECK(one.cluster == three.cluster);
    CHECK(one.centres == three.centres);
    CHECK(one.inertia == three.inertia);
    pipelab::base::set_threads(2);
}

TEST_CASE("k-means++ draws by squares of distances", "[kmeans]") {
    const Points points{{0, 0}, {1, 0}, {4, 0}};
    std::vector<NumberedPoint> numbered;
    for (std::size_t i = 0; i < points.size(); ++i) numbered.push_back({points[i], i});
    const UnitScale scale(*bounding_box(points));
    std::map<std::pair<double, double>, int> pairs;
    constexpr int draws = 30000;
    for (std::uint64_t seed = 0; seed < draws; ++seed) {
        const auto centres = kmeans_start(numbered, scale, 2, Random(seed));
        ++pairs[{centres[0].x, centres[1].x}];
    }
    const auto expect = [&](double a, double b, double probability) {
        const double deviation = std::sqrt(draws * probability * (1 - probability));
        CHECK(std::abs(pairs[std::pair(a, b)] - draws * probability) < 4 * deviation);
    };
    expect(0, 1, 1.0 / 3 * 1 / 17);
    expect(0, 4, 1.0 / 3 * 16 / 17);
    expect(1, 0, 1.0 / 3 * 1 / 10);
    expect(1, 4, 1.0 / 3 * 9 / 10);
    expect(4, 0, 1.0 / 3 * 16 / 25);
    expect(4, 1, 1.0 / 3 * 9 / 25);
}

TEST_CASE("centres at the start are different places", "[kmeans]") {
    for (const auto& set : samples::all(5000, 62)) {
        CAPTURE(set.name);
        if (set.points.empty()) continue;
        const KdTree tree(set.points);
        const UnitScale scale(*bounding_box(set.points));
        const auto centres = kmeans_start(tree.points(), scale, 300, Random(1));
        std::set<std::pair<double, double>> places, all;
        for (const Point p : centres) places.emplace(p.x, p.y);
        for (const Point p : set.points) all.emplace(p.x, p.y);
        REQUIRE(places.size() == centres.size());
        REQUIRE(std::includes(all.begin(), all.end(), places.begin(), places.end()));
        if (set.name != "extreme") REQUIRE(places.size() == std::min<std::size_t>(300, all.size()));
    }
}

}  // namespace kmeans_test
