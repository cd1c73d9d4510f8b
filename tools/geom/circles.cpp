#include "geometry/circles.hpp"

#include "base/error.hpp"
#include "geometry/triangles.hpp"
#include "geometry/vectors.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <algorithm>
#include <array>

namespace geom {
namespace {

using geometry::Circle;
using geometry::Extent;
using geometry::Straight;

cli::Body declare_circle(cli::Declaration& verb) {
    struct Options : Settings {
        std::string of = "points";
        cli::Numbers with;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints a circle, x y radius, each rounded once: through three points (none if they are "
        "collinear), with the diameter between two, or around the first of two through the "
        "second.");
    verb.example("echo 0 0 4 0 | geom circle --of diameter", "2 0 2");
    declare_input(verb, *options, "In each row x1 y1 x2 y2 x3 y3; x1 y1 x2 y2.");
    verb.option("--of", "WHAT", options->of, "What the points are.")
        .choose({"points", "diameter", "centre"});
    declare_with(verb, options->with);
    return [options](cli::Run& run) {
        const std::vector operands(options->of == "points" ? 3 : 2, Operand::point);
        for_rows(run, *options, operands, fixed_of(options->with, operands),
                 [&](Row row, Results& out) {
                     const Point a = row.point(), b = row.point();
                     if (options->of == "diameter")
                         return put_circle(out, circle_on_diameter(a, b));
                     if (options->of == "centre") return put_circle(out, Circle{a, distance(a, b)});
                     put_circle(out, geometry::circumcircle(a, b, row.point()));
                 });
    };
}

/// How many common points, and the points; there are at most two.
void put_common(Results& out, std::span<const Point> points) {
    constexpr std::array names{"first", "second"};
    out.count("count", points.size()).tell(!points.empty());
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i < points.size())
            out.point(names[i], points[i]);
        else
            out.none(names[i], geometry::Absent::point);
    }
}

cli::Body declare_circle_line(cli::Declaration& verb) {
    struct Options : Settings {
        Extent extent = Extent::line;
        cli::Numbers with;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints how many points a circle and a line have in common (0, 1 or 2, decided exactly), "
        "and these in the direction of the line, rounded once. A tangent has one. With "
        "--exit-status yes means that there is one.");
    verb.example("echo 0 0 5 -9 3 9 3 | geom circle-line", "2 -4 3 4 3");
    const std::vector operands{Operand::circle, Operand::line};
    declare_input(verb, *options, shape_text(operands), {.exit_status = true});
    verb.choice(
        "--extent", "WHAT", options->extent,
        {{"line", Extent::line}, {"ray", Extent::ray}, {"segment", Extent::segment}},
        "Whether the two points are of a line, a ray from the first, or the ends of a segment.");
    declare_with(verb, options->with);
    return [options, operands](cli::Run& run) {
        for_rows(run, *options, operands, fixed_of(options->with, operands),
                 [&](Row row, Results& out) {
                     const Circle circle = row.circle();
                     const Segment s = row.segment();
                     put_common(out, intersection(circle, Straight{s.a, s.b, options->extent}));
                     out.end();
                 });
    };
}

constexpr RowOperation circle_circle{
    "Prints how two circles lie (separate, touch-outside, cross, touch-inside, inside, equal), how "
    "many points they have in common, and these, rounded once, the one to the left of the way from "
    "the first centre to the second first. Equal circles share all their points: no number. "
    "Decided exactly. With --exit-status yes means that "
    "there is a common point.",
    {Operand::circle, Operand::circle},
    [](Row row, Results& out) {
        constexpr std::array words{"separate",     "touch-outside", "cross",
                                   "touch-inside", "inside",        "equal"};
        const Circle first = row.circle(), second = row.circle();
        const bool equal = first == second;
        out.word("relation", words[static_cast<std::size_t>(relation(first, second))]);
        if (equal && first.radius > 0) {
            out.none("count").tell(true);
            out.none("first", geometry::Absent::point).none("second", geometry::Absent::point);
        } else {
            put_common(out, equal ? std::vector{first.centre} : intersection(first, second));
        }
        out.end();
    },
    "echo 0 0 5 6 0 5 | geom circle-circle",
    "cross 2 3 4 3 -4",
    true};

cli::Body declare_tangents(cli::Declaration& verb) {
    struct Options : Settings {
        std::string of = "point";
        cli::Numbers with;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints tangents as segments x1 y1 x2 y2, each in a row. From a point: from it to where "
        "they touch, the left one first; from a point on the circle one, as long as the radius, "
        "to the left. Of two circles: from "
        "where they touch the first to where they touch the second, the outer ones first. Nothing "
        "where there is none, or infinitely many.");
    verb.example("echo 5 0 0 0 3 | geom tangents", "Two tangents from (5, 0).");
    verb.example("echo 0 0 1 4 0 1 | geom tangents --of circles", "Four common tangents.");
    declare_input(verb, *options, "In each row x y  x y r; x y r  x y r.");
    verb.option("--of", "WHAT", options->of, "A point and a circle, or two circles.")
        .choose({"point", "circles"});
    declare_with(verb, options->with);
    return [options](cli::Run& run) {
        const bool point = options->of == "point";
        const std::vector operands{point ? Operand::point : Operand::circle, Operand::circle};
        for_rows(run, *options, operands, fixed_of(options->with, operands),
                 [&](Row row, Results& out) {
                     const Circle first = point ? Circle{row.point(), 0} : row.circle();
                     const Circle second = row.circle();
                     const auto found =
                         point ? tangents(first.centre, second) : common_tangents(first, second);
                     for (const Segment& tangent : found) out.segment("tangent", tangent).end();
                 });
    };
}

cli::Body declare_circle_polygon(cli::Declaration& verb) {
    struct Options : Settings {
        cli::Numbers circle;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints for each polygon the area that it has in common with a circle, the exact one "
        "rounded once. Holes count for nothing; lines and points have none: 0.");
    verb.example("geom circle-polygon --circle 0,0,10 ring.txt", "The area within 10 of (0, 0).");
    declare_input(verb, *options, polygon_shapes, {.measures = true});
    verb.option("--circle", "X,Y,R", options->circle, "The circle.");
    return [options](cli::Run& run) {
        if (options->circle.values.empty()) throw base::UsageError("expected --circle X,Y,R");
        const Circle circle = circle_of("--circle", options->circle);
        for_features(run, *options, geometry::Blocks::rings,
                     [&](const geometry::Feature& feature, Results& out) {
                         out.number("area", geometry::common_area(circle, feature.shape)).end();
                     });
    };
}

void put_image(Results& out, const std::optional<geometry::CircleOrLine>& image) {
    if (!image) return out.none("kind").none("image", geometry::Absent::circle).end();
    if (const auto* circle = std::get_if<Circle>(&*image)) {
        out.word("kind", "circle").circle("circle", circle->centre, circle->radius).end();
    } else {
        const auto& line = std::get<Straight>(*image);
        out.word("kind", "line").segment("line", {line.a, line.b}).end();
    }
}

cli::Body declare_invert(cli::Declaration& verb) {
    struct Options : Settings {
        std::string of = "point";
        cli::Numbers circle{{0, 0, 1}};
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the image under inversion in a circle, rounded once: of a point the point on the "
        "same ray from the centre whose distances multiply to the square of the radius; of a line "
        "or circle: circle x y r, or line x1 y1 x2 y2. None for the centre.");
    verb.example("echo 0.5 0 | geom invert", "2 0");
    verb.example("echo 1 0 1 | geom invert --of circle", "line 0.5 0 0.5 1");
    declare_input(verb, *options, "In each row x y; x1 y1 x2 y2; x y r.");
    verb.option("--of", "WHAT", options->of, "What is in a row.")
        .choose({"point", "line", "circle"});
    verb.option("--circle", "X,Y,R", options->circle, "The circle of inversion.");
    return [options](cli::Run& run) {
        const Circle mirror = circle_of("--circle", options->circle);
        if (options->of == "point")
            return for_points(run, *options, [&](Point p) { return inverse(p, mirror); });
        const bool line = options->of == "line";
        for_rows(run, *options, std::array{line ? Operand::line : Operand::circle}, {},
                 [&](Row row, Results& out) {
                     put_image(out, line ? inverse(row.segment(), mirror)
                                         : inverse(row.circle(), mirror));
                 });
    };
}

constexpr RowOperation apollonius{
    "Prints the circles that touch three circles (points are circles of radius 0), up to eight, "
    "each in a row, x y radius, rounded once: those that have all three outside first. Nothing "
    "where there is none, or infinitely many.",
    {Operand::circle, Operand::circle, Operand::circle},
    [](Row row, Results& out) {
        const Circle a = row.circle(), b = row.circle();
        for (const Circle& circle : geometry::apollonius(a, b, row.circle()))
            put_circle(out, circle);
    },
    "echo 0 0 1 4 0 1 0 4 1 | geom apollonius",
    "Eight circles."};

constexpr std::array circle_operations{
    Operation{"circle", "Find the circle through points.", declare_circle},
    Operation{"circle-line", "Find where circles meet lines.", declare_circle_line},
    Operation{"circle-circle", "Find where circles meet.", declare_row<circle_circle>},
    Operation{"tangents", "Find tangents from points and of two circles.", declare_tangents},
    Operation{"circle-polygon", "Measure what a circle and a polygon share.",
              declare_circle_polygon},
    Operation{"invert", "Invert points, lines and circles in a circle.", declare_invert},
    Operation{"apollonius", "Find the circles that touch three circles.", declare_row<apollonius>},
};

}  // namespace

std::span<const Operation> circles() { return circle_operations; }

}  // namespace geom
