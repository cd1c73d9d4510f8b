// Functions of sets of points, hulls against CGAL's in the same run.
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "geometry/calipers.hpp"
#include "geometry/closest.hpp"
#include "geometry/clusters.hpp"
#include "geometry/hilbert.hpp"
#include "geometry/hull.hpp"
#include "geometry/kmeans.hpp"
#include "geometry/layers.hpp"
#include "geometry/manhattan.hpp"
#include "geometry/min_circle.hpp"
#include "timing.hpp"

#include <cmath>
#include <cstdio>
#include <iterator>
#include <vector>

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/convex_hull_2.h>

namespace {

namespace geometry = pipelab::geometry;
using geometry::Point;
using Points = std::vector<Point>;
using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
using Peers = std::vector<Kernel::Point_2>;

Points uniform(std::size_t n) {
    Points points(n);
    const pipelab::base::Random random(1);
    random.uniform(0, {&points[0].x, 2 * n});
    return points;
}

Points circle(std::size_t n) {
    Points points = uniform(n);
    for (Point& p : points) {
        const double angle = 6.283185307179586 * p.x;
        p = {std::cos(angle), std::sin(angle)};
    }
    return points;
}

Points disk(std::size_t n) {
    Points points = uniform(n);
    for (Point& p : points) {
        const double angle = 6.283185307179586 * p.x, radius = std::sqrt(p.y);
        p = {radius * std::cos(angle), radius * std::sin(angle)};
    }
    return points;
}

Peers peers(const Points& points) {
    Peers result;
    for (const Point p : points) result.emplace_back(p.x, p.y);
    return result;
}

void report(const char* what, double ours, double theirs, const char* peer) {
    std::printf("%-34s %8.1f ms   %s %8.1f (%.2fx)\n", what, 1e3 * ours, peer, 1e3 * theirs,
                theirs / ours);
}

void compare_hulls(const char* what, const Points& points) {
    geometry::Hull hull;
    const double ours = bench::best_seconds(5, [&] { hull = geometry::convex_hull(points); });
    const Peers input = peers(points);
    Peers expected;
    const double theirs = bench::best_seconds(2, [&] {
        expected.clear();
        CGAL::convex_hull_2(input.begin(), input.end(), std::back_inserter(expected));
    });
    bool same = expected.size() == hull.vertices.size();
    for (std::size_t i = 0; same && i < expected.size(); ++i) {
        same = expected[i].x() == hull.vertices[i].x && expected[i].y() == hull.vertices[i].y;
    }
    report(what, ours, theirs, "CGAL");
    if (!same)
        std::printf("  the vertices differ: %zu, %zu\n", hull.vertices.size(), expected.size());
}

template <class Work>
void time(const char* what, Work&& work) {
    std::printf("%-34s %8.1f ms\n", what, 1e3 * bench::best_seconds(2, work));
}

/// What has no peer at hand.
void time_groups() {
    const Points million = uniform(1'000'000), ten_million = uniform(10'000'000);
    const Points round = circle(1'000'000);
    time("closest pair, 10^7", [&] { geometry::closest_pair(ten_million); });
    time("diameter, 10^6 in a square",
         [&] { geometry::diameter(geometry::convex_hull(million).vertices); });
    time("diameter, 10^6 on a circle",
         [&] { geometry::diameter(geometry::convex_hull(round).vertices); });
    time("smallest circle, 10^6 in a square", [&] { geometry::min_circle(million); });
    time("smallest circle, 10^6 on a circle", [&] { geometry::min_circle(round); });
    time("Hilbert order, 10^7", [&] { geometry::hilbert_order(ten_million); });
    time("convex layers, 10^6", [&] { geometry::convex_layers(million); });
    time("Manhattan spanning tree, 10^6", [&] { geometry::manhattan_spanning_tree(million); });
    time("DBSCAN, 10^6, some 3 in reach", [&] { geometry::density_clusters(million, 0.001, 5); });
    time("DBSCAN, 10^6, 30,000 in reach", [&] { geometry::density_clusters(million, 0.1, 5); });
    time("k-means, 10^6, k = 100, 100 steps",
         [&] { geometry::mean_clusters(million, {.count = 100, .most_steps = 100}); });
}

}  // namespace

int main() {
    std::printf("%d threads\n", pipelab::base::threads());
    compare_hulls("hull, 10^7 in a square", uniform(10'000'000));
    compare_hulls("hull, 10^7 in a disk", disk(10'000'000));
    compare_hulls("hull, 10^6 on a circle", circle(1'000'000));
    time_groups();
}
