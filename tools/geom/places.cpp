#include "base/error.hpp"
#include "geometry/empty_circle.hpp"
#include "geometry/inscribed_circle.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::Blocks;
using geometry::Feature;
using geometry::PointSet;
using geometry::Shape;

struct Tolerant : Settings {
    double tolerance = geometry::default_inscribed_tolerance;
};

void declare_tolerance(cli::Declaration& verb, Tolerant& options) {
    verb.option("--tolerance", "T", options.tolerance,
                "No circle inside has a radius more than 1 + T times as large.")
        .range(0, 1);
}

cli::Body declare_inscribed_circle(cli::Declaration& verb) {
    const auto options = std::make_shared<Tolerant>();
    verb.about(
        "Prints the largest circle within each polygon: the centre, where there is most room, and "
        "the radius. The radius is the distance of the printed centre from the boundary, rounded "
        "once; no circle inside is larger by more than --tolerance and some last places of the "
        "coordinates. Of several polygons of a feature the one with most room. Lines, points and "
        "polygons without area: none.");
    verb.example("printf '0 0\\n4 0\\n4 4\\n0 4\\n' | geom inscribed-circle", "2 2 2");
    declare_input(verb, *options, polygon_shapes);
    declare_tolerance(verb, *options);
    return [options](cli::Run& run) {
        for_features(run, *options, Blocks::rings, [&](const Feature& feature, Results& out) {
            put_circle(
                out, geometry::inscribed_circle(feature.shape, options->tolerance, run.control()));
        });
    };
}

cli::Body declare_label_point(cli::Declaration& verb) {
    const auto options = std::make_shared<Tolerant>();
    options->tolerance = 0.01;
    verb.about(
        "Prints a point for the label of each polygon: the centre of the largest circle within it, "
        "farthest from its boundary (pole of inaccessibility). Unlike the centroid it always lies "
        "inside. Lines, points and polygons without area: none.");
    verb.example("geom label-point --id name countries.geojson", "A point for each country.");
    declare_input(verb, *options, polygon_shapes);
    declare_tolerance(verb, *options);
    return [options](cli::Run& run) {
        for_features(run, *options, Blocks::rings, [&](const Feature& feature, Results& out) {
            const auto circle =
                geometry::inscribed_circle(feature.shape, options->tolerance, run.control());
            out.point("label", circle ? std::optional(circle->centre) : std::nullopt).end();
        });
    };
}

cli::Body declare_empty_circle(cli::Declaration& verb) {
    struct Options : Settings {
        geometry::Input region;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the largest circle that has none of the points of a set inside of it and whose "
        "centre lies within their convex hull, or within the polygons of --within: centre and "
        "radius. Compared exactly, each number is rounded once. No points: nothing; one point: a "
        "circle of radius 0 there; collinear ones: a circle amid the widest gap.");
    verb.example("geom empty-circle --within city.geojson shops.txt", "Where a shop is farthest.");
    declare_input(verb, *options, set_shapes);
    verb.option("--within", "FILE", options->region.paths, "Polygons, all inputs together.").file();
    return [options](cli::Run& run) {
        std::optional<Shape> region;
        if (!options->region.paths.empty()) {
            expect_one_reader(options->input, options->region);
            region.emplace();
            region->type = Shape::Type::collection;
            region->members = geometry::all_shapes(options->region, Blocks::rings, run.control());
        }
        options->ground = [&region](geometry::Sketch& sketch) {
            if (region) sketch.shape(0, *region);
        };
        for_sets(run, *options, [&](const PointSet& set, Results& out) {
            const auto found = region ? geometry::empty_circle(set.points, *region, run.control())
                                      : geometry::empty_circle(set.points, run.control());
            if (found) put_circle(out, found->circle);
        });
    };
}

constexpr std::array place_operations{
    Operation{"label-point", "Find the place with most room in a polygon.", declare_label_point},
    Operation{"inscribed-circle", "Find the largest circle in a polygon.",
              declare_inscribed_circle},
    Operation{"empty-circle", "Find the largest circle without points.", declare_empty_circle},
};

}  // namespace

std::span<const Operation> places() { return place_operations; }

}  // namespace geom
