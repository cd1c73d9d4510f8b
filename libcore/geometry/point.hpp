#pragma once

#include <compare>

namespace pipelab::geometry {

/// A point or a vector of the plane. Coordinates are finite wherever a function takes one.
struct Point {
    double x = 0, y = 0;
    bool operator==(const Point&) const = default;
};

/// By x, then y: the order in which sweeps meet points and ties are broken.
inline bool before(Point a, Point b) { return a.x < b.x || (a.x == b.x && a.y < b.y); }

/// The segment, ray (from `a` through `b`) or line through two points.
struct Segment {
    Point a, b;
    bool operator==(const Segment&) const = default;
};

/// A rectangle with sides along the axes; `low` is its lower left corner.
struct Box {
    Point low, high;
    bool operator==(const Box&) const = default;
};

}  // namespace pipelab::geometry
