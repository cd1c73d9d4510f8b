#include "base/error.hpp"
#include "geometry/listing.hpp"
#include "geometry/polygon_triangles.hpp"
#include "geometry/quality.hpp"
#include "geometry/refine.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>
#include <string>

namespace geom {
namespace {

using geometry::Blocks;
using geometry::Feature;
using geometry::PolygonTriangles;

/// How triangles are printed.
struct MeshSettings : Settings {
    bool index = false, quality = false;
};

void declare_quality(cli::Declaration& verb, MeshSettings& options) {
    verb.flag("--quality", options.quality,
              "Print one row for each feature instead: the number of triangles, their least and "
              "greatest angle in degrees, the greatest ratio of a longest side to the height on "
              "it, the sum of their areas, the area of the polygon, and how many triangles have a "
              "least angle from 0, 10, 20, 30, 40 and 50 degrees on.");
}

void put_triangles(const Feature& feature, const PolygonTriangles& made,
                   const MeshSettings& options, Results& out) {
    if (options.quality) {
        geometry::put_quality(geometry::quality(made), feature.shape, out);
        return out.end();
    }
    if (!options.index) return geometry::list_triangles(made, out);
    if (!geometry::list_corners(feature.shape, made, out))
        throw base::DataError(feature.where,
                              "expected rings that meet at points of theirs only, for --index");
}

cli::Body declare_triangulate(cli::Declaration& verb) {
    enum class Method { delaunay, monotone };
    struct Options : MeshSettings {
        Method method = Method::delaunay;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints triangles that fill what an odd number of rings of a polygon surround, with the "
        "corners of the rings and no others. By default those of the constrained Delaunay "
        "triangulation, which has the largest smallest angles; of cocircular corners a function of "
        "the set of them. Exact: the triangles are counterclockwise and their areas add up to that "
        "of the polygon. Rings may touch and overlap; where they cross, corners are added and "
        "rounded. Nothing inside, lines and points: no triangles.");
    verb.example("geom triangulate --to geojson countries.geojson",
                 "Triangles with the properties of their countries.");
    verb.example("printf '0 0\\n4 0\\n1 1\\n0 4\\n' | geom triangulate --index",
                 "Two triangles: 1 3 4 and 1 2 3.");
    declare_input(verb, *options, polygon_shapes);
    verb.flag("--index", options->index,
              "Print the numbers of corners among the points of the polygon, from 1, instead of "
              "coordinates.")
        .excludes({"--quality"});
    verb.choice("--method", "NAME", options->method,
                {{"delaunay", Method::delaunay}, {"monotone", Method::monotone}},
                "delaunay: as far from slivers as edges allow, with all corners; or monotone: some "
                "triangles, several times as fast, by cutting ears off or into monotone pieces, "
                "which may leave corners amid straight sides out.");
    declare_quality(verb, *options);
    return [options](cli::Run& run) {
        options->index = options->index && options->to != Settings::To::svg;
        options->measures = options->index || options->quality;
        for_features(run, *options, Blocks::rings, [&](const Feature& feature, Results& out) {
            const auto made = options->method == Method::monotone
                                  ? geometry::polygon_partition(feature.shape)
                                  : geometry::polygon_delaunay(feature.shape, run.control());
            put_triangles(feature, made, *options, out);
        });
    };
}

cli::Body declare_refine(cli::Declaration& verb) {
    struct Options : MeshSettings {
        geometry::RefineLimits limits;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints triangles that fill what an odd number of rings of a polygon surround, with points "
        "added until none has an angle below a limit (Delaunay refinement by Ruppert, with "
        "off-centres). The points are doubles; those on sides of the polygon are rounded, so that "
        "its outline moves by half a unit of the last place. It ends for angles up to 20.7 "
        "degrees, mostly up to 33; else at the limit of points, which a warning tells. Near "
        "corners of the polygon below 60 degrees smaller angles may stay; a note tells how many "
        "triangles miss the limits. Nothing inside, lines and points: no triangles.");
    verb.example("geom refine --angle 25 --area 0.5 --to svg lake.txt", "A mesh for simulation.");
    verb.example("geom refine --quality lake.txt", "How good its triangles are.");
    declare_input(verb, *options, polygon_shapes);
    verb.option("--angle", "DEGREES", options->limits.angle, "The least angle.").range(0, 60);
    verb.option("--area", "A", options->limits.area, "The largest area of a triangle.")
        .range(1e-300, 1e308);
    verb.option("--points", "N", options->limits.points, "The most points to add to a polygon.");
    declare_quality(verb, *options);
    return [options](cli::Run& run) {
        options->measures = options->quality;
        std::size_t missed = 0;
        bool stopped = false;
        for_features(run, *options, Blocks::rings, [&](const Feature& feature, Results& out) {
            auto made = geometry::refine(geometry::polygon_delaunay(feature.shape, run.control()),
                                         options->limits, run.control());
            missed += made.missed;
            stopped = stopped || made.stopped;
            put_triangles(feature, made.triangles, *options, out);
        });
        if (stopped) run.warn("stopped by --points");
        if (missed > 0) run.note("triangles that miss the limits: " + std::to_string(missed));
    };
}

constexpr std::array mesh_operations{
    Operation{"triangulate", "Divide polygons into triangles.", declare_triangulate},
    Operation{"refine", "Divide polygons into triangles without small angles.", declare_refine},
};

}  // namespace

std::span<const Operation> meshes() { return mesh_operations; }

}  // namespace geom
