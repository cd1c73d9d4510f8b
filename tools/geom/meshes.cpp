#include "base/error.hpp"
#include "geometry/listing.hpp"
#include "geometry/polygon_triangles.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::Blocks;
using geometry::Feature;
using geometry::PolygonTriangles;

/// How triangles are printed.
struct MeshSettings : Settings {
    bool index = false;
};

void put_triangles(const Feature& feature, const PolygonTriangles& made,
                   const MeshSettings& options, Results& out) {
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
              "coordinates.");
    verb.choice("--method", "NAME", options->method,
                {{"delaunay", Method::delaunay}, {"monotone", Method::monotone}},
                "delaunay; or monotone: some triangles, several times as fast, from a sweep that "
                "cuts the polygon into monotone pieces.");
    return [options](cli::Run& run) {
        options->measures = options->index;
        for_features(run, *options, Blocks::rings, [&](const Feature& feature, Results& out) {
            const auto made = options->method == Method::monotone
                                  ? geometry::polygon_partition(feature.shape)
                                  : geometry::polygon_delaunay(feature.shape, run.control());
            put_triangles(feature, made, *options, out);
        });
    };
}

constexpr std::array operations{
    Operation{"triangulate", "Divide polygons into triangles.", declare_triangulate},
};

}  // namespace

std::span<const Operation> meshes() { return operations; }

}  // namespace geom
