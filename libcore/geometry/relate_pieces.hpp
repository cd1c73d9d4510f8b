#pragma once

#include "base/progress.hpp"
#include "geometry/intersection_matrix.hpp"
#include "geometry/shape.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace pipelab::geometry::detail {

/// Whether p is one of points in the order of before(). O(log n).
inline bool among(std::span<const Point> sorted, Point p) {
    return std::binary_search(sorted.begin(), sorted.end(), p, before);
}

/// What the interior, boundary and exterior of a shape follow from (relate.hpp).
struct Pieces {
    /// First the edges of rings: of areal geometry i edges [area_ends[i - 1], area_ends[i]); then
    /// those of lines. None with equal ends.
    std::vector<Segment> edges;
    std::vector<std::size_t> area_ends;
    std::vector<Point> points;  ///< and lines that have shrunk to one
    std::vector<Point> ends;    ///< where an odd number of lines end, in the order before()

    std::size_t line_edges() const {
        return area_ends.empty() ? edges.size() : edges.size() - area_ends.back();
    }
};

/// What stands in a shape and its members.
struct PieceVisitor {
    std::function<void(const Shape& areal)> area;
    std::function<void(std::span<const Point>)> line;  ///< of two different points at least
    std::function<void(Point)> point;
};
void visit_pieces(const Shape& shape, const PieceVisitor& visitor);

/// The points that occur an odd number of times, in the order before().
std::vector<Point> odd_points(std::vector<Point> points);

Pieces pieces_of(const Shape& shape);

/// By the arrangement of all pieces. O((n + k) log n) for n edges that have k common points.
IntersectionMatrix relate(const Pieces& a, const Pieces& b,
                          base::Control control = base::Control::none());

}  // namespace pipelab::geometry::detail
