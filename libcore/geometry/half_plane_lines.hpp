#pragma once

#include "geometry/formula.hpp"
#include "geometry/half_planes.hpp"
#include "geometry/predicates.hpp"

#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace pipelab::geometry {

/// A half-plane on its way through a linear programme: a x + b y <= c + far M - w, where M is
/// greater than any number and w positive and smaller than any. Only the four sides of a box around
/// everything have far = 1.
struct BoundLine {
    HalfPlane plane;
    std::size_t place;  ///< in the input; no_place for the box
    double far = 0;
};
inline constexpr std::size_t no_place = ~std::size_t{0};

namespace detail {

template <class Value>
struct Coefficients {
    Value a, b, c;
};

template <class Number>
auto coefficients(const HalfPlane& plane, Number number) {
    const auto& v = plane.values;
    using Value = decltype(number(0.0));
    if (plane.form == HalfPlane::Form::coefficients) {
        return Coefficients<Value>{number(v[0]), number(v[1]), number(v[2])};
    }
    const Value a = number(v[3]) - number(v[1]), b = number(v[0]) - number(v[2]);
    return Coefficients<Value>{a, b, a * number(v[0]) + b * number(v[1])};
}

}  // namespace detail

/// The boundary's direction, the half-plane on its left, each coordinate rounded.
Point direction(const HalfPlane& plane);
/// The signs of its coordinates.
std::pair<int, int> direction_signs(const HalfPlane& plane);

/// The sign of the turn from the direction of one boundary to that of another.
int turn(const HalfPlane& g, const HalfPlane& h);

/// How the point where g and h meet, not parallel, lies to k: 1 outside, 0 on the boundary, -1
/// inside. `shrunk`: with w, else with w = 0.
int side_of_meeting(const BoundLine& g, const BoundLine& h, const BoundLine& k, bool shrunk);

/// How the boundary of g lies to k, parallel to it: 1 outside, 0 on it, -1 inside.
int side_of_parallel(const BoundLine& g, const BoundLine& k, bool shrunk);

Point rounded_meeting(const HalfPlane& g, const HalfPlane& h);
/// The point of the boundary nearest to the origin.
Point rounded_foot(const HalfPlane& plane);

/// The half-planes with a direction. `impossible` is the first that holds no point.
struct BoundLines {
    explicit BoundLines(std::span<const HalfPlane> planes);
    std::vector<BoundLine> lines;
    std::optional<std::size_t> impossible;
};

/// Where Seidel's method ends: two boundaries that meet in the best point, or up to three lines
/// that have nothing in common.
struct LinearVertex {
    bool feasible;
    BoundLine first, second;
    std::vector<BoundLine> contradiction;
};

/// The best point by the first objective, among those by the second and so on, in the box around
/// everything; the objectives must span the plane. The order of `lines` is their random order.
LinearVertex best_vertex(std::span<const BoundLine> lines, std::span<const Point> objectives,
                         bool shrunk);

/// The same lines in a random order that depends on their number alone.
std::vector<BoundLine> shuffled(std::span<const BoundLine> lines);

/// The part of the boundary of a line that others leave: its ends, or the two lines that leave
/// nothing. Lines parallel to it must not exclude it.
struct LinePart {
    std::optional<BoundLine> lower, upper;
    int order = 1;  ///< 1: lower lies before upper, 0: both are one point, -1: nothing is left
};
LinePart part_of_line(const BoundLine& line, std::span<const BoundLine> others, bool shrunk);

}  // namespace pipelab::geometry
