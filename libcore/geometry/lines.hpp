#pragma once

#include "geometry/meeting.hpp"
#include "geometry/point.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace pipelab::geometry {

/// How far a straight curve goes: from a to b, from a through b, or both ways.
enum class Extent : std::uint8_t { segment, ray, line };

/// A segment, ray or line through a and b. With a == b it is that point, whatever the extent.
struct Straight {
    Point a, b;
    Extent extent = Extent::segment;

    bool is_point() const { return a == b; }
    bool operator==(const Straight&) const = default;
};

/// Decisions about straight curves are exact. Constructed numbers and coordinates are the exact
/// values rounded to the nearest double, ties to even, infinite beyond the largest (rounded.hpp),
/// where nothing else is said. O(1).

/// Whether p lies on the curve.
bool on(Point p, const Straight& curve);

/// How two curves lie to each other; where a point lies on the other curve they touch.
Meeting meeting(const Straight& p, const Straight& q);

/// What two curves have in common: nothing, a point, or where they overlap a segment, ray or line.
/// Overlaps keep input points; they run in the direction of `before`, rays from their end.
struct Intersection {
    Meeting kind = Meeting::none;
    std::optional<Point> point;       ///< touch, cross
    std::optional<Straight> overlap;  ///< overlap
};
Intersection intersection(const Straight& p, const Straight& q);

/// The distance of two curves, 0 if they meet, and two points at which they are nearest: where
/// they meet (of an overlap its a), else the first such pair in the order p.a to q, p.b to q, q.a
/// to p, q.b to p.
struct Nearest {
    double distance;
    Point on_first, on_second;
};
Nearest nearest(const Straight& p, const Straight& q);
double distance(const Straight& p, const Straight& q);

/// The point of the curve nearest to p: the foot of the perpendicular, or an end.
Point foot(Point p, const Straight& curve);
double distance(Point p, const Straight& curve);

/// The line through p in the direction from a to b, and at a right angle to it (to the left). Its
/// second point is p + (b - a), turned for the second, rounded; so the direction is exact where
/// that sum is. If it were p, the difference is taken times 2^64 until it is not, here and below.
/// None if a == b.
std::optional<Straight> parallel(Point p, Segment direction);
std::optional<Straight> perpendicular(Point p, Segment direction);

/// The line of all points as far from a as from b, through the midpoint, with a to its left. None
/// if a == b.
std::optional<Straight> perpendicular_bisector(Point a, Point b);

/// The ray from `vertex` that halves the angle from a to b, counterclockwise if that is less than
/// half a turn, else clockwise; of half a turn the left side of a. Its second point is the sum of
/// the unit vectors to a and b, from the vertex (half a turn: the turned unit vector to a). None
/// where a or b is the vertex.
std::optional<Straight> angle_bisector(Point vertex, Point a, Point b);

/// The lines of all points as far from the one line as from the other: two at right angles where
/// they cross (the first halves the angle between the directions), the middle one of different
/// parallels, the line itself for equal ones; none where one is a point.
std::vector<Straight> bisectors(Segment first, Segment second);

}  // namespace pipelab::geometry
