#include "geometry/vectors.hpp"

#include "base/error.hpp"
#include "geometry/polygon.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::AngleUnit;

constexpr PointOperation add{"Prints the sum of two vectors.",
                             {Operand::vector, Operand::vector},
                             [](Row row) -> std::optional<Point> {
                                 const Point a = row.point();
                                 return geometry::sum(a, row.point());
                             },
                             "sum",
                             "geom add --with 10,20 points.txt",
                             "Moves points by (10, 20)."};

constexpr PointOperation sub{"Prints the first vector minus the second.",
                             {Operand::vector, Operand::vector},
                             [](Row row) -> std::optional<Point> {
                                 const Point a = row.point();
                                 return geometry::difference(a, row.point());
                             },
                             "difference",
                             "echo 5 5 2 1 | geom sub",
                             "3 4"};

constexpr PointOperation scale{"Prints a vector times a number.",
                               {Operand::vector, Operand::number},
                               [](Row row) -> std::optional<Point> {
                                   const Point a = row.point();
                                   return geometry::scaled(a, row.number());
                               },
                               "product",
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

constexpr PointOperation unit{"Prints the vector of length 1 in the same direction; none for 0 0.",
                              {Operand::vector},
                              [](Row row) { return geometry::unit(row.point()); },
                              "unit",
                              "echo 3 4 | geom unit",
                              "0.6 0.8"};

constexpr PointOperation normal{
    "Prints the vector turned to the left by a quarter: -y x.",
    {Operand::vector},
    [](Row row) -> std::optional<Point> { return geometry::normal(row.point()); },
    "normal",
    "echo 3 4 | geom normal",
    "-4 3"};

cli::Body declare_angle(cli::Declaration& verb) {
    struct Options : Settings {
        std::string of = "vector";
        cli::Numbers with;
        bool radians = false;
        AngleUnit unit() const { return radians ? AngleUnit::radians : AngleUnit::degrees; }
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
                     out.number("angle", angle).end();
                 });
    };
}

/// Lengths of vectors and segments, in rows.
void measure_rows(cli::Run& run, const Settings& settings, Operand operand) {
    for_rows(run, settings, std::array{operand}, {}, [&](Row row, Results& out) {
        if (operand == Operand::vector)
            return out.number("length", geometry::length(row.point())).end();
        const Segment s = row.segment();
        out.number("length", geometry::distance(s.a, s.b)).end();
    });
}

void measure_paths(cli::Run& run, const Settings& settings) {
    for_features(
        run, settings, geometry::Blocks::paths, [](const geometry::Feature& feature, Results& out) {
            const auto value = geometry::length(feature.shape);
            if (!value)
                throw base::DataError(feature.where, "the length is beyond the largest double");
            out.number("length", *value).end();
        });
}

cli::Body declare_length(cli::Declaration& verb) {
    struct Options : Settings {
        std::string of = "vector";
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints a length, the exact one rounded once: of the vector x y or the segment x1 y1 x2 y2 "
        "in each row, or of each path: a block of xy, a line of WKT or GeoJSON.");
    verb.example("echo 3 4 | geom length", "5");
    verb.example("geom length --of path track.txt", "The length of the track.");
    declare_input(verb, *options, "What --of says.", {.measures = true});
    verb.option("--of", "WHAT", options->of, "What is measured.")
        .choose({"vector", "segment", "path"});
    return [options](cli::Run& run) {
        if (options->of == "path") return measure_paths(run, *options);
        measure_rows(run, *options, options->of == "vector" ? Operand::vector : Operand::segment);
    };
}

constexpr std::array vector_operations{
    Operation{"add", "Add vectors.", declare_image<add>},
    Operation{"sub", "Subtract vectors.", declare_image<sub>},
    Operation{"scale", "Multiply vectors by numbers.", declare_image<scale>},
    Operation{"dot", "Find the dot product of vectors.", declare_row<dot>},
    Operation{"cross", "Find the cross product of vectors.", declare_row<cross>},
    Operation{"length", "Measure the length of vectors, segments or paths.", declare_length},
    Operation{"angle", "Measure the angle of or between vectors.", declare_angle},
    Operation{"unit", "Bring vectors to length 1.", declare_image<unit>},
    Operation{"normal", "Turn vectors by a quarter.", declare_image<normal>},
};

}  // namespace

std::span<const Operation> vectors() { return vector_operations; }

}  // namespace geom
