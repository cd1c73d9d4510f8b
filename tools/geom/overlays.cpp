#include "base/error.hpp"
#include "geometry/clip.hpp"
#include "geometry/cut.hpp"
#include "geometry/members.hpp"
#include "geometry/overlay.hpp"
#include "io/print.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace geom {
namespace {

using geometry::Blocks;
using geometry::FillRule;
using geometry::Layers;
using geometry::OverlayInput;
using geometry::SetOperation;
using geometry::Shape;

struct OverlaySettings : Settings {
    FillRule fill = FillRule::even_odd;
    bool area = false;
    std::optional<double> grid;
    std::string by;
};

void declare_fill(cli::Declaration& verb, FillRule& fill) {
    verb.choice("--fill", "RULE", fill,
                {{"even-odd", FillRule::even_odd},
                 {"nonzero", FillRule::nonzero},
                 {"positive", FillRule::positive},
                 {"negative", FillRule::negative}},
                "Inside of a feature is what its rings wind around an odd number of times, any "
                "number but 0, more than 0 or less than 0 times, counterclockwise.");
}

/// An operand for each input; of one input for each feature.
std::size_t operands_of(const Layers& layers, std::vector<OverlayInput>& inputs) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
        for (const geometry::Feature& feature : layers[i])
            inputs.push_back({&feature.shape, layers.size() > 1 ? i : inputs.size()});
    }
    return layers.size() > 1 ? layers.size() : inputs.size();
}

void put_polygons(const Shape& polygons, Results& out) {
    out.shape("polygons", geometry::unpacked(polygons)).end();
}

void put_area(std::optional<double> area, Results& out) {
    if (area)
        out.number("area", *area);
    else
        out.none("area");
    out.end();
}

geometry::Rounding rounding_of(const OverlaySettings& options) {
    return options.grid ? geometry::Rounding(*options.grid) : geometry::Rounding();
}

/// Says how many features that are not empty have no inside.
void warn_of_no_areas(cli::Run& run, const Layers& layers) {
    std::size_t left_out = 0;
    for (const auto& layer : layers) {
        for (const geometry::Feature& feature : layer)
            left_out += !feature.shape.empty() && !geometry::has_rings(feature.shape);
    }
    if (left_out > 0)
        run.warn("lines and points have no area: features left out: " + std::to_string(left_out));
}

/// Features by their ids, in the order of the first of each.
std::vector<std::pair<std::string, std::vector<OverlayInput>>> by_id(const Layers& layers) {
    std::vector<std::pair<std::string, std::vector<OverlayInput>>> groups;
    std::unordered_map<std::string_view, std::size_t> places;
    for (const auto& layer : layers) {
        for (const geometry::Feature& feature : layer) {
            const auto [found, is_new] = places.try_emplace(feature.id, groups.size());
            if (is_new) groups.emplace_back(feature.id, std::vector<OverlayInput>());
            auto& members = groups[found->second].second;
            members.push_back({&feature.shape, members.size()});
        }
    }
    return groups;
}

/// The properties of a feature that has but one, a JSON text.
std::string property(const std::string& name, const std::string& value) {
    return value.empty() ? "{}" : "{" + io::json_quoted(name) + ":" + value + "}";
}

struct OverlayOperation {
    SetOperation operation;
    const char* about;
    const char* example;
    const char* effect;
};

