#include "geometry/clusters.hpp"

#include "base/error.hpp"
#include "geometry/hilbert.hpp"
#include "geometry/kmeans.hpp"
#include "geometry/listing.hpp"
#include "geometry/vectors.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::PointSet;

cli::Body declare_dbscan(cli::Declaration& verb) {
    struct Options : Settings {
        std::optional<double> eps;
        std::uint64_t min_points = 5;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints each point, in input order, with the number of its cluster by density (DBSCAN), "
        "0 for noise. A point with at least N points within E, itself among them, is a core point; "
        "core points within E of each other share a cluster. Other points go to the cluster of the "
        "first core point within E. Clusters are numbered from 1 in the order of their first core "
        "points; distances are compared exactly. No points: nothing; one point: noise, with "
        "--min-points 1 a cluster.");
    verb.example("geom dbscan --eps 2.5 points.txt", "x y cluster");
    verb.example("geom dbscan --eps 300 --min-points 3 -t, --header --to svg capitals.csv",
                 "A picture of clusters in colours.");
    declare_input(verb, *options, set_shapes, {.index = true});
    verb.option("--eps", "E", options->eps, "The distance within which points are neighbours.")
        .range(0, 1e308);
    verb.option("--min-points", "N", options->min_points,
                "How many points within E make a core point, itself among them.")
        .range(1, 1e18);
    return [options](cli::Run& run) {
        if (!options->eps) throw base::UsageError("expected --eps");
        for_sets(run, *options, [&](const PointSet& set, Results& out) {
            const auto found =
                geometry::density_clusters(set.points, *options->eps, options->min_points);
            geometry::list_numbers(set, found.cluster, "cluster", out);
        });
    };
}

void list_centres(const geometry::MeanClusters& found, Results& out) {
    if (!found.centres.empty()) out.block();
    for (std::size_t i = 0; i < found.centres.size(); ++i) {
        out.point("centre", found.centres[i]).count("cluster", i + 1);
        out.count("size", found.sizes[i]);
        (found.inertias[i] ? out.number("inertia", *found.inertias[i]) : out.none("inertia")).end();
    }
}

cli::Body declare_kmeans(cli::Declaration& verb) {
    struct Options : Settings {
        geometry::KMeansRequest request;
        std::optional<std::uint64_t> count;
        bool centres = false, inertia = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints each point, in input order, with the number of its cluster by k-means: Lloyd's "
        "iteration from centres that k-means++ draws, until no point moves. Points go to the "
        "nearest centre, compared exactly; clusters are numbered from 1 in the order of their "
        "first points. Fewer clusters where there are fewer different points. No points: nothing.");
    verb.example("geom kmeans -n 3 points.txt", "x y cluster");
    verb.example("geom kmeans -n 8 --restarts 20 --centres points.txt",
                 "Centres and sizes of the best of 20 starts: x y cluster size inertia.");
    declare_input(verb, *options, set_shapes, {.index = true, .seed = true});
    verb.option("-n,--clusters", "K", options->count, "How many clusters.").range(1, 4e9);
    verb.option("--restarts", "R", options->request.restarts,
                "Take the start, of R, that ends with the least inertia.")
        .range(1, 1e9);
    verb.option("--iterations", "N", options->request.most_steps,
                "Stop after N steps even if points still move.")
        .range(1, 1e9);
    verb.flag("--centres", options->centres,
              "Print each centre with its cluster, size and inertia, the sum of squared distances "
              "of its points, instead of points.")
        .excludes({"--index"});
    verb.flag("--inertia", options->inertia, "Print the inertia of all clusters together instead.")
        .excludes({"--index", "--centres"});
    return [options, &verb](cli::Run& run) {
        if (!options->count) throw base::UsageError("expected -n");
        geometry::KMeansRequest request = options->request;
        request.count = static_cast<std::size_t>(*options->count);
        request.seed = verb.seed();
        bool settled = true;
        for_sets(run, *options, [&](const PointSet& set, Results& out) {
            const auto found = geometry::mean_clusters(set.points, request);
            settled &= found.settled;
            if (options->centres) return list_centres(found, out);
            if (!options->inertia)
                return geometry::list_numbers(set, found.cluster, "cluster", out);
            (found.inertia ? out.number("inertia", *found.inertia) : out.none("inertia")).end();
        });
        if (!settled) run.warn("points still moved when --iterations were over");
    };
}

cli::Body declare_hilbert(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the points of each set in the order in which a Hilbert curve passes them, so that "
        "near ones tend to be near in the output. The curve has 2^32 by 2^32 cells in the square "
        "from the lower left corner of the bounding box with the longer of its sides, from the "
        "lower left to the lower right. Points in one cell keep their order. No points: nothing.");
    verb.example("geom hilbert points.txt", "The points, neighbours together.");
    verb.example("geom hilbert --index points.txt", "Their lines in that order.");
    declare_input(verb, *options, set_shapes, {.index = true});
    return [options](cli::Run& run) {
        for_sets(run, *options, [](const PointSet& set, Results& out) {
            geometry::list_points(set, geometry::hilbert_order(set.points), out);
        });
    };
}

cli::Body declare_sort_angle(cli::Declaration& verb) {
    struct Options : Settings {
        cli::Numbers about{{0, 0}};
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Sorts the points of each set by the angle of their direction from a centre, "
        "counterclockwise from the positive x axis, exactly; on one ray the nearer first, then in "
        "input order. Points at the centre come first.");
    verb.example("geom sort-angle --about 5,5 points.txt", "The points around (5, 5).");
    declare_input(verb, *options, "A set of points in each block.", {.index = true});
    verb.option("--about", "X,Y", options->about, "The centre.");
    return [options](cli::Run& run) {
        const Point centre = point_of("--about", options->about);
        for_sets(run, *options, [&](const geometry::PointSet& set, Results& out) {
            geometry::list_points(set, geometry::sort_by_angle(set.points, centre), out);
        });
    };
}

constexpr std::array cluster_operations{
    Operation{"dbscan", "Find clusters by density.", declare_dbscan},
    Operation{"kmeans", "Find clusters around their means.", declare_kmeans},
    Operation{"hilbert", "Order points along a Hilbert curve.", declare_hilbert},
    Operation{"sort-angle", "Sort points by direction from a centre.", declare_sort_angle},
};

}  // namespace

std::span<const Operation> clusters() { return cluster_operations; }

}  // namespace geom
