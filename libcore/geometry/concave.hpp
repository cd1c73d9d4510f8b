#pragma once

#include "base/array.hpp"
#include "geometry/delaunay.hpp"
#include "geometry/shape.hpp"

#include <span>

namespace pipelab::geometry {

/// The union of the triangles t with chosen[t] != 0: a multi_polygon whose polygons are the parts
/// connected along edges, by their first triangle. Shells run counterclockwise, holes clockwise,
/// each from its first point in the order before(); rings touch themselves nowhere and each other
/// at most in points, so polygons are valid (OGC 06-103r4). Points amid straight sides stay. O(n).
Shape union_of_triangles(std::span<const Point> points, const Triangulation& triangulation,
                         std::span<const char> chosen);

/// The alpha shape of `points` (Edelsbrunner, Kirkpatrick, Seidel 1983) as a region: the union of
/// the Delaunay triangles whose circles have a radius of at most `alpha`, compared exactly; of
/// cocircular points all triangles or none. Points and edges without a triangle are dropped. An
/// infinite alpha gives the convex hull, one that is not positive nothing. `triangulation` is
/// delaunay(points). O(n).
Shape alpha_shape(std::span<const Point> points, const Triangulation& triangulation, double alpha);

/// A concave hull: the Delaunay triangulation without the triangles along its border that lie
/// behind the longest border edges, as long as these are longer than a limit and what remains is
/// one polygon without holes, all points in or on it (Duckham, Kulik, Worboys, Galton 2008,
/// "Efficient generation of simple polygons for characterizing the shape of a set of points").
/// The limit lies between the lengths of the shortest and the longest edge of the triangulation, at
/// `ratio` in [0, 1] of the way, rounded to a double (as in JTS and GEOS): 1 gives the convex hull,
/// 0 the most concave one. Lengths compare exactly, equal ones by the indices of their ends, the
/// greater first. A polygon, counterclockwise; of collinear points a line_string between the
/// outermost ones, of one distinct point the point, of none an empty polygon. O(n log n).
Shape concave_hull(std::span<const Point> points, const Triangulation& triangulation, double ratio);
/// The same with the limit itself.
Shape concave_hull_by_length(std::span<const Point> points, const Triangulation& triangulation,
                             double limit);

}  // namespace pipelab::geometry
