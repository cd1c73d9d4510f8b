#include "geometry/predicates.hpp"
#include "geometry/tolerance.hpp"
#include "geometry/vectors.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>
#include <tuple>

namespace geom {
namespace {

/// The word for a sign, and whether it means yes.
void put(Results& out, const char* name, int sign, const std::array<const char*, 3>& words) {
    out.word(name, words[static_cast<std::size_t>(sign + 1)]);
    out.tell(sign > 0);
    out.end();
}

/// An operation that says how c lies to the line from a to b.
struct TurnOperation {
    const char* about;
    std::initializer_list<Operand> operands;
    bool point_first;  ///< c comes before a and b
    const char* name;
    std::array<const char*, 3> words;
    const char* example;
    const char* effect;
};

constexpr TurnOperation orient{
    "Prints left if the way from the first point over the second to the third turns left "
    "(counterclockwise), else right or collinear. With --exit-status yes means left.",
    {Operand::point, Operand::point, Operand::point},
    false,
    "turn",
    {"right", "collinear", "left"},
    "echo 0 0 1 0 0 1 | geom orient",
    "left"};

constexpr TurnOperation side{
    "Prints the side of a line directed from its first point to its second on which a point lies: "
    "left, right or on (of a line through equal points always on). With --exit-status yes means "
    "left.",
    {Operand::point, Operand::line},
    true,
    "side",
    {"right", "on", "left"},
    "geom side --with 0,0,1,1 points.txt",
    "The side of the diagonal on which each point lies."};

template <const TurnOperation& operation>
cli::Body declare_turn(cli::Declaration& verb) {
    struct Options : Settings {
        cli::Numbers with;
        std::optional<double> eps;
    };
    const auto options = std::make_shared<Options>();
    verb.about(operation.about);
    verb.example(operation.example, operation.effect);
    declare_input(verb, *options, shape_text(operation.operands),
                  {.exit_status = true, .measures = true});
    declare_with(verb, options->with);
    declare_eps(verb, options->eps);
    return [options](cli::Run& run) {
        for_rows(run, *options, operation.operands, fixed_of(options->with, operation.operands),
                 [&](Row row, Results& out) {
                     Point a = row.point(), b = row.point(), c = row.point();
                     if (operation.point_first) std::tie(a, b, c) = std::tuple(b, c, a);
                     const int sign =
                         options->eps
                             ? geometry::orientation(a, b, c, geometry::Tolerance{*options->eps})
                             : geometry::orientation(a, b, c);
                     put(out, operation.name, sign, operation.words);
                 });
    };
}

constexpr RowOperation incircle{
    "Prints whether the fourth point lies inside of, on or outside of the circle through the first "
    "three, in whatever order they run. None if these are collinear. With --exit-status yes means "
    "inside.",
    {Operand::point, Operand::point, Operand::point, Operand::point},
    [](Row row, Results& out) {
        const Point a = row.point(), b = row.point(), c = row.point(), d = row.point();
        const int turn = geometry::orientation(a, b, c);
        if (turn == 0) {
            out.none("place").tell(false);
            return out.end();
        }
        put(out, "place", turn * geometry::in_circle(a, b, c, d), {"outside", "on", "inside"});
    },
    "echo 0 0 1 0 1 1 0 1 | geom incircle",
    "on",
    true};

cli::Body declare_collinear(cli::Declaration& verb) {
    struct Options : Settings {
        std::optional<double> eps;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints yes if one line goes through all points of a set, exactly, else no. Fewer "
        "than three points: yes.");
    verb.example("printf '0 0\\n1 1\\n2 2\\n' | geom collinear", "yes");
    declare_input(verb, *options, "A set of points in each block.",
                  {.exit_status = true, .measures = true});
    declare_eps(verb, options->eps);
    return [options](cli::Run& run) {
        for_sets(run, *options, [&](const geometry::PointSet& set, Results& out) {
            const bool found =
                options->eps ? geometry::collinear(set.points, geometry::Tolerance{*options->eps})
                             : geometry::collinear(set.points);
            out.answer("collinear", found).end();
        });
    };
}

constexpr std::array turn_operations{
    Operation{"orient", "Tell whether three points turn left or right.", declare_turn<orient>},
    Operation{"side", "Tell on which side of a line points lie.", declare_turn<side>},
    Operation{"incircle", "Tell whether points lie in the circle through three others.",
              declare_row<incircle>},
    Operation{"collinear", "Tell whether points lie on one line.", declare_collinear},
};

}  // namespace

std::span<const Operation> turns() { return turn_operations; }

}  // namespace geom
