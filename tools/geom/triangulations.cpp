#include "base/error.hpp"
#include "geometry/concave.hpp"
#include "geometry/delaunay.hpp"
#include "geometry/emst.hpp"
#include "geometry/listing.hpp"
#include "geometry/manhattan.hpp"
#include "geometry/proximity.hpp"
#include "geometry/voronoi.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::PointSet;

constexpr const char* sets =
    "A set of points in each block of xy; of WKT and GeoJSON all points "
    "of an input, and the vertices of each other geometry.";

cli::Body declare_delaunay(cli::Declaration& verb) {
    struct Options : Settings {
        bool edges = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the triangles of the Delaunay triangulation, counterclockwise, each from its first "
        "input point, in the order of input points. Exact and complete for all inputs; of "
        "cocircular points the result is a function of the set alone. Equal points count once. "
        "Fewer than three points, or collinear ones: no triangle; with --edges the edges along the "
        "line.");
    verb.example("geom delaunay --index points.txt", "Triples of lines, a triangle each.");
    verb.example("geom delaunay --to geojson points.txt", "The triangles as polygons.");
    declare_input(verb, *options, sets, {.index = true});
    verb.flag("--edges", options->edges, "Print edges instead of triangles.");
    return [options](cli::Run& run) {
        for_sets(run, *options, [&](const PointSet& set, Results& out) {
            const auto triangulation = geometry::delaunay(set.points);
            if (options->edges)
                geometry::list_pairs(set, geometry::edges(triangulation), out);
            else
                geometry::list_triangles(set, triangulation, out);
        });
    };
}

cli::Body declare_voronoi(cli::Declaration& verb) {
    struct Options : Settings {
        cli::Numbers box;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the Voronoi cell of each point, clipped to a box: what is nearer to it than to any "
        "other point. Cells are counterclockwise polygons in input order; GeoJSON keeps what "
        "travels with the points. Equal points: the first has the cell. Corners are correctly "
        "rounded, shared ones have the same digits.");
    verb.example("geom voronoi --to geojson -t, --header capitals.csv",
                 "Cells as features with the other columns as properties.");
    verb.example("geom voronoi --box 0,0,10,10 --to svg points.txt", "A picture of them.");
    declare_input(verb, *options, sets);
    verb.option(
        "--box", "X1,Y1,X2,Y2", options->box,
        "Clip to this box instead of the bounding box grown by a tenth of its longer side.");
    return [options](cli::Run& run) {
        for_sets(run, *options, [&](const PointSet& set, Results& out) {
            const auto triangulation = geometry::delaunay(set.points);
            const auto box = options->box.values.empty() ? geometry::voronoi_box(set.points)
                                                         : box_of("--box", options->box);
            geometry::list_cells(set, voronoi_cells(set.points, triangulation, box), out);
        });
    };
}

cli::Body declare_gabriel(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the edges of the Gabriel graph: pairs of points whose diametral circle "
        "holds no other point, not even on it. Fewer than two points: nothing.");
    verb.example("geom gabriel points.txt", "Segments x1 y1 x2 y2.");
    declare_input(verb, *options, sets, {.index = true});
    return [options](cli::Run& run) {
        for_sets(run, *options, [](const PointSet& set, Results& out) {
            const auto triangulation = geometry::delaunay(set.points);
            geometry::list_pairs(set, geometry::gabriel_edges(set.points, triangulation), out);
        });
    };
}

