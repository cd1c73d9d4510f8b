#include "base/error.hpp"
#include "geometry/join.hpp"
#include "geometry/join_layer.hpp"
#include "geometry/relate.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>
#include <atomic>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
struct RelationSettings : Settings {
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
    "  overlaps           the interiors meet (two lines: along a line), and neither covers the "
    "other\n"
    "  touches            only boundaries meet\n"
    "  within             T*F**F***  all of A in B, not only in its boundary\n"
    "\n"
    "Points are interior. Ends of lines are boundary where an odd number of lines of the shape "
    "end. "
    "Inside of a polygon is what an odd number of its rings surround, however they cross or "
    "overlap; spikes are no part of it. In a collection areas come before lines, lines before "
    "points, and an edge with areas on both sides is interior.";

/// A and B, from the arguments.
void take_inputs(RelationSettings& options) {
    auto& paths = options.input.paths;
    if (paths.size() != 2)
        throw base::UsageError("expected two inputs, A and B, found " +
                               std::to_string(paths.size()));
    options.other.paths = {paths[1]};
    paths.pop_back();
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
    const auto options = std::make_shared<RelationSettings>();
    verb.about(
        "Prints for each feature of A how it lies to B: the matrix of DE-9IM, or whether a "
        "relation holds. All features of B count together, as one collection; for each of them "
        "alone see geom join. Exact for all shapes, valid or not. Empty shapes meet nothing. With "
        "--exit-status yes means that the relation holds, without one that they meet, for all "
        "features of A.");
    verb.example("geom relate road.wkt park.wkt", "101FF0212");
    verb.example("geom relate --predicate within --exit-status house.wkt parcel.wkt", "yes");
    declare_input(verb, *options,
                  "Two inputs, A and B, of any geometries of WKT and GeoJSON; in xy all blocks of "
                  "an input are the rings of one polygon, or as --blocks says.",
                  {.exit_status = true, .measures = true, .pair = true});
    declare_question(verb, options->question);
    declare_blocks(verb, options->blocks);
    verb.chapter("Relations", meanings);
    return [options](cli::Run& run) {
        take_inputs(*options);
        std::optional<geometry::RelationTest> test;
        if (options->question.asked()) test = options->question.test();
        const Shape other =
            united(geometry::all_shapes(options->other, options->blocks, run.control()));
        const geometry::PreparedShape b(other);
        options->ground = [&other](geometry::Sketch& sketch) {
            sketch.shape(sketch.add_layer("B", 1), other);
        };
        for_features(run, *options, options->blocks, [&](const Feature& feature, Results& out) {
            const geometry::PreparedShape a(feature.shape);
            if (test) {
                out.answer("holds", geometry::holds(*test, a, b, run.control()));
            } else {
                const auto matrix = geometry::relate(a, b, run.control());
                out.word("matrix", matrix.text());
                out.tell(geometry::holds(Relation::intersects, matrix));
            }
            out.end();
        });
    };
}

/// What a join writes of the partners of one feature or row.
struct JoinSettings : RelationSettings {
    bool count = false, left = false, without = false;
    std::vector<std::string> keep, other_columns;
    Blocks other_blocks = Blocks::rings;
};

/// Writes a row or feature of A with each of its partners, as the settings say.
class JoinWriter {
  public:
    JoinWriter(const JoinSettings& settings, const geometry::JoinLayer& layer,
               const std::vector<bool>& taken)
        : settings_(settings), layer_(layer), taken_(taken) {}

    /// `begin` puts what stands for A.
    template <class Begin>
    void write(const std::vector<std::uint32_t>& partners, Results& out, const Begin& begin) const {
        if (settings_.count) {
            begin();
            out.count("count", partners.size()).end();
        } else if (settings_.without) {
            if (!partners.empty()) return;
            begin();
            out.end();
        } else {
            for (const std::uint32_t place : partners) {
                begin();
                put(place, out);
                out.end();
            }
            if (!partners.empty() || !settings_.left) return;
            begin();
            if (settings_.numbered())
                out.none("b", geometry::Absent::column);
            else
                layer_.put_none(taken_, out);
            out.end();
        }
    }

  private:
    void put(std::uint32_t place, Results& out) const {
        if (settings_.numbered())
            out.count("b", std::uint64_t{place} + 1);
        else
            layer_.put(place, taken_, out);
    }

    const JoinSettings& settings_;
    const geometry::JoinLayer& layer_;
    const std::vector<bool>& taken_;
};

void join_rows(const JoinSettings& settings, const geometry::JoinLayer& layer,
               const geometry::JoinIndex& index, const geometry::Rows& rows,
               const geometry::Style& style, Results& out) {
    const std::vector<bool> taken = layer.taken({}, style);
    const JoinWriter writer(settings, layer, taken);
    geometry::JoinIndex::Partners partners;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Point p{rows.values[2 * i], rows.values[2 * i + 1]};
        index.find(p, partners);
        out.carry(rows.carried.text(i), rows.ids.text(i));
        writer.write(partners.places, out, [&] {
            if (settings.numbered())
                out.count("a", rows.numbers[i]);
            else
                out.point("point", p);
        });
    }
}

