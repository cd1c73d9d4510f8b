#pragma once

#include "geometry/point.hpp"

namespace pipelab::geometry {

/// Questions about points that have exact answers. All take any finite coordinates, those that
/// would overflow or underflow included, and return the sign of an expression as a real number:
/// -1, 0 or 1. A filter decides nearly all calls in a few nanoseconds; what it cannot decide is
/// computed without rounding (Shewchuk 1997, "Adaptive precision floating-point arithmetic and
/// fast robust geometric predicates"). Thread-safe.

/// 1 if a, b, c turn left (counterclockwise), -1 if right, 0 if they are collinear: the sign of
/// (b - a) x (c - a).
int orientation(Point a, Point b, Point c);

/// The sign of (b - a) x (d - c): 1 if the second direction is counterclockwise of the first
/// by less than half a turn.
int cross_sign(Point a, Point b, Point c, Point d);

/// The sign of (b - a) . (d - c): 1 if the directions make an acute angle.
int dot_sign(Point a, Point b, Point c, Point d);

/// 1 if d lies inside of the circle through a, b, c, -1 if outside, 0 if on it, for a
/// counterclockwise triangle; the opposite for a clockwise one, 0 for collinear points.
int in_circle(Point a, Point b, Point c, Point d);

/// As in_circle, but never 0 unless two of the points are equal or all four are collinear: of
/// cocircular points the first in the order before() counts as pushed outwards by an infinitesimal
/// amount, the second by a far smaller one and so on. The Delaunay triangulation that results is
/// a function of the set of points alone.
int in_circle_perturbed(Point a, Point b, Point c, Point d);

/// The sign of |ab| - |cd|.
int compare_distances(Point a, Point b, Point c, Point d);

}  // namespace pipelab::geometry