template <const OverlayOperation& operation>
cli::Body declare_overlay(cli::Declaration& verb) {
    const auto options = std::make_shared<OverlaySettings>();
    verb.about(
        std::string(operation.about) +
        " Rings may cross, touch and overlap in every way. What is inside is decided "
        "exactly; then crossings are rounded, and where that lets edges meet, they are "
        "split and rounded again, so that the result is valid: shells run "
        "counterclockwise, holes clockwise, vertices are corners. Nothing: an empty "
        "multipolygon. Input vertices stay where they are, crossings move by less than a unit "
        "of the last place for each time they are rounded, of which two or three are usual; "
        "edges that still cross after four, bundles of nearly equal ones, are rounded to a "
        "grid of one unit of the last place of the largest coordinate. Lines and points "
        "have no inside and are left out, with a warning.");
    verb.example(operation.example, operation.effect);
    declare_input(verb, *options, polygon_shapes);
    declare_fill(verb, options->fill);
    verb.flag("--exact-area", options->area,
              "Print the area of the result before rounding instead, itself rounded once.");
    verb.option("--grid", "SIDE", options->grid,
                "Round all vertices to multiples of SIDE, so that polygons on this grid stay as "
                "they are; edges move by at most 0.71 SIDE a round, of which one is usual.")
        .range(1e-300, 1e300)
        .excludes({"--exact-area"});
    const bool dissolves = operation.operation == SetOperation::union_of_all;
    if (dissolves)
        verb.option("--by", "PROPERTY", options->by,
                    "Join only features with the same value of PROPERTY, which the result keeps in "
                    "GeoJSON and beside areas; groups come in the order of their first features. "
                    "Features without geometry that are alone stay as they are.")
            .excludes({"--id"});
    return [options](cli::Run& run) {
        options->measures = options->area;
        if (!options->by.empty()) options->input.id = options->by;
        const auto put = [&](std::span<const OverlayInput> inputs, std::size_t operands,
                             Results& out) {
            const bool null = std::all_of(inputs.begin(), inputs.end(), [](const auto& input) {
                return geometry::is_null(*input.shape);
            });
            if (null && !options->by.empty() && !options->area)
                return out.shape("polygons", *inputs[0].shape).end();
            const geometry::Overlay overlay(inputs, operands, options->fill, run.control());
            if (options->area)
                put_area(overlay.area(operation.operation), out);
            else
                put_polygons(overlay.polygons(operation.operation, rounding_of(*options)), out);
        };
        const auto work = [&](const Layers& layers, Results& out) {
            warn_of_no_areas(run, layers);
            std::vector<OverlayInput> inputs;
            const std::size_t operands = operands_of(layers, inputs);
            if (options->by.empty()) return put(inputs, operands, out);
            const auto groups = by_id(layers);
            if (groups.size() == 1 && groups[0].first.empty())
                throw base::UsageError("no feature has the property of --by, '" + options->by +
                                       "'");
            for (const auto& [value, members] : groups) {
                out.carry(property(options->by, value), options->area ? value : "");
                put(members, members.size(), out);
            }
        };
        for_layers(run, *options, geometry::Blocks::rings, work);
    };
}

/// Polygons or blades that part features: those of a file, or a box.
struct PartSettings : Settings {
    geometry::Input other;
    const char* other_option;
    cli::Numbers box;
    Blocks blocks = Blocks::rings;
    FillRule fill = FillRule::even_odd;
};

void declare_parts(cli::Declaration& verb, PartSettings& options, const char* option,
                   const char* help) {
    declare_input(verb, options, "Geometries of WKT and GeoJSON; blocks of xy as --blocks says.");
    options.other_option = option;
    verb.option(option, "FILE", options.other.paths, help).file().excludes({"--box"});
    verb.option("--box", "X1,Y1,X2,Y2", options.box, "A box by two opposite corners.");
    declare_blocks(verb, options.blocks);
    declare_fill(verb, options.fill);
}

/// What parts features; `blocks` says what those of a file of xy are.
std::vector<Shape> parting_shapes(const PartSettings& options, Blocks blocks, cli::Run& run) {
    if (!options.box.values.empty()) return {geometry::box_shape(box_of("--box", options.box))};
    if (options.other.paths.empty())
        throw base::UsageError("expected " + std::string(options.other_option) + " FILE or --box");
    expect_one_reader(options.input, options.other);
    return geometry::all_shapes(options.other, blocks, run.control());
}

