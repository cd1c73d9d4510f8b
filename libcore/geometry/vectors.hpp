#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"
#include "geometry/predicates.hpp"
#include "geometry/shape.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// Vectors and points, which are given by the same type. Every number and coordinate that comes
/// back is the exact value rounded to the nearest double, ties to even (rounded.hpp); beyond the
/// largest double it is infinite. Some 10 to 150 ns a call where no angle is involved, 5 to 20
/// microseconds with an angle.

Point sum(Point a, Point b);
Point difference(Point a, Point b);
Point scaled(Point v, double factor);
double dot(Point a, Point b);
/// The area of the parallelogram from a to b, counterclockwise positive.
double cross(Point a, Point b);
double length(Point v);
double distance(Point a, Point b);
/// v with length 1; none for (0, 0).
std::optional<Point> unit(Point v);
/// v turned to the left by a quarter; exact.
inline Point normal(Point v) { return {-v.y, v.x}; }

enum class AngleUnit { radians, degrees };
/// The angle of v with the positive x axis in (-pi, pi]; none for (0, 0).
std::optional<double> angle(Point v, AngleUnit unit);
/// The angle by which u must turn to point where v does, in (-pi, pi]; none where one is (0, 0).
std::optional<double> angle_between(Point u, Point v, AngleUnit unit);
/// The same for the directions from `vertex` to a and b.
std::optional<double> angle_at(Point vertex, Point a, Point b, AngleUnit unit);

/// The nearest point of the line through a and b; none if a == b.
std::optional<Point> projected(Point p, Segment line);
/// The mirror image at the line through a and b; none if a == b.
std::optional<Point> reflected(Point p, Segment line);
/// The mirror image at a point: 2 centre - p.
Point reflected(Point p, Point centre);

/// (x + y, x - y): Manhattan distances become Chebyshev distances.
Point to_chebyshev(Point p);
/// The inverse: ((x + y) / 2, (x - y) / 2).
Point from_chebyshev(Point p);

/// The least box around the points; none without points. O(n).
std::optional<Box> bounding_box(std::span<const Point> points);
std::optional<Box> bounding_box(const Shape& shape);

/// Whether one line goes through all points; true for fewer than three. O(n), exact.
bool collinear(std::span<const Point> points);

/// The points' indices by the angle of their direction from `centre`, counterclockwise from the
/// positive x axis, in [0, 2 pi); on the same ray the nearer first; then in order. Points equal to
/// `centre` come first of all. Exact; O(n log n).
base::Array<std::uint64_t> sort_by_angle(std::span<const Point> points, Point centre);

}  // namespace pipelab::geometry
