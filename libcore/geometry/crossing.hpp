#pragma once

#include "geometry/meeting.hpp"
#include "geometry/point.hpp"

namespace pipelab::geometry {

/// A segment whose ends are equal is a point. Exact for all finite coordinates.
Meeting meeting(const Segment& s, const Segment& t);

/// The least common point of two segments that touch or overlap, in the order before(): an end of
/// one of them.
Point least_common_end(const Segment& s, const Segment& t);

/// The common point of the lines through two segments that are not parallel. Comparisons see the
/// exact point; a filter decides most in some 20 ns, the rest takes microseconds.
struct CrossingPoint {
    Segment s, t;
};

/// Each coordinate the exact one rounded to nearest, ties to even.
Point rounded_point(const CrossingPoint& crossing);

/// The sign of the point's x minus `x`; of its y minus `y`.
int compare_x(const CrossingPoint& p, double x);
int compare_y(const CrossingPoint& p, double y);

/// -1, 0, 1 in the order before(), which counts by x, then y.
int compare(const CrossingPoint& p, Point q);
int compare(const CrossingPoint& p, const CrossingPoint& q);

/// Where the lines through t and u meet the line through s, neither parallel to it: -1 if t does
/// so first on the way from s.a to s.b, 0 if both meet it at one point, 1 if u does.
int compare_along(const Segment& s, const Segment& t, const Segment& u);

}  // namespace pipelab::geometry
