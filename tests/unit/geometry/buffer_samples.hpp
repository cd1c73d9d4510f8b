#pragma once

#include "geometry/buffer.hpp"
#include "geometry/generate_rings.hpp"
#include "geometry/location.hpp"
#include "point_samples.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

/// Shapes to buffer, and distances from them in plain doubles.
namespace pipelab::testing {

using geometry::BufferStyle;
using geometry::Point;
using geometry::Segment;
using geometry::Shape;
using geometry::samples::Draw;

inline Shape buffer(const Shape& shape, double distance, const BufferStyle& style = {}) {
    return geometry::Buffering(style).buffer(shape, distance).value();
}

inline double distance(Point p, Point a, Point b) {
    const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double t = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
    t = std::clamp(t, 0.0, 1.0);
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/// From the boundary of areas, lines and points.
inline double distance(Point p, const Shape& shape) {
    double least = std::numeric_limits<double>::infinity();
    geometry::for_edges(shape,
                        [&](const Segment& s) { least = std::min(least, distance(p, s.a, s.b)); });
    return least;
}

/// Below 0 within areas: how far it is from leaving them.
inline double signed_distance(Point p, const Shape& shape) {
    const double d = distance(p, shape);
    return shape.areal() && geometry::locate(p, shape) == geometry::Location::inside ? -d : d;
}

inline double arc_error(double d, std::size_t segments) {
    return std::abs(d) * (1 - std::cos(std::numbers::pi / 4 / static_cast<double>(segments)));
}

inline Shape random_shape(Draw& draw, int kind) {
    Shape shape;
    const bool lattice = draw.below(2) == 0;
    const auto point = [&] {
        if (lattice)
            return Point{static_cast<double>(draw.below(7)), static_cast<double>(draw.below(7))};
        return Point{7 * draw.uniform(), 7 * draw.uniform()};
    };
    const auto path = [&](std::uint64_t least, std::uint64_t more) {
        std::vector<Point> points(least + draw.below(more));
        for (Point& p : points) p = point();
        return points;
    };
    if (kind == 0) {
        shape.type = Shape::Type::rings;
        for (std::uint64_t i = 0, rings = 1 + draw.below(3); i < rings; ++i)
            shape.add_path(path(3, 6));
    } else if (kind == 1) {
        shape.type = Shape::Type::multi_line_string;
        for (std::uint64_t i = 0, lines = 1 + draw.below(2); i < lines; ++i) {
            std::vector<Point> line = path(1, 6);
            if (draw.below(3) == 0) line.push_back(line[0]);
            shape.add_path(line);
        }
    } else if (kind == 2) {
        shape.type = Shape::Type::multi_point;
        shape.add_path(path(1, 5));
    } else {
        shape.type = Shape::Type::polygon;
        shape.add_part();
        const auto seed = draw.below(1 << 20);
        const auto ring = geometry::random_coast(200, {3.5, 3.5}, 3.5, base::Random(seed));
        shape.add_path(ring);
    }
    return shape;
}

}  // namespace pipelab::testing