void join_feature(const JoinSettings& settings, const geometry::JoinLayer& layer,
                  const geometry::JoinIndex& index, const Feature& feature,
                  const geometry::Style& style, Results& out, base::Control control) {
    const std::vector<bool> taken = layer.taken(feature.properties, style);
    const JoinWriter writer(settings, layer, taken);
    geometry::JoinIndex::Partners partners;
    index.find(feature.shape, partners, control);
    if (settings.numbered() && settings.input.id.empty()) out.carry({}, {});
    writer.write(partners.places, out, [&] {
        if (settings.numbered())
            out.count("a", feature.number);
        else
            out.shape("shape", feature.shape);
    });
}

/// Whether the results would be but the shapes of A.
bool loses_partners(const JoinSettings& settings, const geometry::Style& style) {
    const bool wkt =
        settings.to == Settings::To::wkt ||
        (settings.to == Settings::To::like_input && style.notation == geometry::Notation::wkt);
    return wkt && !settings.numbered() && !settings.without;
}

cli::Body declare_join(cli::Declaration& verb) {
    const auto options = std::make_shared<JoinSettings>();
    options->blocks = Blocks::points;
    verb.about(
        "Prints each feature or point of A once for each feature of B with which it has a "
        "relation, with the properties of both; in the order of A, then of B. A property of B is "
        "called b_NAME where A has one of that name; where B has none at all it is b, the number "
        "of the feature. In xy they stand behind the point, before the further columns of A, in "
        "GeoJSON "
        "behind the properties of A, in the order in which they first appear in B, or of --keep. A "
        "is read as a stream, B kept with an index. Exact for all shapes, valid "
        "or not. Shapes of xy and WKT have no place for properties: --index, --to geojson.");
    verb.example("geom join --predicate within cities.csv countries.geojson",
                 "The columns of each city and the properties of its country.");
    verb.example("geom join --predicate crosses --count roads.geojson rivers.geojson",
                 "How many rivers each road crosses.");
    declare_input(
        verb, *options,
        "Two inputs, A and B, of any geometries of WKT and GeoJSON. In xy each row of A is "
        "a point x y and all blocks of B are the rings of one polygon, or as --blocks "
        "and --b-blocks say.",
        {.index = true, .pair = true});
    declare_question(verb, options->question);
    verb.option("--keep", "NAME", options->keep,
                "Only this property or column of B; once for each, in order.");
    verb.flag("--count", options->count, "Print how many features of B there are instead.")
        .excludes({"--keep"});
    verb.flag(
        "--left", options->left,
        "Print what has no partner too, with none, in JSON null, for the properties of B; in CSV "
        "empty fields.");
    verb.flag("--not", options->without, "Print only what has no partner.")
        .excludes({"--left", "--count", "--keep"});
    verb.option("--b-column", "NAME|N", options->other_columns,
                "A column of coordinates of B, as -k for A.");
    declare_blocks(verb, options->blocks, "--blocks", " in A", "each row a point");
    declare_blocks(verb, options->other_blocks, "--b-blocks", " in B", "each row a point");
    verb.chapter("Relations", meanings);
    return [options](cli::Run& run) {
        take_inputs(*options);
        if (!options->question.asked()) throw base::UsageError("expected --predicate or --matrix");
        const geometry::RelationTest test = options->question.test();
        options->other.columns = options->other_columns;
        const geometry::JoinLayer layer(options->other, options->other_blocks, options->keep,
                                        run.control());
        const geometry::JoinIndex index(layer.shapes(), test);
        options->measures = false;
        options->ground = [&layer](geometry::Sketch& sketch) {
            for (const Shape& shape : layer.shapes()) sketch.shape(0, shape);
        };
        std::atomic<bool> has_no_place = false;
        for_rows_or_features(
            run, *options, options->blocks,
            {[&](const geometry::Rows& rows, const geometry::Style& style, Results& out) {
                 join_rows(*options, layer, index, rows, style, out);
             },
             [&](const Feature& feature, const geometry::Style& style, Results& out) {
                 has_no_place = has_no_place || loses_partners(*options, style);
                 join_feature(*options, layer, index, feature, style, out, run.control());
             }});
        if (has_no_place)
            run.warn("WKT has no place for what is joined: see --index and --to geojson");
    };
}

constexpr std::array relation_operations{
    Operation{"relate", "Tell how shapes lie to each other.", declare_relate},
    Operation{"join", "Join features of two inputs that have a relation.", declare_join},
};

}  // namespace

std::span<const Operation> relations() { return relation_operations; }

}  // namespace geom
