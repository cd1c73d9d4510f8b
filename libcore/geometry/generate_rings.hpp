#pragma once

#include "base/array.hpp"
#include "base/random.hpp"
#include "geometry/point.hpp"

#include <cstddef>

namespace pipelab::geometry {

/// A counterclockwise ring of `count` vertices around `centre` at equal angles, the distance of
/// each uniform in [inner, outer): star-shaped, simple. Fewer than 3: no vertices.
base::Array<Point> random_star(std::size_t count, Point centre, double inner, double outer,
                               base::Random random);

/// A simple ring of `count` vertices that looks like a coast: each edge of a hexagon within
/// `radius` of `centre` is replaced again and again by two edges through a random point of a
/// triangle on it, and the triangles of these lie within the triangle without touching (a random
/// form of Koch's curve, 1904). Counterclockwise; no two edges come closer than about radius /
/// count squared, so that rounding leaves it simple for counts up to 10^6. Fewer than 6: no
/// vertices.
base::Array<Point> random_coast(std::size_t count, Point centre, double radius,
                                base::Random random);

}  // namespace pipelab::geometry
