#pragma once

#include "base/wide.hpp"
#include "geometry/shape.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// Measures of rings and shapes. Every number is the exact value of its formula rounded once, to
/// nearest, ties to even, unless said otherwise. A ring closes by itself, whether its first point
/// is repeated or not. O(n), some 50 ns a vertex; what 32 digits cannot decide takes longer.

/// The area that a ring surrounds, positive if counterclockwise: parts that it surrounds k times
/// count k times, with their sign. 0 for fewer than three points and for collinear ones. None
/// where it exceeds the largest double.
std::optional<double> signed_area(std::span<const Point> ring);

/// 1 if a ring is counterclockwise, -1 if clockwise: the sign of its exact area, which for a ring
/// that touches itself is as good as for a simple one. 0 if it has no area.
int orientation(std::span<const Point> ring);

/// The area of a shape: of a polygon that of its shell without its holes, however they are
/// directed; of rings that of what an odd number of rings surround. Where rings meet or cross, the
/// points where they cross are rounded first, each to the nearest doubles (even_odd.hpp). 0 for
/// points and lines; of a collection the sum. None beyond the largest double.
std::optional<double> area(const Shape& shape);

/// The length of a path; of a closed one with the edge from its last point to its first. None
/// beyond the largest double.
std::optional<double> length(std::span<const Point> path, bool closed);

/// The lengths of all rings of the areal, or of all lines of the other members of a shape.
std::optional<double> perimeter(const Shape& shape);
std::optional<double> length(const Shape& shape);

/// The centre of mass of the members of the highest dimension that have any extent: of areas; where
/// there is none of the lines and edges, by length; where there is none of the points, each as
/// often as it occurs. None for an empty shape. Of lines each coordinate may be the neighbour of
/// the nearest double where the exact value lies within 2^-400 of a tie.
std::optional<Point> centroid(const Shape& shape);

/// Strictly convex: all turns go the same way and the ring runs around once. Weakly: there are
/// vertices where it goes straight on as well. Repeated points count once. Exact; a ring without
/// area is not convex.
enum class Convexity { none, weak, strict };
Convexity convexity(std::span<const Point> ring);

/// Pick's theorem (Pick 1899) for a polygon, polygons or rings with integer coordinates, simple
/// and without common points: 2 area = 2 interior + boundary - 2 (shells - holes). Exact.
struct LatticeCounts {
    base::SignedWide twice_area;
    base::SignedWide boundary;  ///< lattice points on edges
    base::SignedWide interior;  ///< lattice points inside
};
/// None if a coordinate is not an integer or exceeds 2^53, or the shape is not areal.
std::optional<LatticeCounts> lattice_counts(const Shape& shape);

}  // namespace pipelab::geometry