cli::Body declare_clip(cli::Declaration& verb) {
    struct Options : PartSettings {
        bool outside = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the part of each feature that lies in any polygon of --in, or in --box: polygons "
        "as `geom intersection` does it, of lines the parts inside and along the boundary, of "
        "points those inside or on the boundary; with --outside the other part. Lines keep their "
        "direction and vertices, features their properties; those of which nothing is left are "
        "dropped. Lines of one place are kept where points are.");
    verb.example("geom clip --in parks.geojson paths.geojson", "The paths in parks.");
    verb.example("geom clip --box 0,0,10,10 --outside land.wkt", "Land beyond the box.");
    declare_parts(verb, *options, "--in",
                  "The polygons; blocks of xy are the rings of one polygon.");
    verb.flag("--outside", options->outside, "Keep what lies outside instead.");
    return [options](cli::Run& run) {
        const auto region = parting_shapes(*options, Blocks::rings, run);
        const auto keep = options->outside ? geometry::Keep::outside : geometry::Keep::inside;
        for_layers(run, *options, options->blocks, [&](const Layers& layers, Results& out) {
            std::vector<const geometry::Feature*> features;
            std::vector<const Shape*> shapes;
            for (const auto& layer : layers) {
                for (const geometry::Feature& feature : layer) {
                    features.push_back(&feature);
                    shapes.push_back(&feature.shape);
                }
            }
            const auto clipped = geometry::clip(shapes, region, options->fill, keep, run.control());
            for (std::size_t i = 0; i < clipped.size(); ++i) {
                if (clipped[i].empty()) continue;
                out.carry(features[i]->properties, features[i]->id);
                out.shape("clipped", clipped[i]).end();
            }
        });
    };
}

cli::Body declare_cut(cli::Declaration& verb) {
    const auto options = std::make_shared<PartSettings>();
    verb.about(
        "Prints the pieces into which the lines and outlines of --along, or of --box, cut each "
        "feature: polygons into polygons that share their edges, lines at every point that they "
        "have in common with them, also with points. What ends within a polygon does not cut it. "
        "Where a line runs along one of --along that is a piece. Each piece has the properties of "
        "its feature; points and lines of one place stay. Decided exactly; points of a cut are "
        "rounded.");
    verb.example("geom cut --along roads.wkt parcels.geojson", "Parcels on both sides of roads.");
    verb.example("geom cut --box 0,0,10,10 land.wkt", "Land in the box, and the rest.");
    declare_parts(verb, *options, "--along",
                  "What cuts: lines, polygons, points; blocks of xy are lines.");
    return [options](cli::Run& run) {
        std::vector<geometry::Segment> segments;
        for (const Shape& shape : parting_shapes(*options, Blocks::paths, run)) {
            const auto edges = geometry::edges_of(shape);
            segments.insert(segments.end(), edges.begin(), edges.end());
        }
        const geometry::Blades blades(std::move(segments));
        for_features(run, *options, options->blocks,
                     [&](const geometry::Feature& feature, Results& out) {
                         for (const Shape& piece :
                              geometry::cut(feature.shape, blades, options->fill, run.control()))
                             out.shape("piece", piece).end();
                     });
    };
}

constexpr OverlayOperation union_operation{
    SetOperation::union_of_all,
    "Prints what is inside of any feature of any input, as one polygon or multipolygon.",
    "geom union parcels.geojson", "The outline of all."};
constexpr OverlayOperation intersection_operation{
    SetOperation::intersection,
    "Prints what is inside of all inputs; of a single input, of all its features. Inside of an "
    "input is what is inside of any of its features.",
    "geom intersection land.wkt forest.wkt", "The forest on land."};
constexpr OverlayOperation difference_operation{
    SetOperation::difference,
    "Prints what is inside of the first input and of no other; of a single input, of its first "
    "feature and no other. Inside of an input is what is inside of any of its features.",
    "geom difference land.wkt lakes.wkt", "The land without lakes."};
constexpr OverlayOperation sym_difference_operation{
    SetOperation::symmetric_difference,
    "Prints what is inside of an odd number of inputs; of a single input, of its features. Inside "
    "of an input is what is inside of any of its features.",
    "geom sym-difference old.wkt new.wkt", "What has changed."};

constexpr std::array overlay_operations{
    Operation{"union", "Join polygons.", declare_overlay<union_operation>},
    Operation{"intersection", "Find what polygons have in common.",
              declare_overlay<intersection_operation>},
    Operation{"difference", "Take polygons from others.", declare_overlay<difference_operation>},
    Operation{"sym-difference", "Find what is in an odd number of polygons.",
              declare_overlay<sym_difference_operation>},
    Operation{"clip", "Keep what lies in polygons.", declare_clip},
    Operation{"cut", "Cut polygons and lines into pieces.", declare_cut},
};

}  // namespace

std::span<const Operation> overlays() { return overlay_operations; }

}  // namespace geom
