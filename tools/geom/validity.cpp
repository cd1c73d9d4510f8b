#include "geometry/validity.hpp"

#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::Absent;
using geometry::Blocks;
using geometry::Defect;
using geometry::Feature;
using geometry::Repair;
using geometry::Shape;

void put_defect(const Defect& defect, Results& out) {
    out.answer("valid", false).word("reason", geometry::name_of(defect.flaw));
    out.point("point", defect.place).count("path", defect.path + 1);
    if (defect.other)
        out.count("other", *defect.other + 1);
    else
        out.skip("other");
    out.end();
}

void put_valid(Results& out) {
    out.answer("valid", true).skip("reason").skip("point", Absent::point);
    out.skip("path").skip("other").end();
}

cli::Body declare_valid(cli::Declaration& verb) {
    struct Options : Settings {
        bool all = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints yes for each feature that is valid by the rules of simple features, else no, the "
        "reason, where, the number of the ring or line, from 1, and of the other one concerned. "
        "Reasons, the first of which is printed: too-few-points, crossing, overlap (of edges), "
        "self-touch, hole-outside (of its shell), nested-holes, nested-shells, split-interior (by "
        "rings that touch). Rings may touch others at points. Points, lines of two places and "
        "empty shapes are valid. Exact. --to wkt writes places alone: for valid features an empty "
        "point.");
    verb.example("geom valid parcels.geojson", "yes, or: no crossing x y 1");
    verb.example("geom valid --exit-status --all parcels.wkt", "All defects; status 1 if any.");
    declare_input(verb, *options, polygon_shapes, {.exit_status = true, .measures = true});
    verb.flag("--all", options->all, "Print all defects of each feature, a row each.");
    return [options](cli::Run& run) {
        for_features(run, *options, Blocks::rings, [&](const Feature& feature, Results& out) {
            auto found = geometry::defects(feature.shape, run.control());
            if (found.empty()) return put_valid(out);
            if (!options->all) found.resize(1);
            for (const Defect& defect : found) put_defect(defect, out);
        });
    };
}

cli::Body declare_make_valid(cli::Declaration& verb) {
    struct Options : Settings {
        Repair method = Repair::structure;
        bool keep_collapsed = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints valid features as they are, vertex for vertex, and makes polygons of the others: "
        "what is inside is decided exactly, then rounded as `geom union` does it. Lines of one "
        "place and parts of rings that enclose nothing are dropped; a feature of which nothing is "
        "left is empty. Collections member by member; points stay.");
    verb.example("printf '0 0\\n2 2\\n2 0\\n0 2\\n' | geom make-valid --to wkt",
                 "A bow tie as two triangles.");
    declare_input(verb, *options, polygon_shapes);
    verb.choice("--method", "METHOD", options->method,
                {{"structure", Repair::structure}, {"linework", Repair::linework}},
                "Inside is what a shell winds around and no hole of its polygon does; or what all "
                "rings of the feature together wind around an odd number of times. The rings of xy "
                "are linework.");
    verb.flag("--keep-collapsed", options->keep_collapsed,
              "Keep what would be dropped as lines and points, in a collection.");
    return [options](cli::Run& run) {
        for_features(run, *options, Blocks::rings, [&](const Feature& feature, Results& out) {
            const Shape valid = geometry::made_valid(feature.shape, options->method,
                                                     options->keep_collapsed, run.control());
            out.shape("valid", valid).end();
        });
    };
}

constexpr std::array validity_operations{
    Operation{"valid", "Tell whether shapes are valid, why not, and where.", declare_valid},
    Operation{"make-valid", "Make shapes valid.", declare_make_valid},
};

}  // namespace

std::span<const Operation> validity() { return validity_operations; }

}  // namespace geom
