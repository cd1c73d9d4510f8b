#pragma once

#include "geometry/location.hpp"
#include "geometry/point.hpp"
#include "geometry/polygon.hpp"

#include <optional>
#include <span>

namespace pipelab::geometry {

/// Comparison as textbooks teach it, in plain doubles: values whose absolute value is at most
/// `eps` count as 0. The unit of `eps` is that of the value compared, for cross products the
/// square of that of the coordinates. Not transitive, and wrong where eps does not fit the scale:
/// offered to compare with, and for data whose errors are known. The functions of the same names
/// without a tolerance are exact.
struct Tolerance {
    double eps = 1e-9;
};

/// The sign of the computed (b - a) x (c - a), 0 if its absolute value is at most eps.
int orientation(Point a, Point b, Point c, Tolerance tolerance);

/// Whether all points are within the tolerance of the line through the first of them and the one
/// farthest from it, by orientation. True for fewer than three. O(n).
bool collinear(std::span<const Point> points, Tolerance tolerance);

/// Where two segments meet: the point by the computed parameters, which may lie outside by eps
/// (parameters count in lengths of the segments). None where they do not, and where they are
/// parallel by orientation with the tolerance, overlapping or not.
std::optional<Point> intersection(Segment s, Segment t, Tolerance tolerance);

/// What the signs of its turns say of a ring, those within eps left out: they all go the same way.
/// A ring that winds around more than once is taken for convex, too. O(n).
Convexity convexity(std::span<const Point> ring, Tolerance tolerance);

/// Boundary if the point is on an edge by orientation with the tolerance and within its box grown
/// by eps; else by the parity of the edges that a ray to the right crosses, in plain doubles. O(n).
Location locate(Point point, const Shape& shape, Tolerance tolerance);

}  // namespace pipelab::geometry
