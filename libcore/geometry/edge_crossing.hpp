#pragma once

#include "geometry/predicates.hpp"

#include <algorithm>

namespace pipelab::geometry {

/// What the edge from a to b is to the ray that goes left from a point p.
enum class Crossing { none, up, down, on };

/// Whether the ray crosses the edge, by the half-open rule: an end belongs to the part above it,
/// so that a ring is crossed as often upwards as downwards, in pairs that show where p lies.
/// `on`: p lies on the edge, ends included.
inline Crossing crossing_of_ray(Point p, Point a, Point b) {
    const bool a_below = a.y <= p.y, b_below = b.y <= p.y;
    if (a_below == b_below) {
        if ((a.y == p.y && a.x == p.x) || (b.y == p.y && b.x == p.x)) return Crossing::on;
        const bool level = a.y == p.y && b.y == p.y;
        return level && (a.x < p.x) != (b.x < p.x) ? Crossing::on : Crossing::none;
    }
    const Crossing crossed = a_below ? Crossing::up : Crossing::down;
    if (p.x > std::max(a.x, b.x)) return crossed;
    if (p.x < std::min(a.x, b.x)) return Crossing::none;
    const int turn = a_below ? orientation(a, b, p) : orientation(b, a, p);
    if (turn == 0) return Crossing::on;
    return turn < 0 ? crossed : Crossing::none;
}

}  // namespace pipelab::geometry
