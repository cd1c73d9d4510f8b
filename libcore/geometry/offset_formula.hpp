#pragma once

#include "geometry/point.hpp"

namespace pipelab::geometry::offset {

/// |ab|, off by a few units of the last place; infinite beyond the largest double.
double length_of(Point a, Point b);

/// The vector from line ab to its parallel at `distance` on its right, correctly rounded; a != b.
Point to_parallel(Point a, Point b, double distance);

/// How far from the corner of two edges their parallels meet, measured along the edges, off by a
/// few units of the last place; given the vectors to the parallels. Infinite for edges that turn
/// back.
double cut(Point to_first, Point to_second, double distance);

/// Where the parallels of ab and bc at `distance` on their right meet; a, b, c are not collinear.
/// Rounded to one of the two nearest doubles of each coordinate, 0 if it may be that.
Point meeting_of_parallels(Point a, Point b, Point c, double distance);

/// Whether they meet no farther from b than limit * |distance|, decided exactly.
bool within_miter_limit(Point a, Point b, Point c, double limit);

}  // namespace pipelab::geometry::offset
