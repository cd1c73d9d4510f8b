#include "geometry/vectors.hpp"

#include "base/error.hpp"
#include "geometry/listing.hpp"
#include "geometry/polygon.hpp"
#include "geometry/tolerance.hpp"
#include "geometry/transform.hpp"
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

constexpr PointOperation project{
    "Prints the nearest point of the line through two points; none where these are equal.",
    {Operand::point, Operand::line},
    [](Row row) {
        const Point p = row.point();
        return geometry::projected(p, row.segment());
    },
    "foot",
    "geom project --with 0,0,1,1 points.txt",
    "Points moved onto the diagonal."};

constexpr PointOperation reflect{
    "Prints the mirror image at the line through two points; none where these are equal.",
    {Operand::point, Operand::line},
    [](Row row) {
        const Point p = row.point();
        return geometry::reflected(p, row.segment());
    },
    "image",
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
                     out.number("angle", angle).end();
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
    declare_input(verb, *options, point_shapes);
    verb.option("--angle", "A", options->angle, "The angle in degrees.");
    verb.flag("--radians", options->radians, "The angle is in radians.");
    verb.option("--about", "X,Y", options->about, "The centre.");
    return [options](cli::Run& run) {
        const geometry::Turn turn(options->angle, options->unit());
        const Point centre = point_of("--about", options->about);
        for_points(run, *options, [&](Point p) { return geometry::rotated(p, turn, centre); });
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

/// The numbers of an option; UsageError unless there are as many as one of `counts`.
void expect_count(const char* option, const cli::Numbers& numbers,
                  std::initializer_list<std::size_t> counts, const char* expected) {
    for (const std::size_t count : counts)
        if (numbers.values.size() == count) return;
    throw base::UsageError(std::string(option) + ": expected " + expected);
}

void declare_steps(cli::Declaration& verb, geometry::Transform& chain, const bool& radians) {
    const auto about = [](const std::vector<double>& v, std::size_t from) {
        return v.size() > from ? Point{v[from], v[from + 1]} : Point{};
    };
    verb.step(
        "--translate", "X,Y",
        [&chain](const cli::Numbers& n) { chain.translate(point_of("--translate", n)); },
        "Move by a vector.");
    verb.step(
        "--rotate", "A[,X,Y]",
        [&chain, &radians, about](const cli::Numbers& n) {
            expect_count("--rotate", n, {1, 3}, "an angle or an angle and a centre");
            chain.rotate(n.values[0], radians ? AngleUnit::radians : AngleUnit::degrees,
                         about(n.values, 1));
        },
        "Turn counterclockwise, about a centre.");
    verb.step(
        "--scale", "F[,G[,X,Y]]",
        [&chain, about](const cli::Numbers& n) {
            expect_count("--scale", n, {1, 2, 4}, "one or two factors, or two and a centre");
            chain.scale(n.values[0], n.values[n.values.size() > 1 ? 1 : 0], about(n.values, 2));
        },
        "Scale by F, or x by F and y by G, from a centre.");
    verb.step(
        "--shear", "F,G[,X,Y]",
        [&chain, about](const cli::Numbers& n) {
            expect_count("--shear", n, {2, 4}, "two factors, or two and a centre");
            chain.shear(n.values[0], n.values[1], about(n.values, 2));
        },
        "Add F y to x and G x to y, relative to a centre.");
    verb.step(
        "--mirror", "X1,Y1,X2,Y2",
        [&chain](const cli::Numbers& n) {
            expect_count("--mirror", n, {4}, "two points X1,Y1,X2,Y2");
            const auto& v = n.values;
            if (v[0] == v[2] && v[1] == v[3])
                throw base::UsageError("--mirror: expected two different points");
            chain.reflect({{v[0], v[1]}, {v[2], v[3]}});
        },
        "Mirror at the line through two points.");
    verb.step(
        "--matrix", "A,B,C,D,E,F",
        [&chain](const cli::Numbers& n) {
            expect_count("--matrix", n, {6}, "six numbers A,B,C,D,E,F");
            const auto& v = n.values;
            chain.matrix({v[0], v[1], v[2], v[3], v[4], v[5]});
        },
        "x becomes A x + B y + C, y becomes D x + E y + F.");
}

cli::Body declare_transform(cli::Declaration& verb) {
    struct Options : Settings {
        geometry::Transform chain;
        bool radians = false, to_chebyshev = false, from_chebyshev = false;
        bool lines = false, rings = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Moves all points of any geometry by a chain of affine maps, in the order of the command "
        "line. Nothing is rounded between them: each coordinate is the exact one rounded once. "
        "Without a map points stay as they are.");
    verb.example("geom transform --rotate 30,1,1 --translate 10,0 shape.wkt",
                 "Turned by 30 degrees about (1, 1), then moved.");
    verb.example("geom transform --to-chebyshev points.txt | geom closest",
                 "Manhattan distances become Chebyshev distances.");
    declare_input(verb, *options, point_shapes);
    declare_steps(verb, options->chain, options->radians);
    verb.flag("--to-chebyshev", options->to_chebyshev,
              "x + y, x - y, behind the other maps: Manhattan distances become Chebyshev "
              "distances.");
    verb.flag("--from-chebyshev", options->from_chebyshev,
              "(x + y) / 2, (x - y) / 2, behind the other maps: the way back.")
        .excludes({"--to-chebyshev"});
    verb.flag("--radians", options->radians, "Angles of --rotate behind this are in radians.");
    verb.flag("--lines", options->lines, "Blocks of xy are lines, with --to wkt or geojson.")
        .excludes({"--rings"});
    verb.flag("--rings", options->rings,
              "Blocks of xy are the rings of one polygon, with --to wkt or geojson.");
    return [options](cli::Run& run) {
        if (options->to_chebyshev) options->chain.matrix({1, 1, 0, 1, -1, 0});
        if (options->from_chebyshev) options->chain.matrix({0.5, 0.5, 0, 0.5, -0.5, 0});
        const auto image = [&](Point p) -> std::optional<Point> { return options->chain(p); };
        const bool asked = options->to == Settings::To::wkt || options->to == Settings::To::geojson;
        if (!asked || !(options->lines || options->rings)) return for_points(run, *options, image);
        const auto blocks = options->rings ? geometry::Blocks::rings : geometry::Blocks::paths;
        for_features(run, *options, blocks, [&](const geometry::Feature& feature, Results& out) {
            geometry::Shape moved = feature.shape;
            geometry::move_points(moved, feature.where, image);
            out.shape("image", moved).end();
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

cli::Body declare_bbox(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the least box with sides along the axes around each set: x1 y1 x2 y2, in WKT and "
        "GeoJSON a polygon. No points: nothing.");
    verb.example("geom bbox points.txt", "The corners of the box.");
    declare_input(verb, *options, "A set of points in each block.");
    return [options](cli::Run& run) {
        for_outer_sets(run, *options, [](const geometry::PointSet& set, Results& out) {
            const auto box = geometry::bounding_box(set.points);
            if (!box) return;
            if (out.lists_points())
                return out.point("low", box->low).point("high", box->high).end();
            const auto shape = geometry::box_shape(*box);
            out.shape("box", shape).end();
        });
    };
}

constexpr std::array operations{
    Operation{"add", "Add vectors.", declare_image<add>},
    Operation{"sub", "Subtract vectors.", declare_image<sub>},
    Operation{"scale", "Multiply vectors by numbers.", declare_image<scale>},
    Operation{"dot", "Find the dot product of vectors.", declare_row<dot>},
    Operation{"cross", "Find the cross product of vectors.", declare_row<cross>},
    Operation{"length", "Measure the length of vectors, segments or paths.", declare_length},
    Operation{"angle", "Measure the angle of or between vectors.", declare_angle},
    Operation{"unit", "Bring vectors to length 1.", declare_image<unit>},
    Operation{"normal", "Turn vectors by a quarter.", declare_image<normal>},
    Operation{"rotate", "Turn points about a centre.", declare_rotate},
    Operation{"project", "Move points onto a line.", declare_image<project>},
    Operation{"reflect", "Mirror points at a line.", declare_image<reflect>},
    Operation{"transform", "Move, turn, scale, shear or mirror any geometry.", declare_transform},
    Operation{"sort-angle", "Sort points by direction from a centre.", declare_sort_angle},
    Operation{"collinear", "Tell whether points lie on one line.", declare_collinear},
    Operation{"bbox", "Find the bounding box.", declare_bbox},
};

}  // namespace

std::span<const Operation> vectors() { return operations; }

}  // namespace geom
