#include "geometry/vectors.hpp"

#include "base/error.hpp"
#include "geometry/listing.hpp"
#include "geometry/transform.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::AngleUnit;

constexpr RowOperation add{"Prints the sum of two vectors.",
                           {Operand::vector, Operand::vector},
                           [](Row row, Results& out) {
                               const Point a = row.point();
                               out.point("sum", geometry::sum(a, row.point())).end();
                           },
                           "geom add --with 10,20 points.txt",
                           "Moves points by (10, 20)."};

constexpr RowOperation sub{"Prints the first vector minus the second.",
                           {Operand::vector, Operand::vector},
                           [](Row row, Results& out) {
                               const Point a = row.point();
                               out.point("difference", geometry::difference(a, row.point())).end();
                           },
                           "echo 5 5 2 1 | geom sub",
                           "3 4"};

constexpr RowOperation scale{"Prints a vector times a number.",
                             {Operand::vector, Operand::number},
                             [](Row row, Results& out) {
                                 const Point a = row.point();
                                 out.point("product", geometry::scaled(a, row.number())).end();
                             },
                             "geom scale --with 2.5 points.txt",
                             "All coordinates times 2.5."};

constexpr RowOperation dot{"Prints the dot product of two vectors, rounded once.",
                           {Operand::vector, Operand::vector},
                           [](Row row, Results& out) {
                               const Point a = row.point();
                               out.number("dot", geometry::dot(a, row.point())).end();
                           },
                           "echo 1 2 3 4 | geom dot",
                           "11",
                           false,
                           true};

constexpr RowOperation cross{
    "Prints the cross product of two vectors, rounded once: the area of their parallelogram, "
    "positive if the second is counterclockwise of the first.",
    {Operand::vector, Operand::vector},
    [](Row row, Results& out) {
        const Point a = row.point();
        out.number("cross", geometry::cross(a, row.point())).end();
    },
    "echo 1 2 3 4 | geom cross",
    "-2",
    false,
    true};

constexpr RowOperation unit{"Prints the vector of length 1 in the same direction; none for 0 0.",
                            {Operand::vector},
                            [](Row row, Results& out) {
                                if (const auto found = geometry::unit(row.point()))
                                    out.point("unit", *found);
                                else
                                    out.word("unit", "none");
                                out.end();
                            },
                            "echo 3 4 | geom unit",
                            "0.6 0.8"};

constexpr RowOperation normal{
    "Prints the vector turned to the left by a quarter: -y x.",
    {Operand::vector},
    [](Row row, Results& out) { out.point("normal", geometry::normal(row.point())).end(); },
    "echo 3 4 | geom normal",
    "-4 3"};

constexpr RowOperation project{
    "Prints the nearest point of the line through two points; none where these are equal.",
    {Operand::point, Operand::line},
    [](Row row, Results& out) {
        const Point p = row.point();
        if (const auto found = geometry::projected(p, row.segment()))
            out.point("foot", *found);
        else
            out.word("foot", "none");
        out.end();
    },
    "geom project --with 0,0,1,1 points.txt",
    "Points moved onto the diagonal."};

constexpr RowOperation reflect{
    "Prints the mirror image at the line through two points; none where these are equal.",
    {Operand::point, Operand::line},
    [](Row row, Results& out) {
        const Point p = row.point();
        if (const auto found = geometry::reflected(p, row.segment()))
            out.point("image", *found);
        else
            out.word("image", "none");
        out.end();
    },
    "geom reflect --with 0,0,1,0 points.txt",
    "Points mirrored at the x axis."};

struct AngleOptions : Settings {
    cli::Numbers with;
    bool radians = false;
    AngleUnit unit() const { return radians ? AngleUnit::radians : AngleUnit::degrees; }
};

cli::Body declare_angle(cli::Declaration& verb) {
    struct Options : AngleOptions {
        std::string of = "vector";
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints an angle in degrees, in (-180, 180], correctly rounded: of a vector with the x "
        "axis; by which the first vector must turn to point where the second does; at the first of "
        "three points from the second to the third. None for a vector 0 0.");
    verb.example("echo 1 1 | geom angle", "45");
    verb.example("geom angle --of corner corners.txt", "The angles at the first points.");
    declare_input(verb, *options, "In each row what --of says.", {.measures = true});
    verb.option("--of", "WHAT", options->of, "x y; x1 y1 x2 y2; x1 y1 x2 y2 x3 y3.")
        .choose({"vector", "vectors", "corner"});
    verb.flag("--radians", options->radians, "In radians, in (-pi, pi].");
    declare_with(verb, options->with);
    return [options](cli::Run& run) {
        const std::vector<Operand> operands =
            options->of == "corner"    ? std::vector{Operand::point, Operand::point, Operand::point}
            : options->of == "vectors" ? std::vector{Operand::vector, Operand::vector}
                                       : std::vector{Operand::vector};
        for_rows(run, *options, operands, fixed_of(options->with, operands),
                 [&](Row row, Results& out) {
                     const Point first = row.point();
                     std::optional<double> angle;
                     if (operands.size() == 1) {
                         angle = geometry::angle(first, options->unit());
                     } else if (operands.size() == 2) {
                         angle = geometry::angle_between(first, row.point(), options->unit());
                     } else {
                         const Point a = row.point();
                         angle = geometry::angle_at(first, a, row.point(), options->unit());
                     }
                     if (angle)
                         out.number("angle", *angle);
                     else
                         out.word("angle", "none");
                     out.end();
                 });
    };
}

