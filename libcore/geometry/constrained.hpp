#pragma once

#include "base/array.hpp"
#include "geometry/delaunay.hpp"
#include "geometry/noding.hpp"

#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// A triangulation whose edges include given segments.
struct ConstrainedTriangulation : Triangulation {
    /// By half-edge: 1 if it lies along a segment, else 0.
    base::Array<std::uint8_t> fixed;
};

/// The constrained Delaunay triangulation of `points` and `segments` between them, which may have
/// nothing in common but ends: all segments are edges, and no point lies inside of the circle of a
/// triangle that sees it past them (Chew 1989). Of cocircular points in_circle_perturbed decides,
/// so that the triangles are a function of the sets of points and of segments alone; the arrays are
/// arranged as by delaunay(), and fill the convex hull. Points amid a segment divide it; segments
/// may be given in any direction and more than once; those whose ends are equal count for nothing.
/// Exact for all finite coordinates. std::invalid_argument if two segments cross: node() them
/// first. Collinear points: `line` as by delaunay().
///
/// The Delaunay triangulation with one segment after the other forced into it: the triangles that
/// it crosses give way to two polygons, which are triangulated (as by Anglada 1997) and made
/// Delaunay by flips. O(n log n) and for each segment the triangles it crosses and flips, of which
/// there are few more than those for ordinary input; where one segment crosses k triangles along a
/// smooth chain of points up to k^2 / 2 (k = 10^5: a second or two).
ConstrainedTriangulation constrained_delaunay(std::span<const Point> points,
                                              std::span<const IndexPair> segments);

/// The same of linework, all of whose edges are segments.
ConstrainedTriangulation constrained_delaunay(const Noding& noding);

/// By triangle: 1 if an odd number of segments lie between it and the outside, else 0. What closed
/// rings of segments surround by the even-odd rule. O(n).
base::Array<std::uint8_t> odd_triangles(const ConstrainedTriangulation& triangulation);

}  // namespace pipelab::geometry
