#include "geometry/triangles.hpp"

#include "operation.hpp"
#include "settings.hpp"

#include <algorithm>
#include <array>

namespace geom {
namespace {

using geometry::Circle;

struct Corners {
    Point a, b, c;
    explicit Corners(Row& row) {
        a = row.point();
        b = row.point();
        c = row.point();
    }
};

constexpr RowOperation triangle_area{
    "Prints the area of a triangle, rounded once: positive if its corners run counterclockwise, "
    "else negative.",
    {Operand::triangle},
    [](Row row, Results& out) {
        const Corners t(row);
        out.number("area", geometry::triangle_area(t.a, t.b, t.c)).end();
    },
    "echo 0 0 4 0 0 3 | geom triangle-area",
    "6",
    false,
    true};

/// One circle of a triangle.
template <std::optional<Circle> (*find)(Point, Point, Point)>
void put_circle_of(Row row, Results& out) {
    const Corners t(row);
    put_circle(out, find(t.a, t.b, t.c));
}

constexpr RowOperation circumcircle{
    "Prints the circle through the corners of a triangle: x y radius, each rounded once. None if "
    "they are collinear.",
    {Operand::triangle},
    put_circle_of<geometry::circumcircle>,
    "echo 0 0 4 0 0 3 | geom circumcircle",
    "2 1.5 2.5"};

constexpr RowOperation incircle_of{
    "Prints the circle inside of a triangle that touches its sides: x y radius, each rounded once. "
    "None if the corners are collinear.",
    {Operand::triangle},
    put_circle_of<geometry::incircle>,
    "echo 0 0 4 0 0 3 | geom incircle-of",
    "1 1 1"};

constexpr RowOperation excircles{
    "Prints the three circles that touch one side of a triangle from outside and the lines of the "
    "other two, each in a row: opposite to the first corner, the second, the third. None if the "
    "corners are collinear.",
    {Operand::triangle},
    [](Row row, Results& out) {
        const Corners t(row);
        const auto found = geometry::excircles(t.a, t.b, t.c);
        if (!found) return put_circle(out, std::nullopt);
        for (const Circle& circle : *found) put_circle(out, circle);
    },
    "echo 0 0 4 0 0 3 | geom excircles",
    "Circles x y radius; the first is 6 6 6."};

cli::Body declare_centres(cli::Declaration& verb) {
    struct Options : Settings {
        std::vector<std::string> which;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the classical centres of a triangle, each in a row with its name, correctly "
        "rounded. None if the corners are collinear. incentre: of the inscribed circle; centroid: "
        "of the medians; circumcentre; orthocentre: of the altitudes; nine-point: of the circle "
        "through the feet of the altitudes; symmedian, gergonne, nagel, mittenpunkt, spieker; "
        "fermat: least sum of distances to the corners.");
    verb.example("geom centres --which centroid --which fermat triangles.txt",
                 "Two points of each triangle.");
    declare_input(verb, *options, shape_text(std::array{Operand::triangle}));
    verb.option("--which", "NAME", options->which, "Only this one, in the order given.")
        .choose({geometry::centre_names.begin(), geometry::centre_names.end()});
    return [options](cli::Run& run) {
        std::vector<std::string> names = options->which;
        if (names.empty())
            names.assign(geometry::centre_names.begin(), geometry::centre_names.end());
        for_rows(run, *options, std::array{Operand::triangle}, {}, [&](Row row, Results& out) {
            const Corners t(row);
            for (const std::string& name : names) {
                const auto place =
                    std::find(geometry::centre_names.begin(), geometry::centre_names.end(), name);
                const auto which =
                    static_cast<geometry::Centre>(place - geometry::centre_names.begin());
                out.point("point", geometry::centre(which, t.a, t.b, t.c));
                out.word("centre", name).end();
            }
        });
    };
}

constexpr std::array triangle_operations{
    Operation{"triangle-area", "Measure triangles, with their direction.",
              declare_row<triangle_area>},
    Operation{"circumcircle", "Find the circle through the corners of a triangle.",
              declare_row<circumcircle>},
    Operation{"incircle-of", "Find the circle inside of a triangle.", declare_row<incircle_of>},
    Operation{"excircles", "Find the circles beside a triangle.", declare_row<excircles>},
    Operation{"centres", "Find the centres of a triangle.", declare_centres},
};

}  // namespace

std::span<const Operation> triangles() { return triangle_operations; }

}  // namespace geom
