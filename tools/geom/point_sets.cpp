#include "base/error.hpp"
#include "geometry/calipers.hpp"
#include "geometry/hull.hpp"
#include "geometry/layers.hpp"
#include "geometry/listing.hpp"
#include "geometry/min_circle.hpp"
#include "geometry/vectors.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>
#include <vector>

namespace geom {
namespace {

using geometry::PointSet;
using geometry::Shape;

cli::Body declare_hull(cli::Declaration& verb) {
    struct Options : Settings {
        bool boundary = false;
        std::optional<double> eps;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the vertices of the convex hull of each set counterclockwise from the leftmost "
        "(lowest) one; with --to wkt or geojson as a polygon. No points: nothing; one point or "
        "collinear ones: the point, the two ends.");
    verb.example("geom hull points.txt", "The hull of the points.");
    verb.example("geom hull -t, --header -k x_km -k y_km --id name capitals.csv",
                 "The outermost capitals by name.");
    declare_input(verb, *options, set_shapes, {.index = true});
    verb.flag("--boundary", options->boundary,
              "Also the points that lie on edges of the hull, each place once.");
    verb.option("--eps", "E", options->eps,
                "Compare cross products with E as textbooks do, instead of exactly. The result "
                "need be neither convex nor contain all points.")
        .range(0, 1e308)
        .excludes({"--boundary", "--index"});
    return [options](cli::Run& run) {
        if (options->eps) {
            return for_sets(run, *options, [&](const PointSet& set, Results& out) {
                geometry::list_hull(set, convex_hull_eps(set.points, *options->eps), out);
            });
        }
        for_outer_sets(run, *options, [&](const PointSet& set, Results& out) {
            const auto wanted =
                options->boundary ? geometry::HullPoints::boundary : geometry::HullPoints::vertices;
            geometry::list_hull(set, convex_hull(set.points, wanted), out);
        });
    };
}

cli::Body declare_diameter(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the two points of each set that are farthest apart, and their distance. Of "
        "equal pairs the first along the hull. No points: nothing.");
    verb.example("geom diameter points.txt", "x1 y1 x2 y2 distance");
    declare_input(verb, *options, set_shapes, {.index = true});
    return [options](cli::Run& run) {
        for_outer_sets(run, *options, [](const PointSet& set, Results& out) {
            const auto hull = geometry::convex_hull(set.points);
            const auto pair = geometry::diameter(hull.vertices);
            if (!pair) return;
            geometry::put_pair(set, hull.indices[pair->a], hull.indices[pair->b], "diameter", out);
            out.number("distance", pair->distance).end();
        });
    };
}

cli::Body declare_width(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the width of each set: the least distance of two parallel lines with all "
        "points between them, then the edge of the hull on one of the lines and the vertex "
        "on the other. No points: nothing.");
    verb.example("geom width points.txt", "width x1 y1 x2 y2 x y");
    declare_input(verb, *options, set_shapes);
    return [options](cli::Run& run) {
        for_outer_sets(run, *options, [](const PointSet& set, Results& out) {
            const auto hull = geometry::convex_hull(set.points).vertices;
            const auto width = geometry::width(hull);
            if (!width) return;
            const Segment edge{hull[width->edge], hull[(width->edge + 1) % hull.size()]};
            out.number("width", width->distance).segment("edge", edge);
            out.point("vertex", hull[width->vertex]).end();
        });
    };
}

using FindRectangle = std::optional<geometry::Rectangle> (*)(std::span<const Point>);

template <FindRectangle find>
cli::Body declare_rectangle(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the four corners of the rectangle, counterclockwise; as GeoJSON with its "
        "area and perimeter. Candidates have a side on an edge of the hull and are compared "
        "exactly. No points: nothing.");
    if (find == geometry::min_area_rectangle)
        verb.example("geom min-rect points.txt", "The corners of the rectangle of least area.");
    else
        verb.example("geom min-perimeter-rect points.txt",
                     "The corners of the rectangle of least perimeter.");
    declare_input(verb, *options, set_shapes);
    return [options](cli::Run& run) {
        for_outer_sets(run, *options, [](const PointSet& set, Results& out) {
            const auto rectangle = find(geometry::convex_hull(set.points).vertices);
            if (!rectangle) return;
            const Shape shape = geometry::polygon_shape(rectangle->corners);
            out.shape("rectangle", shape);
            out.number("area", rectangle->area).number("perimeter", rectangle->perimeter).end();
        });
    };
}

