#pragma once

#include "geometry/point.hpp"

#include <cstddef>
#include <span>

namespace pipelab::geometry {

/// Formulas over the edges of rings, for rounded() and sign_of() (rounded.hpp).

/// visit(a, b) for each edge of a path, with the closing one if it is closed.
template <class Visit>
void for_edges(std::span<const Point> path, bool closed, Visit&& visit) {
    for (std::size_t i = 1; i < path.size(); ++i) visit(path[i - 1], path[i]);
    if (closed && path.size() > 1) visit(path.back(), path.front());
}

/// Twice the signed area.
template <class Numbers>
auto twice_area(const Numbers& number, std::span<const Point> ring) {
    auto sum = number(0);
    for_edges(ring, true, [&](Point a, Point b) {
        sum = sum + (number(a.x) * number(b.y) - number(b.x) * number(a.y));
    });
    return sum;
}

}  // namespace pipelab::geometry
