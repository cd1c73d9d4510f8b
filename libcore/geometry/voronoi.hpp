#pragma once

#include "base/array.hpp"
#include "geometry/delaunay.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// What of a box is nearest to each of its points.
struct VoronoiCells {
    base::Array<Point> corners;
    base::Array<std::uint64_t> ends;  ///< cell i has corners [ends[i - 1], ends[i])
    std::size_t size() const { return ends.size(); }
    std::span<const Point> cell(std::size_t i) const {
        const std::uint64_t begin = i == 0 ? 0 : ends[i - 1];
        return {corners.data() + begin, static_cast<std::size_t>(ends[i] - begin)};
    }
};

/// Points at the same distance from two sites and no nearer to any other.
struct VoronoiEdge {
    Segment segment;  ///< directed, with the cell of `left` on its left
    std::uint32_t left, right;
};

/// The box of the points, each side moved outwards by a tenth of the longer side; by 1 where all
/// points are equal or none is there (around 0 0). Kept within the range of doubles.
Box voronoi_box(std::span<const Point> points);

/// The Voronoi diagram of `points` within `box`: a cell a point, convex, counterclockwise, empty
/// where no inner point of the box is nearest to it; the first of equal points has the cell.
/// `triangulation` is delaunay(points).
///
/// Corners are corners of the box, centres of circles through three points and places where edges
/// leave the box, each rounded once to the nearest doubles. Which of them a cell has is decided
/// exactly; what they share has the same bits in all cells, so that cells leave no gap in the box.
/// Equal neighbours among the rounded corners are one; what keeps fewer than three is empty (cells
/// that are too small for doubles). Rounding moves a corner by half a unit in the last place.
/// Empty unless the box has a positive width and height. O(n), in parallel.
VoronoiCells voronoi_cells(std::span<const Point> points, const Triangulation& triangulation,
                           const Box& box);

/// The edges of the diagram within the box, in the order of edges(triangulation); those without
/// length, of cocircular points, and those along a side of the box are left out.
base::Array<VoronoiEdge> voronoi_edges(std::span<const Point> points,
                                       const Triangulation& triangulation, const Box& box);

}  // namespace pipelab::geometry
