#include "base/error.hpp"
#include "geometry/layer.hpp"
#include "geometry/location.hpp"
#include "geometry/polygon.hpp"
#include "geometry/simple.hpp"
#include "geometry/tolerance.hpp"
#include "geometry/winding_locator.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::Blocks;
using geometry::Convexity;
using geometry::Feature;
using geometry::has_rings;
using geometry::Shape;

cli::Body declare_ccw(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints for each ring ccw if it runs counterclockwise, cw if clockwise, by the sign of its "
        "exact area; flat if that is 0; none for what has no rings. With --exit-status yes means "
        "ccw.");
    verb.example("geom ccw ring.txt", "ccw");
    declare_input(verb, *options, polygon_shapes, {.exit_status = true, .measures = true});
    return [options](cli::Run& run) {
        for_features(run, *options, Blocks::rings, [](const Feature& feature, Results& out) {
            if (!has_rings(feature.shape)) out.none("orientation").end();
            geometry::for_rings(feature.shape, [&](std::span<const Point> ring) {
                constexpr std::array words{"cw", "flat", "ccw"};
                const int turn = geometry::orientation(ring);
                out.word("orientation", words[static_cast<std::size_t>(turn + 1)]).tell(turn > 0);
                out.end();
            });
        });
    };
}

cli::Body declare_convex(cli::Declaration& verb) {
    struct Options : Settings {
        bool strict = false;
        std::optional<double> eps;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints for each ring yes if it is convex: all its turns go the same way and it runs "
        "around "
        "once; else no. Vertices where it goes straight on are allowed, repeated points count "
        "once. A ring without area is not convex; none for what has no rings. Exact.");
    verb.example("printf '0 0\\n4 0\\n4 4\\n0 4\\n' | geom convex", "yes");
    declare_input(verb, *options, polygon_shapes, {.exit_status = true, .measures = true});
    verb.flag("--strict", options->strict, "Every vertex must be a corner.");
    declare_eps(verb, options->eps);
    return [options](cli::Run& run) {
        const auto convexity = [&](std::span<const Point> ring) {
            return options->eps ? geometry::convexity(ring, geometry::Tolerance{*options->eps})
                                : geometry::convexity(ring);
        };
        const Convexity least = options->strict ? Convexity::strict : Convexity::weak;
        for_features(run, *options, Blocks::rings, [&](const Feature& feature, Results& out) {
            if (!has_rings(feature.shape)) out.none("convex").end();
            geometry::for_rings(feature.shape, [&](std::span<const Point> ring) {
                out.answer("convex", convexity(ring) >= least).end();
            });
        });
    };
}

cli::Body declare_simple(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints yes if no ring or line of the feature touches or crosses itself, else no, "
        "the first place where one does, and the numbers of its two edges there, from 1.");
    verb.example("geom simple ring.txt", "yes, or: no x y 3 7");
    declare_input(verb, *options, polygon_shapes, {.exit_status = true, .measures = true});
    return [options](cli::Run& run) {
        for_features(run, *options, Blocks::rings, [](const Feature& feature, Results& out) {
            const auto found = geometry::first_self_contact(feature.shape);
            out.answer("simple", !found);
            if (found) {
                out.point("point", found->contact.point);
                out.count("first_edge", found->contact.first + 1);
                out.count("second_edge", found->contact.second + 1);
            } else {
                out.skip("point", geometry::Absent::point).skip("first_edge").skip("second_edge");
            }
            out.end();
        });
    };
}

cli::Body declare_locate(cli::Declaration& verb) {
    struct Options : Settings {
        geometry::Input layer;
        std::optional<double> eps;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints for each point whether it lies inside of a polygon, on its boundary or outside of "
        "all; of several polygons also which is the first that has it: its id, else its number. "
        "Exact. With --exit-status yes means inside or boundary.");
    verb.example("geom locate --in ring.txt points.txt", "x y inside");
    verb.example("geom locate --in countries.geojson --in-id name points.csv", "x y inside France");
    declare_input(verb, *options, point_rows, {.exit_status = true});
    verb.option("--in", "FILE", options->layer.paths,
                "The polygons; blocks of xy are the rings of one polygon.")
        .file();
    verb.option("--in-id", "PROPERTY", options->layer.id, "The property that names polygons.");
    declare_eps(verb, options->eps);
    return [options](cli::Run& run) {
        if (options->layer.paths.empty()) throw base::UsageError("expected --in FILE");
        expect_one_reader(options->input, options->layer);
        std::optional<geometry::Tolerance> tolerance;
        if (options->eps) tolerance = geometry::Tolerance{*options->eps};
        const bool draws = !run.plot_path().empty();
        const geometry::Layer layer(options->layer, run.control(), tolerance, draws);
        options->ground = [&layer](geometry::Sketch& sketch) {
            for (const Shape& shape : layer.shapes()) sketch.shape(0, shape);
        };
        for_rows(run, *options, std::array{Operand::point}, {},
                 [&](Row row, Results& out) { geometry::put_location(layer, row.point(), out); });
    };
}

cli::Body declare_winding(cli::Declaration& verb) {
    struct Options : Settings {
        geometry::Input layer;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints for each point how often the rings of --in run around it, counterclockwise "
        "positive, as they are directed, or boundary if it lies on one. Exact. With --exit-status "
        "yes means a number other than 0: inside by the nonzero rule.");
    verb.example("geom winding --in ring.txt points.txt", "x y 1");
    declare_input(verb, *options, point_rows, {.exit_status = true});
    verb.option("--in", "FILE", options->layer.paths,
                "The polygons; blocks of xy are the rings of one polygon.")
        .file();
    return [options](cli::Run& run) {
        if (options->layer.paths.empty()) throw base::UsageError("expected --in FILE");
        expect_one_reader(options->input, options->layer);
        const auto shapes = geometry::all_shapes(options->layer, Blocks::rings, run.control());
        const geometry::WindingLocator locator(shapes);
        for_rows(run, *options, std::array{Operand::point}, {}, [&](Row row, Results& out) {
            const Point p = row.point();
            const auto turns = locator.winding_number(p);
            out.point("point", p);
            if (turns)
                out.integer("winding", *turns);
            else
                out.word("winding", "boundary");
            out.tell(turns && *turns != 0);
            out.end();
        });
    };
}

constexpr std::array question_operations{
    Operation{"ccw", "Tell in which direction rings run.", declare_ccw},
    Operation{"convex", "Tell whether rings are convex.", declare_convex},
    Operation{"simple", "Tell whether a ring or line meets itself, and where.", declare_simple},
    Operation{"locate", "Tell which polygon points lie in.", declare_locate},
    Operation{"winding", "Count how often rings run around points.", declare_winding},
};

}  // namespace

std::span<const Operation> polygon_questions() { return question_operations; }

}  // namespace geom
