#pragma once

#include "base/array.hpp"
#include "base/random.hpp"
#include "geometry/generate_rings.hpp"
#include "geometry/shape.hpp"

#include <cstddef>
#include <optional>

namespace pipelab::geometry {

/// Sets of points to try things on. Random ones are functions of (seed, stream, index): the same
/// bits for any number of threads, and the first n of more points are those of n. Where a centre
/// and a radius are given, coordinates are computed in double, with an error of a few units of the
/// last place of the largest coordinate. A count of 0 gives no points.

/// Uniform in [low, high) of each coordinate; a side without extent gives its value.
base::Array<Point> random_in_box(std::size_t count, const Box& box, base::Random random);

/// Uniform by area between the circles with radii `inner` and `outer`, 0 <= inner <= outer; with
/// equal radii uniform on the circle.
base::Array<Point> random_in_ring(std::size_t count, Point centre, double inner, double outer,
                                  base::Random random);

/// Uniform in the triangle a, b, c, which may be degenerate.
base::Array<Point> random_in_triangle(std::size_t count, Point a, Point b, Point c,
                                      base::Random random);

/// Normal around `centre` with standard deviations `spread.x` and `spread.y`, independent.
base::Array<Point> random_normal(std::size_t count, Point centre, Point spread,
                                 base::Random random);

/// Uniform in an areal shape as locate() has it: every point is inside, none on the boundary.
/// Points of the box are rejected until one is inside. None if that takes more than `most_tries`
/// for one of them: the shape has next to no area in its box, or none.
std::optional<base::Array<Point>> random_in_shape(std::size_t count, const Shape& shape,
                                                  base::Random random,
                                                  std::size_t most_tries = 1 << 20);

/// Points uniform along the segment from a to b, rounded, so that hardly any three are exactly
/// collinear, then moved by up to `units` units of the last place in each coordinate: what plain
/// floating point gets wrong (Kettner, Mehlhorn, Pion, Schirra, Yap 2008, "Classroom examples of
/// robustness problems in geometric computations").
base::Array<Point> random_near_line(std::size_t count, Point a, Point b, unsigned units,
                                    base::Random random);

/// rows x columns points with the corner `low`, `step` apart, row by row: low + (i dx, j dy), each
/// product and sum rounded once.
base::Array<Point> square_grid(std::size_t rows, std::size_t columns, Point low, Point step);

/// The same with every other row moved by half a step, rows step sqrt(3) / 2 apart: neighbours have
/// the same distance up to rounding.
base::Array<Point> hexagonal_grid(std::size_t rows, std::size_t columns, Point low, double step);

/// The corners of a regular polygon, counterclockwise, the first at the angle `turns`; each
/// coordinate correctly rounded. Fewer than 1: none.
base::Array<Point> regular_polygon(std::size_t corners, Point centre, double radius,
                                   double turns = 0);

/// A star with `spikes` >= 2 tips on the circle of radius `outer` and notches on that of `inner`
/// halfway between, counterclockwise, the first tip at the angle `turns`; correctly rounded.
base::Array<Point> star_polygon(std::size_t spikes, Point centre, double inner, double outer,
                                double turns = 0);

}  // namespace pipelab::geometry