cli::Body declare_rotate(cli::Declaration& verb) {
    struct Options : AngleOptions {
        double angle = 0;
        cli::Numbers about{{0, 0}};
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Turns points counterclockwise about a centre. Coordinates are the exact ones rounded "
        "once; multiples of 90 degrees are exact.");
    verb.example("geom rotate --angle 30 --about 1,1 points.txt", "Points turned by 30 degrees.");
    const std::array operands{Operand::point};
    declare_input(verb, *options, shape_text(operands));
    verb.option("--angle", "A", options->angle, "The angle in degrees.");
    verb.flag("--radians", options->radians, "The angle is in radians.");
    verb.option("--about", "X,Y", options->about, "The centre.");
    return [options, operands](cli::Run& run) {
        const geometry::Turn turn(options->angle, options->unit());
        const Point centre = point_of("--about", options->about);
        for_rows(run, *options, operands, {}, [&](Row row, Results& out) {
            out.point("image", geometry::rotated(row.point(), turn, centre)).end();
        });
    };
}

cli::Body declare_sort_angle(cli::Declaration& verb) {
    struct Options : Settings {
        cli::Numbers about{{0, 0}};
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Sorts the points of each set by the angle of their direction from a centre, "
        "counterclockwise from the positive x axis, exactly; on one ray the nearer first, then in "
        "input order. Points at the centre come first.");
    verb.example("geom sort-angle --about 5,5 points.txt", "The points around (5, 5).");
    declare_input(verb, *options, "A set of points in each block.", {.index = true});
    verb.option("--about", "X,Y", options->about, "The centre.");
    return [options](cli::Run& run) {
        const Point centre = point_of("--about", options->about);
        for_sets(run, *options, [&](const geometry::PointSet& set, Results& out) {
            geometry::list_points(set, geometry::sort_by_angle(set.points, centre), out);
        });
    };
}

cli::Body declare_collinear(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints yes if one line goes through all points of a set, exactly, else no. Fewer "
        "than three points: yes.");
    verb.example("printf '0 0\\n1 1\\n2 2\\n' | geom collinear", "yes");
    declare_input(verb, *options, "A set of points in each block.",
                  {.exit_status = true, .measures = true});
    return [options](cli::Run& run) {
        for_sets(run, *options, [](const geometry::PointSet& set, Results& out) {
            out.answer("collinear", geometry::collinear(set.points)).end();
        });
    };
}

cli::Body declare_bbox(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the least box with sides along the axes around each set: x1 y1 x2 y2. No "
        "points: nothing.");
    verb.example("geom bbox points.txt", "The corners of the box.");
    declare_input(verb, *options, "A set of points in each block.");
    return [options](cli::Run& run) {
        for_sets(run, *options, [](const geometry::PointSet& set, Results& out) {
            if (const auto box = geometry::bounding_box(set.points))
                out.point("low", box->low).point("high", box->high).end();
        });
    };
}

constexpr std::array operations{
    Operation{"add", "Add vectors.", declare_row<add>},
    Operation{"sub", "Subtract vectors.", declare_row<sub>},
    Operation{"scale", "Multiply vectors by numbers.", declare_row<scale>},
    Operation{"dot", "Find the dot product of vectors.", declare_row<dot>},
    Operation{"cross", "Find the cross product of vectors.", declare_row<cross>},
    Operation{"angle", "Measure the angle of or between vectors.", declare_angle},
    Operation{"unit", "Bring vectors to length 1.", declare_row<unit>},
    Operation{"normal", "Turn vectors by a quarter.", declare_row<normal>},
    Operation{"rotate", "Turn points about a centre.", declare_rotate},
    Operation{"project", "Move points onto a line.", declare_row<project>},
    Operation{"reflect", "Mirror points at a line.", declare_row<reflect>},
    Operation{"sort-angle", "Sort points by direction from a centre.", declare_sort_angle},
    Operation{"collinear", "Tell whether points lie on one line.", declare_collinear},
    Operation{"bbox", "Find the bounding box.", declare_bbox},
};

}  // namespace

std::span<const Operation> vectors() { return operations; }

}  // namespace geom
