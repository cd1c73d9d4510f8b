#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "geometry/shape.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// Paths with fewer or more points. The functions that choose points return their indices, in
/// order. All comparisons of distances and areas are exact; of equal ones the first counts. The
/// first and the last point of an open path stay; a closed one (without its first point repeated)
/// keeps three points if it has as many. Nothing keeps the result from meeting itself.

/// Douglas and Peucker, "Algorithms for the reduction of the number of points required to represent
/// a digitized line" (1973): a stretch of the path is replaced by the segment between its ends
/// unless a point of it lies farther than `tolerance` from that segment; then it is divided at the
/// farthest. A closed path is divided first at point 0 and at the farthest from it; if nothing else
/// stays, the point farthest from the segment between these does. O(n log n) for ordinary paths,
/// O(n^2) at worst. tolerance >= 0; at 0 only points on the segment go.
base::Array<std::size_t> douglas_peucker(std::span<const Point> path, bool closed,
                                         double tolerance);

/// Visvalingam and Whyatt, "Line generalisation by repeated elimination of points" (1993): again
/// and again the point goes that makes the smallest triangle with its neighbours, as long as the
/// triangle's area is less than `least_area` (a) or more than `count` points are left (b).
/// O(n log n).
base::Array<std::size_t> visvalingam_by_area(std::span<const Point> path, bool closed,
                                             double least_area);
base::Array<std::size_t> visvalingam_to_count(std::span<const Point> path, bool closed,
                                              std::size_t count);

/// The least number of equal pieces of the segment from a to b that are no longer than `longest`
/// > 0, exactly; at least 1. None if it exceeds 2^53.
std::optional<std::uint64_t> pieces(Point a, Point b, double longest);

/// How many points densified() makes. None if more than 2^53.
std::optional<std::uint64_t> densified_size(std::span<const Point> path, bool closed,
                                            double longest);

/// The path with each edge divided into the least number of equal pieces no longer than `longest`
/// > 0: its points and, between them, a + i (b - a) / k, each coordinate correctly rounded.
/// densified_size() must have a value, and there must be memory for as many points.
base::Array<Point> densified(std::span<const Point> path, bool closed, double longest,
                             base::Control control = base::Control::none());

/// The shape with each line and ring replaced by what `choose` keeps of it; points stay.
/// choose(path, closed) returns indices.
template <class Choose>
Shape simplified(const Shape& shape, const Choose& choose);

/// The shape with all lines and rings densified. None if that makes more than 2^53 points.
std::optional<Shape> densified(const Shape& shape, double longest,
                               base::Control control = base::Control::none());

template <class Choose>
Shape simplified(const Shape& shape, const Choose& choose) {
    if (shape.type == Shape::Type::point || shape.type == Shape::Type::multi_point) return shape;
    Shape result;
    result.type = shape.type;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        const auto path = shape.path(i);
        for (const std::size_t k : choose(path, shape.areal())) result.points.push_back(path[k]);
        result.path_ends.push_back(result.points.size());
    }
    result.part_ends = shape.part_ends;
    for (const Shape& member : shape.members) {
        result.members.push_back(simplified(member, choose));
    }
    return result;
}

}  // namespace pipelab::geometry
