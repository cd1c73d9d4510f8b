#include "base/error.hpp"
#include "geometry/buffer.hpp"
#include "geometry/calipers.hpp"
#include "geometry/hull.hpp"
#include "geometry/members.hpp"
#include "geometry/minkowski.hpp"
#include "io/number.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace geom {
namespace {

using geometry::Blocks;
using geometry::BufferSide;
using geometry::Cap;
using geometry::Feature;
using geometry::Join;
using geometry::Shape;

struct BufferSettings : Settings {
    geometry::BufferStyle style;
    std::optional<double> distance, tolerance, miter_limit;
    std::optional<std::size_t> segments;
    std::string distance_property;
    Blocks blocks = Blocks::rings;
    bool dissolve = false, keeps_detail = false;
};

void declare_joins(cli::Declaration& verb, BufferSettings& options) {
    verb.choice("--join", "STYLE", options.style.join,
                {{"round", Join::round}, {"miter", Join::miter}, {"bevel", Join::bevel}},
                "Outer corners: arcs, tips or cut off.");
    verb.option("--miter-limit", "RATIO", options.style.miter_limit,
                "The farthest tip of a miter, in distances from its corner; beyond it a bevel.")
        .range(1, 1e6);
    verb.option("--quadrant-segments", "N", options.segments,
                "Segments of arcs in a quarter turn: vertices are in as many directions from that "
                "of the x axis on, arcs run inside of circles (default: 8).")
        .range(1, 10000)
        .excludes({"--tolerance"});
    verb.option("--tolerance", "T", options.tolerance,
                "Take as many segments as keep arcs within T of circles.")
        .range(1e-300, 1e308);
    verb.flag("--keep-detail", options.keeps_detail,
              "Take every edge as it is, not the hull of fine detail: exactly the union of strips, "
              "joins and caps, slower where edges are far shorter than the distance.");
}

/// Of a feature; as all have it, or as its property says.
double distance_of(const BufferSettings& options, const Feature& feature) {
    if (options.distance) return *options.distance;
    const auto distance = io::parse_double(feature.id);
    if (!distance || !std::isfinite(*distance))
        throw base::DataError(feature.where, "expected a number as " + options.distance_property);
    return *distance;
}

geometry::BufferStyle style_of(const BufferSettings& options) {
    geometry::BufferStyle style = options.style;
    style.blurs_detail = !options.keeps_detail;
    if (options.segments) style.quadrant_segments = *options.segments;
    if (!options.tolerance) return style;
    if (!options.distance) throw base::UsageError("--tolerance: expected --distance");
    const auto segments = geometry::quadrant_segments_for(*options.distance, *options.tolerance);
    if (!segments || *segments > 10000)
        throw base::UsageError("--tolerance: expected one that 10000 segments a quadrant reach");
    style.quadrant_segments = *segments;
    return style;
}

/// A feature without geometry has none in the result either.
bool put_null(const Feature& feature, Results& out) {
    if (!geometry::is_null(feature.shape)) return false;
    out.shape("polygons", feature.shape).end();
    return true;
}

void put_polygons(const std::optional<Shape>& polygons, const base::Position& where, Results& out) {
    if (!polygons) throw base::DataError(where, "the result is beyond the largest double");
    out.shape("polygons", geometry::unpacked(*polygons)).end();
}

cli::Body declare_buffer(cli::Declaration& verb) {
    const auto options = std::make_shared<BufferSettings>();
    verb.about(
        "Prints the buffer of each feature, which keeps its properties: all points within a "
        "distance D of it; with D below 0 the points of its areas that are farther than that from "
        "their boundary. Areas are made valid first, as `geom union` does it (inside is what an "
        "odd number of a polygon's rings surround, and of a collection what is inside of any "
        "member; `geom make-valid` has other rules); with D = 0 that is the result. Its topology "
        "is exact: only corners of strips and joins are rounded.\n"
        "With round joins and caps the result holds all points within D - E and none beyond D + E, "
        "E = D (1 - cos(45 deg / N)) for N segments a quadrant: 0.48 % for 8. Arcs run inside of "
        "their circles. For detail finer than a segment of an arc its convex hull stands, by "
        "which alone the result may reach beyond D. Nothing left: an empty multipolygon, as for "
        "lines and points "
        "with D of 0 or less.");
    verb.example("geom buffer --distance 10 roads.geojson", "A corridor along each road.");
    verb.example("geom buffer --distance -2 --join miter parcels.wkt", "What may be built on.");
    declare_input(verb, *options,
                  "Points, lines, polygons and collections of WKT and GeoJSON; "
                  "blocks of xy as --blocks says.");
    verb.option("--distance", "D", options->distance, "How far, in units of the coordinates.");
    verb.option("--distance-property", "NAME", options->distance_property,
                "Take the distance of each feature from its property NAME.")
        .excludes({"--distance", "--id"});
    declare_joins(verb, *options);
    verb.choice("--cap", "STYLE", options->style.cap,
                {{"round", Cap::round}, {"flat", Cap::flat}, {"square", Cap::square}},
                "Ends of lines: half discs, none, half squares; points become discs, nothing, "
                "squares.");
    verb.choice(
        "--side", "SIDE", options->style.side,
        {{"both", BufferSide::both}, {"left", BufferSide::left}, {"right", BufferSide::right}},
        "Of lines only the strips on one side, as seen along them, with flat ends; points "
        "become nothing.");
    declare_blocks(verb, options->blocks);
    verb.flag("--dissolve", options->dissolve, "Join the buffers of all features.");
    return [options](cli::Run& run) {
        if (!options->distance && options->distance_property.empty())
            throw base::UsageError("expected --distance D or --distance-property NAME");
        if (!options->distance) options->input.id = options->distance_property;
        const geometry::Buffering buffering(style_of(*options));
        if (!options->dissolve) {
            return for_features(
                run, *options, options->blocks, [&](const Feature& feature, Results& out) {
                    if (!options->distance) out.carry(feature.properties, "");
                    if (put_null(feature, out)) return;
                    const double distance = distance_of(*options, feature);
                    put_polygons(buffering.buffer(feature.shape, distance, run.control()),
                                 feature.where, out);
                });
        }
        for_layers(run, *options, options->blocks,
                   [&](const geometry::Layers& layers, Results& out) {
                       std::vector<const Shape*> shapes;
                       std::vector<double> distances;
                       for (const auto& layer : layers) {
                           for (const Feature& feature : layer) {
                               shapes.push_back(&feature.shape);
                               distances.push_back(distance_of(*options, feature));
                           }
                       }
                       put_polygons(buffering.joined(shapes, distances, run.control()), {}, out);
                   });
    };
}

cli::Body declare_offset(cli::Declaration& verb) {
    const auto options = std::make_shared<BufferSettings>();
    options->blocks = Blocks::paths;
    verb.about(
        "Prints the parallel curve of each line or ring at a distance D: on its left, with D below "
        "0 on its right. It is that side of the boundary of the line's buffer, runs as the line "
        "does and is as near to the distance as `geom buffer` says. What lies within D of another "
        "part of the line is cut out: there may be several pieces, or none. Polygons are made "
        "valid first; the inside of their rings is on the left. Points: an empty line. D = 0: the "
        "lines.");
    verb.example("geom offset --distance 3.5 centreline.txt", "The left edge of a road.");
    verb.example("geom offset --distance -10 --join miter walls.wkt", "Ten beside, with corners.");
    declare_input(verb, *options,
                  "Lines and polygons of WKT and GeoJSON; blocks of xy as --blocks says.");
    verb.option("--distance", "D", options->distance, "How far, in units of the coordinates.");
    declare_joins(verb, *options);
    declare_blocks(verb, options->blocks);
    return [options](cli::Run& run) {
        if (!options->distance) throw base::UsageError("expected --distance D");
        const geometry::Buffering buffering(style_of(*options));
        for_features(run, *options, options->blocks, [&](const Feature& feature, Results& out) {
            if (put_null(feature, out)) return;
            const auto curves =
                buffering.offset_curve(feature.shape, *options->distance, run.control());
            if (!curves)
                throw base::DataError(feature.where, "the result is beyond the largest double");
            const Shape line =
                curves->paths() == 1 ? geometry::line_shape(curves->path(0)) : *curves;
            out.shape("offset", line).end();
        });
    };
}

void add_hulls(cli::Run& run, const Settings& options, const geometry::Input& input) {
    const auto other =
        geometry::convex_hull(geometry::all_points(input, run.control()).points).vertices;
    for_outer_sets(run, options, [&](const geometry::PointSet& set, Results& out) {
        const auto sum = geometry::minkowski_sum(geometry::convex_hull(set.points).vertices, other);
        if (sum.empty()) return;
        const Shape shape = geometry::convex_shape(sum);
        out.shape("sum", shape).end();
    });
}

/// All shapes of an input as one.
Shape shapes_of(const geometry::Input& input, Blocks blocks, cli::Run& run) {
    Shape all;
    all.type = Shape::Type::collection;
    all.members = geometry::all_shapes(input, blocks, run.control());
    return all;
}

cli::Body declare_minkowski(cli::Declaration& verb) {
    struct Options : Settings {
        geometry::Input other;
        Blocks blocks = Blocks::rings;
        bool convex = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the Minkowski sum of each feature and all of --by: all sums of a point of one and "
        "a point of the other. Polygons may have holes and any form, and are made valid first; "
        "lines and points count with all their points. The union is found exactly, vertices are "
        "sums of vertices rounded once. What has no area in the sum is left out: nothing is an "
        "empty multipolygon.\n"
        "With --convex the convex hulls of each set of points and of all points of --by are added: "
        "a convex polygon, a line or a point; nothing where one has no points. All features of an "
        "input that are points are one set then, which comes last.");
    verb.example("geom minkowski --by robot.txt obstacles.wkt", "Where the robot cannot be.");
    declare_input(verb, *options,
                  "Polygons, lines, points and collections of WKT and GeoJSON; blocks of xy as "
                  "--blocks says. With --convex sets of points.");
    verb.option("--by", "FILE", options->other.paths, "The other shape: all its features together.")
        .file();
    declare_blocks(verb, options->blocks);
    verb.flag("--convex", options->convex, "Add convex hulls; blocks of xy are sets of points.")
        .excludes({"--blocks"});
    return [options](cli::Run& run) {
        if (options->other.paths.empty()) throw base::UsageError("expected --by FILE");
        expect_one_reader(options->input, options->other);
        if (options->convex) return add_hulls(run, *options, options->other);
        const Shape other = shapes_of(options->other, options->blocks, run);
        for_features(run, *options, options->blocks, [&](const Feature& feature, Results& out) {
            if (put_null(feature, out)) return;
            put_polygons(geometry::minkowski_sum(feature.shape, other, run.control()),
                         feature.where, out);
        });
    };
}

constexpr std::array buffer_operations{
    Operation{"buffer", "Find what is within a distance.", declare_buffer},
    Operation{"offset", "Draw parallels of lines.", declare_offset},
    Operation{"minkowski", "Add shapes.", declare_minkowski},
};

}  // namespace

std::span<const Operation> buffers() { return buffer_operations; }

}  // namespace geom
