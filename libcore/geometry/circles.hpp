#pragma once

#include "geometry/circle.hpp"
#include "geometry/lines.hpp"
#include "geometry/shape.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace pipelab::geometry {

/// Decisions (inside or outside, whether and how often things meet, tangency) are exact for the
/// doubles given. Coordinates and radii are the exact values rounded to the nearest double, ties
/// to even, infinite beyond the largest (rounded.hpp).

/// The circle with the diameter ab; of equal points a circle of radius 0.
Circle circle_on_diameter(Point a, Point b);

/// 1 if p lies inside of the circle, 0 on it, -1 outside.
int side(Point p, const Circle& circle);

/// The points of a circle on a segment, ray or line, in the order from a to b: none, one where it
/// touches (or only one lies within the extent), or two.
std::vector<Point> intersection(const Circle& circle, const Straight& curve);

/// How two circles lie to each other. A circle of radius 0 is a point on, inside or outside.
enum class Circles : std::uint8_t {
    separate,       ///< each outside of the other
    touch_outside,  ///< one common point, each outside of the other
    cross,          ///< two common points
    touch_inside,   ///< one common point, one inside of the other
    inside,         ///< no common point, one inside of the other
    equal,
};
Circles relation(const Circle& first, const Circle& second);

/// The common points: two (the first to the left of the way from the first centre to the second),
/// one or none; none of equal circles.
std::vector<Point> intersection(const Circle& first, const Circle& second);

/// Tangents from a point: segments from p to where they touch, the left one first (seen from p
/// towards the centre). p on the circle: one, from p to a point of the tangent to the left, as far
/// as the radius. None from inside, and none to a circle of radius 0.
std::vector<Segment> tangents(Point p, const Circle& circle);

/// Common tangents of two circles, from where they touch the first to where they touch the second:
/// the outer ones (left, right, seen from the first centre to the second), then the inner ones
/// (that leave the first circle on its left, on its right). Where circles touch, the tangent at
/// their common point comes once, from there to the left as far as the centres are apart. None for
/// circles with the same centre. A point counts as a circle of radius 0 whose left and right
/// tangents are the same line only if both circles are points: then there is one.
std::vector<Segment> common_tangents(const Circle& first, const Circle& second);

/// The image under inversion in `mirror`: the point q on the ray from its centre m through p with
/// |mp| |mq| = r^2. None for the centre itself, and where the radius is 0.
std::optional<Point> inverse(Point p, const Circle& mirror);
/// A line's image: itself where it goes through the centre, else a circle through the centre. None
/// for a line that is a point and where the mirror's radius is 0.
using CircleOrLine = std::variant<Circle, Straight>;
std::optional<CircleOrLine> inverse(Segment line, const Circle& mirror);
/// A circle's image: a line where it goes through the centre. None for the centre as a circle of
/// radius 0, and where the mirror's radius is 0.
std::optional<CircleOrLine> inverse(const Circle& circle, const Circle& mirror);

/// The area that a polygon, given by its ring, and a circle have in common, signed like the area of
/// the ring: parts count as often as the ring runs around them counterclockwise. 0 for fewer than
/// three points. O(n); some 50 microseconds an edge that leaves the circle. Of rings whose arcs
/// cancel to a double the rounding is decided at 512 bits.
double common_area(const Circle& circle, std::span<const Point> ring);
/// The same of a shape as area() (polygon.hpp) has it: without holes, however rings are directed.
double common_area(const Circle& circle, const Shape& shape);

/// The circles that touch three circles (Apollonius), up to eight, points as circles of radius 0
/// among them: each touches, or passes through, all three; none of radius 0. In the order of the
/// sides on which the given circles lie, outside before inside, the last one changing first; then
/// by radius. A given circle that touches the others is not among them. None where two of the given
/// circles are equal or infinitely many would do. Numbers that are doubles or ties by coincidence
/// of irrational parts are found after 2048 bits.
std::vector<Circle> apollonius(const Circle& first, const Circle& second, const Circle& third);

}  // namespace pipelab::geometry
