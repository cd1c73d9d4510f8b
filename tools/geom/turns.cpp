#include "geometry/predicates.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

/// The word for a sign, and whether it means yes.
void put(Results& out, const char* name, int sign, const std::array<const char*, 3>& words) {
    out.word(name, words[static_cast<std::size_t>(sign + 1)]);
    out.tell(sign > 0);
    out.end();
}

constexpr RowOperation orient{
    "Prints left if the way from the first point over the second to the third turns left "
    "(counterclockwise), else right or collinear. With --exit-status yes means left.",
    {Operand::point, Operand::point, Operand::point},
    [](Row row, Results& out) {
        const Point a = row.point(), b = row.point();
        put(out, "turn", geometry::orientation(a, b, row.point()), {"right", "collinear", "left"});
    },
    "echo 0 0 1 0 0 1 | geom orient",
    "left",
    true};

constexpr RowOperation side{
    "Prints the side of a line directed from its first point to its second on which a point lies: "
    "left, right or on. With --exit-status yes means left.",
    {Operand::point, Operand::line},
    [](Row row, Results& out) {
        const Point p = row.point();
        const Segment line = row.segment();
        put(out, "side", geometry::orientation(line.a, line.b, p), {"right", "on", "left"});
    },
    "geom side --with 0,0,1,1 points.txt",
    "The side of the diagonal on which each point lies.",
    true};

constexpr RowOperation incircle{
    "Prints whether the fourth point lies inside of, on or outside of the circle through the first "
    "three, in whatever order they run. None if these are collinear. With --exit-status yes means "
    "inside.",
    {Operand::point, Operand::point, Operand::point, Operand::point},
    [](Row row, Results& out) {
        const Point a = row.point(), b = row.point(), c = row.point(), d = row.point();
        const int turn = geometry::orientation(a, b, c);
        if (turn == 0) {
            out.word("place", "none").tell(false);
            return out.end();
        }
        put(out, "place", turn * geometry::in_circle(a, b, c, d), {"outside", "on", "inside"});
    },
    "echo 0 0 1 0 1 1 0 1 | geom incircle",
    "on",
    true};

constexpr std::array operations{
    Operation{"orient", "Tell whether three points turn left or right.", declare_row<orient>},
    Operation{"side", "Tell on which side of a line points lie.", declare_row<side>},
    Operation{"incircle", "Tell whether points lie in the circle through three others.",
              declare_row<incircle>},
};

}  // namespace

std::span<const Operation> turns() { return operations; }

}  // namespace geom
