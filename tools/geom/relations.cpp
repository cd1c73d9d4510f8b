#include "base/error.hpp"
#include "geometry/relate.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>

namespace geom {
namespace {

using geometry::Blocks;
using geometry::Feature;
using geometry::Relation;
using geometry::Shape;

/// What is asked of two shapes: a named relation, a pattern of matrices, or nothing yet.
struct Question {
    std::optional<Relation> relation;
    std::string pattern;

    geometry::RelationTest test() const {
        if (relation) return {*relation, std::nullopt};
        const auto parsed = geometry::MatrixPattern::parse(pattern);
        if (!parsed)
            throw base::UsageError(
                "--matrix: expected nine of the characters T F 0 1 2 *, found '" + pattern + "'");
        return {Relation::intersects, *parsed};
    }
    bool asked() const { return relation || !pattern.empty(); }
};

/// Two inputs and what is asked.
struct PairSettings : Settings {
    geometry::Input other;
    Question question;
    Blocks blocks = Blocks::rings;
};

void declare_question(cli::Declaration& verb, Question& question) {
    using Named = std::optional<Relation>;
    verb.choice<Named>("--predicate", "NAME", question.relation,
                       {{"contains", Relation::contains},
                        {"contains-properly", Relation::contains_properly},
                        {"covers", Relation::covers},
                        {"covered-by", Relation::covered_by},
                        {"crosses", Relation::crosses},
                        {"disjoint", Relation::disjoint},
                        {"equals", Relation::equals},
                        {"intersects", Relation::intersects},
                        {"overlaps", Relation::overlaps},
                        {"touches", Relation::touches},
                        {"within", Relation::within}},
                       "A relation by its name.");
    verb.option("--matrix", "PATTERN", question.pattern,
                "A relation by the matrices that have it: nine entries, T for any dimension, F for "
                "nothing, 0, 1, 2, * for all the same.")
        .excludes({"--predicate"});
}

/// The names and what they mean.
constexpr const char* meanings =
    "A matrix says for interior, boundary and exterior of A (rows) and of B which dimension their "
    "common part has: 0, 1, 2, or F where there is none.\n"
    "\n"
    "  contains           T*****FF*  all of B in A, not only in its boundary\n"
    "  contains-properly  T**FF*FF*  all of B in the interior of A\n"
    "  covers             all of B in A\n"
    "  covered-by         all of A in B\n"
    "  crosses            the interiors meet in less than the larger dimension, and one\n"
    "                     shape (both lines) also lies outside of the other\n"
    "  disjoint           FF*FF****  nothing in common\n"
    "  equals             T*F**FFF*  the same points; also two empty shapes\n"
    "  intersects         anything in common\n"
    "  overlaps           a common part of the dimension of both, and neither covers the other\n"
    "  touches            only boundaries meet\n"
    "  within             T*F**F***  all of A in B, not only in its boundary\n"
    "\n"
    "Points are interior. Ends of lines are boundary where an odd number of lines of the shape "
    "end. "
    "Inside of a polygon is what an odd number of its rings surround, however they cross or "
    "overlap; spikes are no part of it. In a collection areas come before lines, lines before "
    "points, and an edge with areas on both sides is interior.";

void declare_blocks(cli::Declaration& verb, Blocks& blocks, const char* points) {
    verb.choice("--blocks", "KIND", blocks,
                {{"rings", Blocks::rings}, {"paths", Blocks::paths}, {"points", Blocks::points}},
                std::string("What blocks of xy are: all blocks of an input the rings of one "
                            "polygon, paths, or ") +
                    points + ".");
}

/// A and B, from the arguments.
void take_inputs(PairSettings& options) {
    auto& paths = options.input.paths;
    if (paths.size() != 2)
        throw base::UsageError("expected two inputs, A and B, found " +
                               std::to_string(paths.size()));
    options.other.paths = {paths[1]};
    paths.pop_back();
    options.other.notation = options.input.notation;
    expect_one_reader(options.input, options.other);
}

/// All of them together.
Shape united(std::vector<Shape> shapes) {
    if (shapes.size() == 1) return std::move(shapes[0]);
    Shape all;
    all.type = Shape::Type::collection;
    all.members = std::move(shapes);
    return all;
}

cli::Body declare_relate(cli::Declaration& verb) {
    const auto options = std::make_shared<PairSettings>();
    verb.about(
        "Prints for each feature of A how it lies to B: the matrix of DE-9IM, or whether a "
        "relation holds. All features of B count together, as one collection; for each of them "
        "alone see geom join. Exact for all shapes, valid or not. Empty shapes meet nothing.");
    verb.example("geom relate road.wkt park.wkt", "101FF0212");
    verb.example("geom relate --predicate within --exit-status house.wkt parcel.wkt", "yes");
    declare_input(verb, *options,
                  "Two inputs, A and B, of any geometries of WKT and GeoJSON; in xy all blocks of "
                  "an input are the rings of one polygon, or as --blocks says.",
                  {.exit_status = true, .measures = true, .pair = true});
    declare_question(verb, options->question);
    declare_blocks(verb, options->blocks, "sets of points");
    verb.chapter("Relations", meanings);
    return [options](cli::Run& run) {
        take_inputs(*options);
        std::optional<geometry::RelationTest> test;
        if (options->question.asked()) test = options->question.test();
        const Shape other =
            united(geometry::all_shapes(options->other, options->blocks, run.control()));
        const geometry::PreparedShape b(other);
        options->ground = [&other](geometry::Sketch& sketch) { sketch.shape(0, other); };
        for_features(run, *options, options->blocks, [&](const Feature& feature, Results& out) {
            const geometry::PreparedShape a(feature.shape);
            if (test)
                out.answer("holds", geometry::holds(*test, a, b, run.control()));
            else
                out.word("matrix", geometry::relate(a, b, run.control()).text());
            out.end();
        });
    };
}

constexpr std::array operations{
    Operation{"relate", "Tell how shapes lie to each other.", declare_relate},
};

}  // namespace

std::span<const Operation> relations() { return operations; }

}  // namespace geom
