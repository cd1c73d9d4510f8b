#include "base/error.hpp"
#include "geometry/transform.hpp"
#include "geometry/turn.hpp"
#include "geometry/vectors.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>
#include <vector>

namespace geom {
namespace {

using geometry::AngleUnit;

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

cli::Body declare_rotate(cli::Declaration& verb) {
    struct Options : Settings {
        bool radians = false;
        AngleUnit unit() const { return radians ? AngleUnit::radians : AngleUnit::degrees; }
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

constexpr std::array transform_operations{
    Operation{"rotate", "Turn points about a centre.", declare_rotate},
    Operation{"project", "Move points onto a line.", declare_image<project>},
    Operation{"reflect", "Mirror points at a line.", declare_image<reflect>},
    Operation{"transform", "Move, turn, scale, shear or mirror any geometry.", declare_transform},
};

}  // namespace

std::span<const Operation> transforms() { return transform_operations; }

}  // namespace geom