cli::Body declare_concave(cli::Declaration& verb) {
    struct Options : Settings {
        std::optional<double> alpha, ratio, length;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the outline of the points. --alpha R: the alpha shape, the union of all Delaunay "
        "triangles whose circle has a radius of at most R; it may have holes and several parts. "
        "--ratio, --length: one polygon, worn away from the convex hull as long as an edge of the "
        "outline is longer than the limit. Fewer than three points, or collinear ones: nothing.");
    verb.example("geom concave --ratio 0.3 points.txt", "A polygon closer to the points.");
    declare_input(verb, *options, sets);
    verb.option("--alpha", "R", options->alpha, "The alpha shape of this radius.")
        .range(0, 1e308)
        .excludes({"--ratio", "--length"});
    verb.option("--ratio", "Q", options->ratio,
                "The limit between the shortest (0) and the longest (1) edge of the triangulation.")
        .range(0, 1)
        .excludes({"--length"});
    verb.option("--length", "L", options->length, "The limit as a length.").range(0, 1e308);
    return [options](cli::Run& run) {
        if (!options->alpha && !options->ratio && !options->length)
            throw base::UsageError("expected --alpha, --ratio or --length");
        for_sets(run, *options, [&](const PointSet& set, Results& out) {
            const auto triangulation = geometry::delaunay(set.points);
            if (triangulation.size() == 0) return;
            const auto outline =
                options->alpha ? alpha_shape(set.points, triangulation, *options->alpha)
                : options->ratio
                    ? concave_hull(set.points, triangulation, *options->ratio)
                    : concave_hull_by_length(set.points, triangulation, *options->length);
            if (!outline.empty()) out.shape("outline", outline).end();
        });
    };
}

using Tree = base::Array<geometry::IndexPair>;

Tree euclidean_tree(std::span<const Point> points) {
    const auto triangulation = geometry::delaunay(points);
    return geometry::euclidean_spanning_tree(points, spanning_candidates(points, triangulation));
}

/// A spanning tree and how its length is measured.
struct Spanning {
    const char* about;
    const char* example;
    Tree (*tree)(std::span<const Point>);
    std::optional<double> (*length)(std::span<const Point>, std::span<const geometry::IndexPair>);
};

constexpr Spanning euclidean{
    "Prints the edges of the Euclidean minimum spanning tree: those of least total length that "
    "connect all points. Lengths are compared exactly, ties by input order; edges come in "
    "that order. One point: no edge, a length of 0.",
    "geom emst", euclidean_tree, geometry::euclidean_length};

constexpr Spanning manhattan{
    "Prints the edges of the Manhattan minimum spanning tree: those of least total length that "
    "connect all points, where the length of an edge is |dx| + |dy|. Lengths are compared exactly, "
    "ties by input order; edges come in that order. One point: no edge, a length of 0.",
    "geom mst-manhattan", geometry::manhattan_spanning_tree, geometry::manhattan_length};

template <const Spanning& spanning>
cli::Body declare_spanning(cli::Declaration& verb) {
    struct Options : Settings {
        bool length = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(spanning.about);
    verb.example(std::string(spanning.example) + " points.txt", "Segments x1 y1 x2 y2.");
    verb.example(std::string(spanning.example) + " --length points.txt", "How long they are.");
    declare_input(verb, *options, sets, {.index = true});
    verb.flag("--length", options->length,
              "Print the total length instead, rounded once; nothing where it exceeds the largest "
              "double.")
        .excludes({"--index"});
    return [options](cli::Run& run) {
        for_sets(run, *options, [&](const PointSet& set, Results& out) {
            const Tree tree = spanning.tree(set.points);
            if (!options->length) return geometry::list_pairs(set, tree, out);
            const auto length = spanning.length(set.points, tree);
            (length ? out.number("length", *length) : out.none("length")).end();
        });
    };
}

constexpr std::array triangulation_operations{
    Operation{"delaunay", "Triangulate points so that no circle of a triangle holds a point.",
              declare_delaunay},
    Operation{"voronoi", "Find the cells of what is nearest to each point.", declare_voronoi},
    Operation{"emst", "Connect points by the shortest tree.", declare_spanning<euclidean>},
    Operation{"mst-manhattan", "Connect points by the shortest tree along the axes.",
              declare_spanning<manhattan>},
    Operation{"gabriel", "Connect points whose diametral circle is empty.", declare_gabriel},
    Operation{"concave", "Find a concave outline of points.", declare_concave},
};

}  // namespace

std::span<const Operation> triangulations() { return triangulation_operations; }

}  // namespace geom
