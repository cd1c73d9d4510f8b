#include "base/error.hpp"
#include "geometry/clearance.hpp"
#include "geometry/frechet.hpp"
#include "geometry/hausdorff.hpp"
#include "geometry/simplify.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::Blocks;
using geometry::Feature;
using geometry::PointSet;
using geometry::Shape;

/// Two inputs: each set or feature of the first is measured against all of the second.
struct PairSettings : Settings {
    geometry::Input other;
};

void declare_other(cli::Declaration& verb, PairSettings& options, const char* help) {
    verb.option("--from", "FILE", options.other.paths, help).file();
}

void expect_other(const PairSettings& options) {
    if (options.other.paths.empty()) throw base::UsageError("expected --from FILE");
    expect_one_reader(options.input, options.other);
}

cli::Body declare_frechet(cli::Declaration& verb) {
    struct Options : PairSettings {
        std::optional<double> longest;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the discrete Frechet distance of two paths and the two points that are so far "
        "apart: the shortest leash with which two walkers reach the ends of their paths, going "
        "from point to point and never back. Decided exactly, the distance is rounded once. With "
        "--longest edges are divided first, as geom densify does, which brings the distance near "
        "that of walkers who stop anywhere. Nothing where a path has no points; of one point: the "
        "farthest point of the other path.");
    verb.example("geom frechet --from planned.txt flown.txt", "distance x1 y1 x2 y2");
    declare_input(
        verb, *options,
        "A path of points in each block of xy; of WKT and GeoJSON the points of each "
        "geometry in order, without the closing one of rings, and last all that are points "
        "together.");
    declare_other(verb, *options, "The other path: all its points in order.");
    verb.option("--longest", "D", options->longest, "Divide edges that are longer than D.");
    return [options](cli::Run& run) {
        expect_other(*options);
        if (options->longest && !(*options->longest > 0))
            throw base::UsageError("expected --longest with a number above 0");
        const auto path = [&](base::Array<Point> points, const base::Position& where) {
            if (!options->longest || points.empty()) return points;
            if (!geometry::densified_size(points, false, *options->longest))
                throw base::DataError(where, "too many points");
            return geometry::densified(points, false, *options->longest, run.control());
        };
        auto read = geometry::all_points(options->other, run.control());
        const auto other = path(std::move(read.points), read.where);
        options->ground = [&other](geometry::Sketch& sketch) {
            if (!other.empty()) sketch.shape(0, geometry::line_shape(other));
        };
        for_sets(run, *options, [&](const PointSet& set, Results& out) {
            const auto points = path(set.points, set.where);
            const auto found = geometry::discrete_frechet(other, points, run.control());
            if (!found) return;
            out.number("distance", found->distance);
            out.segment("between", {other[found->first], points[found->second]}).end();
        });
    };
}

cli::Body declare_hausdorff(cli::Declaration& verb) {
    struct Options : PairSettings {
        Blocks blocks = Blocks::paths;
        bool directed = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the Hausdorff distance of two shapes, and where it is: a point of one that is as "
        "far as any from the other, and the nearest point there. Lines and the boundaries of "
        "polygons count with all points of their edges, not only vertices, without densifying: "
        "which point is farthest is decided exactly, all numbers are rounded once. Nothing where "
        "one has no points.");
    verb.example("geom hausdorff --from surveyed.txt simplified.txt", "distance x1 y1 x2 y2");
    declare_input(verb, *options,
                  "Points, lines and polygons of WKT and GeoJSON, each feature on its own; in xy "
                  "each block is a path, or as --blocks says.");
    declare_other(verb, *options, "The other shape: all its features together.");
    declare_blocks(verb, options->blocks);
    verb.flag("--directed", options->directed,
              "Only from the other shape, that of --from, to this one.");
    return [options](cli::Run& run) {
        expect_other(*options);
        const auto shapes = geometry::all_shapes(options->other, options->blocks, run.control());
        base::Array<Segment> edges;
        for (const Shape& shape : shapes)
            geometry::for_edges(shape, [&](const Segment& edge) { edges.push_back(edge); });
        options->ground = [&shapes](geometry::Sketch& sketch) {
            for (const Shape& shape : shapes) sketch.shape(0, shape);
        };
        const geometry::SegmentTree other(edges);
        for_features(run, *options, options->blocks, [&](const Feature& feature, Results& out) {
            const geometry::SegmentTree tree(geometry::edges_of(feature.shape));
            std::optional<geometry::FarPoint> found;
            if (options->directed)
                found = geometry::directed_hausdorff(other, tree, run.control());
            else
                found = geometry::hausdorff(other, tree, run.control());
            if (!found) return;
            out.number("distance", found->distance).segment("where", {found->from, found->to});
            out.end();
        });
    };
}

cli::Body declare_clearance(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the minimum clearance of each feature and the segment that shows it: the least "
        "distance of a vertex from another vertex or from an edge to which it does not belong. "
        "Vertices that move by less leave a valid shape valid. 0 where a vertex lies on another "
        "edge; equal vertices count once. Decided exactly, the distance is rounded once. None "
        "where there are no two different points.");
    verb.example("geom clearance --id name countries.geojson", "distance x1 y1 x2 y2");
    declare_input(verb, *options, polygon_shapes);
    return [options](cli::Run& run) {
        for_features(run, *options, Blocks::rings, [&](const Feature& feature, Results& out) {
            const auto found = geometry::minimum_clearance(feature.shape, run.control());
            if (found)
                out.number("distance", found->distance)
                    .segment("between", {found->vertex, found->other});
            else
                out.none("distance").none("between", geometry::Absent::segment);
            out.end();
        });
    };
}

constexpr std::array distance_operations{
    Operation{"hausdorff", "Measure how far shapes are from each other at most.",
              declare_hausdorff},
    Operation{"frechet", "Measure how alike two paths are.", declare_frechet},
    Operation{"clearance", "Find the narrowest place of a shape.", declare_clearance},
};

}  // namespace

std::span<const Operation> distances() { return distance_operations; }

}  // namespace geom
