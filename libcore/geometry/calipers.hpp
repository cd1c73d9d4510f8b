#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// Extreme measures of convex polygons, by parallel lines that roll around them (Shamos 1978;
/// Toussaint, "Solving geometric problems with the rotating calipers", 1983). A polygon is given
/// as convex_hull lists it: strictly convex, counterclockwise; one point and two are polygons too.
/// Lines advance by exact signs of cross and dot products and candidates are compared without
/// rounding; numbers in results are the exact values rounded once. O(n) each.
/// Without points the results are empty.

/// Vertices a <= b with the greatest distance; of several the first pair in the order (a, b).
/// One point: it twice.
struct FarthestPair {
    std::size_t a, b;
    double distance;
};
std::optional<FarthestPair> diameter(std::span<const Point> polygon);

/// The narrowest strip: it touches the edge from vertex `edge` to the next on one side and `vertex`
/// on the other; of several that of the first edge, and of two vertices the one first met
/// counterclockwise. Up to two points have width 0 at vertices 0 and 0.
struct Width {
    std::size_t edge, vertex;
    double distance;
};
std::optional<Width> width(std::span<const Point> polygon);

/// A rectangle around the polygon with a side along the edge from vertex `edge`: corners
/// counterclockwise, the first two on that side, each coordinate rounded once (so the rectangle of
/// the corners as printed may cut off points by half a unit in the last place).
struct Rectangle {
    std::size_t edge;
    std::array<Point, 4> corners;
    double area, perimeter;
};
/// The rectangle of least area, of several that of the first edge: a side lies along an edge
/// (Freeman and Shapira 1975). One point: four equal corners; two: the segment there and back.
std::optional<Rectangle> min_area_rectangle(std::span<const Point> polygon);
/// Of least perimeter, else the same; its sides too lie along an edge (Boyce et al. 1985).
std::optional<Rectangle> min_perimeter_rectangle(std::span<const Point> polygon);

/// The distance of two convex polygons, filled, and where it is: a vertex of one and the nearest
/// point of the other, rounded once; of several places pairs of vertices first, then in the order
/// of the vertices. 0 without a place if the insides of the two overlap; 0 with one if they touch.
/// O(n + m): the distance of the origin from the difference of Minkowski.
struct ConvexDistance {
    double distance;
    std::optional<Segment> nearest;  ///< from the first polygon to the second
};
std::optional<ConvexDistance> convex_distance(std::span<const Point> first,
                                              std::span<const Point> second);

/// All sums of a point of one polygon and a point of the other: a convex polygon as convex_hull
/// lists it. Its vertices are sums of vertices rounded once each; what is no corner any more after
/// that is left out. Empty if one of the two is. O(n + m).
base::Array<Point> minkowski_sum(std::span<const Point> first, std::span<const Point> second);

}  // namespace pipelab::geometry