cli::Body declare_min_circle(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the smallest circle around each set, x y radius, each rounded once; with --index "
        "or --id also the points that no smaller circle surrounds. Decided exactly. No points: "
        "nothing; "
        "one point: radius 0.");
    verb.example("geom min-circle points.txt", "x y radius");
    declare_input(verb, *options, set_shapes, {.index = true});
    return [options](cli::Run& run) {
        for_outer_sets(run, *options, [](const PointSet& set, Results& out) {
            const auto found = geometry::min_circle(set.points);
            if (!found) return;
            constexpr std::array names{"a", "b", "c"}, id_names{"a_id", "b_id", "c_id"};
            out.circle("circle", found->centre, found->radius);
            for (std::size_t i = 0; !set.numbers.empty() && i < found->support.size(); ++i)
                out.count(names[i], set.numbers[found->support[i]]);
            for (std::size_t i = 0; set.ids.size() > 0 && i < found->support.size(); ++i)
                out.id(id_names[i], set.ids[found->support[i]]);
            out.end();
        });
    };
}

/// The hull of all points that an option names.
base::Array<Point> hull_of(const geometry::Input& input, cli::Run& run) {
    return geometry::convex_hull(geometry::all_points(input, run.control()).points).vertices;
}

cli::Body declare_convex_distance(cli::Declaration& verb) {
    struct Options : Settings {
        geometry::Input other;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the distance of two convex polygons, of which the insides count, and where it is: "
        "the nearest point of each. Measured are the convex hulls of each set and of --from. "
        "Polygons that overlap have the distance 0 without such points. Nothing where one has no "
        "points.");
    verb.example("geom convex-distance --from a.txt b.txt", "distance x1 y1 x2 y2");
    declare_input(verb, *options, set_shapes);
    verb.option("--from", "FILE", options->other.paths, "The points of the other polygon.").file();
    return [options](cli::Run& run) {
        if (options->other.paths.empty()) throw base::UsageError("expected --from FILE");
        expect_one_reader(options->input, options->other);
        const auto other = hull_of(options->other, run);
        for_outer_sets(run, *options, [&](const PointSet& set, Results& out) {
            const auto found =
                geometry::convex_distance(geometry::convex_hull(set.points).vertices, other);
            if (!found) return;
            out.number("distance", found->distance);
            if (found->nearest)
                out.segment("nearest", *found->nearest);
            else
                out.none("nearest", geometry::Absent::segment);
            out.end();
        });
    };
}

cli::Body declare_layers(cli::Declaration& verb) {
    struct Options : Settings {
        bool boundary = false, each = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the convex layers of each set: the hull, the hull of what is left without it, and "
        "so on, each in a block of its own, counterclockwise from the leftmost (lowest) point, "
        "with the number of the layer from 1. Points on edges of a layer come in a later one; of "
        "equal points the first is printed. No points: nothing; one point: a layer; collinear "
        "ones: two ends in each layer.");
    verb.example("geom layers points.txt", "x y layer");
    verb.example("geom layers --to svg points.txt", "Nested polygons, a colour each.");
    declare_input(verb, *options, set_shapes, {.index = true});
    verb.flag("--boundary", options->boundary, "Points on edges of a layer belong to it.");
    verb.flag("--each", options->each,
              "All points in input order, each with the number of its layer.");
    return [options](cli::Run& run) {
        for_sets(run, *options, [&](const PointSet& set, Results& out) {
            const auto wanted =
                options->boundary ? geometry::HullPoints::boundary : geometry::HullPoints::vertices;
            const auto layers = geometry::convex_layers(set.points, wanted);
            if (options->each) return geometry::list_numbers(set, layers.layer, "layer", out);
            geometry::list_layers(set, layers, out);
        });
    };
}

cli::Body declare_bbox(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the least box with sides along the axes around each set: x1 y1 x2 y2, in WKT and "
        "GeoJSON a polygon. No points: nothing.");
    verb.example("geom bbox points.txt", "The corners of the box.");
    declare_input(verb, *options, "A set of points in each block.");
    return [options](cli::Run& run) {
        for_outer_sets(run, *options, [](const geometry::PointSet& set, Results& out) {
            const auto box = geometry::bounding_box(set.points);
            if (!box) return;
            if (out.lists_points())
                return out.point("low", box->low).point("high", box->high).end();
            const auto shape = geometry::box_shape(*box);
            out.shape("box", shape).end();
        });
    };
}

constexpr std::array point_set_operations{
    Operation{"bbox", "Find the bounding box.", declare_bbox},
    Operation{"hull", "Find the convex hull.", declare_hull},
    Operation{"diameter", "Find the two points farthest apart.", declare_diameter},
    Operation{"width", "Find the narrowest strip that holds all points.", declare_width},
    Operation{"min-rect", "Find the rectangle of least area around all points.",
              declare_rectangle<geometry::min_area_rectangle>},
    Operation{"min-perimeter-rect", "Find the rectangle of least perimeter around all points.",
              declare_rectangle<geometry::min_perimeter_rectangle>},
    Operation{"min-circle", "Find the smallest circle around all points.", declare_min_circle},
    Operation{"convex-distance", "Measure the distance of convex polygons.",
              declare_convex_distance},
    Operation{"layers", "Find the hull, the hull of the rest, and so on.", declare_layers},
};

}  // namespace

std::span<const Operation> point_sets() { return point_set_operations; }

}  // namespace geom
