#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// A geometry of the simple features model (OGC 06-103r4) in flat arrays. Points stand in paths,
/// paths in parts:
///   point, multi_point              one path that holds them; an empty point has none
///   line_string, multi_line_string  a path each
///   polygon, multi_polygon          a path a ring and a part a polygon, its shell first; the
///                                   closing point of a ring is not repeated
///   rings                           a path a ring; inside is what an odd number of rings surround
///   collection                      only members
/// Nothing promises that rings are simple or nested as they should be, unless a function says so.
struct Shape {
    enum class Type {
        point,
        line_string,
        polygon,
        multi_point,
        multi_line_string,
        multi_polygon,
        rings,
        collection,
    };
    Type type = Type::point;
    base::Array<Point> points;
    std::vector<std::size_t> path_ends;  ///< path i is points[path_ends[i - 1], path_ends[i])
    std::vector<std::size_t> part_ends;  ///< part i is paths [part_ends[i - 1], part_ends[i])
    std::vector<Shape> members;

    /// The same points in the same arrays.
    bool operator==(const Shape&) const = default;

    bool empty() const { return points.empty() && members.empty(); }
    /// Paths are rings.
    bool areal() const {
        return type == Type::polygon || type == Type::multi_polygon || type == Type::rings;
    }
    std::size_t paths() const { return path_ends.size(); }
    std::span<const Point> path(std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : path_ends[i - 1];
        return {points.data() + begin, path_ends[i] - begin};
    }
    std::size_t parts() const { return part_ends.size(); }
    /// The paths of part i: [first, second).
    std::pair<std::size_t, std::size_t> part(std::size_t i) const {
        return {i == 0 ? 0 : part_ends[i - 1], part_ends[i]};
    }

    /// Part i as a shape: a polygon.
    Shape part_shape(std::size_t i) const;

    /// Appends a path, to the last part of an areal shape if there is one.
    void add_path(std::span<const Point> path);
    /// Appends a part without paths.
    void add_part();
};

/// work(ring) for each ring of a shape, through its members.
template <class Work>
void for_rings(const Shape& shape, const Work& work) {
    for (std::size_t i = 0; shape.areal() && i < shape.paths(); ++i) work(shape.path(i));
    for (const Shape& member : shape.members) for_rings(member, work);
}

inline bool has_rings(const Shape& shape) {
    bool any = false;
    for_rings(shape, [&](std::span<const Point>) { any = true; });
    return any;
}

/// work(Segment) for each edge of lines and rings, in order, then through members; points, and
/// paths of one point, as segments with equal ends.
template <class Work>
void for_edges(const Shape& shape, const Work& work) {
    const bool lines = shape.areal() || shape.type == Shape::Type::line_string ||
                       shape.type == Shape::Type::multi_line_string;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        const auto path = shape.path(i);
        if (!lines || path.size() == 1)
            for (const Point p : path) work(Segment{p, p});
        for (std::size_t k = 0; lines && k + 1 < path.size(); ++k)
            work(Segment{path[k], path[k + 1]});
        if (shape.areal() && path.size() > 1) work(Segment{path.back(), path.front()});
    }
    for (const Shape& member : shape.members) for_edges(member, work);
}

/// The same in an array.
base::Array<Segment> edges_of(const Shape& shape);

Shape point_shape(Point point);
Shape line_shape(std::span<const Point> path);
Shape segment_shape(const Segment& segment);
Shape polygon_shape(std::span<const Point> ring);
/// The corners, counterclockwise from `low`.
Shape box_shape(const Box& box);
/// The vertices of a convex polygon, of which there may be one or two: a point, a line.
Shape convex_shape(std::span<const Point> vertices);

}  // namespace pipelab::geometry
