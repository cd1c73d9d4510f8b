#pragma once

#include "geometry/shape.hpp"

#include <span>
#include <vector>

namespace pipelab::geometry {

/// What covers the same as equal discs around many points: fewer discs, and rings between them.
struct CoveringDiscs {
    std::vector<Point> centres;  ///< of the points
    Shape between;               ///< of type rings, counterclockwise around what they fill
};

/// Discs of `radius` around the centres, and what the rings fill, hold every disc of `least` <=
/// radius around a point, and nothing that is farther than radius from all points. A triangle of
/// the Delaunay triangulation whose circle is no larger than a disc is covered by the discs around
/// its corners; only of points that have other triangles the disc reaches beyond them (the dual of
/// the alpha shape: Edelsbrunner, Kirkpatrick and Seidel 1983). Equal points count once. O(n log
/// n).
CoveringDiscs covering_discs(std::span<const Point> points, double least);

}  // namespace pipelab::geometry
