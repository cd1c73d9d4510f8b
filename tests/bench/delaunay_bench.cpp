// Delaunay triangulations against CGAL, and against delaunator-cpp where PIPELAB_PEERS has it; what
// Voronoi cells and a minimum spanning tree take beyond.
// delaunay_bench [COUNT [KIND]]
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "geometry/delaunay.hpp"
#include "geometry/emst.hpp"
#include "geometry/proximity.hpp"
#include "geometry/voronoi.hpp"
#include "timing.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <CGAL/Delaunay_triangulation_2.h>
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>

#ifdef PIPELAB_DELAUNATOR
#include <delaunator.hpp>
#endif

namespace {

using pipelab::geometry::Point;

std::vector<Point> make_points(const std::string& kind, std::size_t count) {
    const pipelab::base::Random random(1);
    std::vector<Point> points(count);
    const auto side = static_cast<std::size_t>(std::sqrt(static_cast<double>(count)));
    for (std::size_t i = 0; i < count; ++i) {
        const double u = random.uniform(2 * i), v = random.uniform(2 * i + 1);
        if (kind == "uniform") points[i] = {u, v};
        if (kind == "grid") {
            points[i] = {static_cast<double>(i / side), static_cast<double>(i % side)};
        }
        if (kind == "clustered") {
            const std::size_t centre = i % 100;
            const pipelab::base::Random centres(2);
            points[i] = {centres.uniform(2 * centre) + 1e-3 * random.normal(2 * i),
                         centres.uniform(2 * centre + 1) + 1e-3 * random.normal(2 * i + 1)};
        }
        if (kind == "circle") points[i] = {std::cos(6.3 * u), std::sin(6.3 * u)};
    }
    return points;
}

void compare(const std::string& kind, std::size_t count) {
    const std::vector<Point> points = make_points(kind, count);
    using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
    std::vector<Kernel::Point_2> copies;
    for (const Point p : points) copies.emplace_back(p.x, p.y);
    std::size_t faces = 0;
    const double cgal = bench::best_seconds(3, [&] {
        CGAL::Delaunay_triangulation_2<Kernel> peer(copies.begin(), copies.end());
        faces = peer.number_of_faces();
    });
    std::printf("%s %zu: CGAL %.3f s\n", kind.c_str(), points.size(), cgal);
#ifdef PIPELAB_DELAUNATOR
    // Minutes for a million points on a circle.
    const bool peer_ends = kind != "circle" || points.size() <= 20000;
    double delaunator = 0;
    if (peer_ends) {
        std::vector<double> flat;
        for (const Point p : points) flat.push_back(p.x), flat.push_back(p.y);
        delaunator = bench::best_seconds(3, [&] { delaunator::Delaunator peer(flat); });
        std::printf("  delaunator-cpp %.3f s\n", delaunator);
    }
#endif
    for (const int threads : {1, 2}) {
        pipelab::base::set_threads(threads);
        std::size_t triangles = 0;
        const double ours =
            bench::best_seconds(5, [&] { triangles = pipelab::geometry::delaunay(points).size(); });
        std::printf("  %d thread(s): %.3f s, %.2fx as fast as CGAL", threads, ours, cgal / ours);
#ifdef PIPELAB_DELAUNATOR
        if (peer_ends) std::printf(", %.2fx delaunator-cpp", delaunator / ours);
#endif
        std::printf(", triangles %s\n", triangles == faces ? "equal in number" : "DIFFER");
    }
}

void time_uses(std::size_t count) {
    const std::vector<Point> points = make_points("uniform", count);
    const auto triangulation = pipelab::geometry::delaunay(points);
    const auto box = pipelab::geometry::voronoi_box(points);
    for (const int threads : {1, 2}) {
        pipelab::base::set_threads(threads);
        std::size_t corners = 0, edges = 0;
        const double cells = bench::best_seconds(3, [&] {
            corners = pipelab::geometry::voronoi_cells(points, triangulation, box).corners.size();
        });
        const double tree = bench::best_seconds(3, [&] {
            const auto pairs = pipelab::geometry::spanning_candidates(points, triangulation);
            edges = pipelab::geometry::euclidean_spanning_tree(points, pairs).size();
        });
        std::printf("%d thread(s): %zu corners of Voronoi cells %.3f s, tree of %zu edges %.3f s\n",
                    threads, corners, cells, edges, tree);
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000000;
    for (const std::string kind : {"uniform", "grid", "clustered", "circle"}) {
        if (argc < 3 || kind == argv[2]) compare(kind, count);
    }
    if (argc < 3) time_uses(count);
}
