#include "geometry/overlay.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::FillRule;
using geometry::Layers;
using geometry::OverlayInput;
using geometry::SetOperation;
using geometry::Shape;

struct OverlaySettings : Settings {
    FillRule fill = FillRule::even_odd;
    bool area = false;
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
    out.shape("polygons", polygons.parts() == 1 ? polygons.part_shape(0) : polygons).end();
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
    verb.about(std::string(operation.about) +
               " Rings may cross, touch and overlap in every way. What is inside is decided "
               "exactly; then crossings are rounded, and where that lets edges meet, they are "
               "split and rounded again, so that the result is valid: shells run "
               "counterclockwise, holes clockwise, vertices are corners. Nothing: an empty "
               "multipolygon.");
    verb.example(operation.example, operation.effect);
    declare_input(verb, *options, polygon_shapes);
    declare_fill(verb, options->fill);
    verb.flag("--exact-area", options->area,
              "Print the area of the result before rounding instead, itself rounded once.");
    return [options](cli::Run& run) {
        options->measures = options->area;
        const auto work = [&](const Layers& layers, Results& out) {
            std::vector<OverlayInput> inputs;
            const std::size_t operands = operands_of(layers, inputs);
            const geometry::Overlay overlay(inputs, operands, options->fill, run.control());
            if (!options->area) return put_polygons(overlay.polygons(operation.operation), out);
            if (const auto area = overlay.area(operation.operation))
                out.number("area", *area);
            else
                out.none("area");
            out.end();
        };
        for_layers(run, *options, geometry::Blocks::rings, work);
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

constexpr std::array operations{
    Operation{"union", "Join polygons.", declare_overlay<union_operation>},
    Operation{"intersection", "Find what polygons have in common.",
              declare_overlay<intersection_operation>},
    Operation{"difference", "Take polygons from others.", declare_overlay<difference_operation>},
    Operation{"sym-difference", "Find what is in an odd number of polygons.",
              declare_overlay<sym_difference_operation>},
};

}  // namespace

std::span<const Operation> overlays() { return operations; }

}  // namespace geom
