#pragma once

#include "geometry/shape.hpp"

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <vector>

/// What fuzz targets of geometry have in common.
namespace pipelab::fuzz {

using geometry::Point;
using geometry::Shape;

inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

/// How far points lie off the lattice.
constexpr std::array steps{0.0, 0x1p-50, 0.1, 0x1p-1074};

/// Paths of points on or beside a lattice of 16 by 16 points, a byte a coordinate; newlines end
/// paths, '#' ends those of the first shape.
inline std::array<std::vector<std::vector<Point>>, 2> lattice_paths(const unsigned char* data,
                                                                    std::size_t size, double step) {
    const auto coordinate = [step](unsigned char byte) { return byte % 16 + byte / 16 * step; };
    std::array<std::vector<std::vector<Point>>, 2> shapes;
    std::size_t at = 0;
    for (auto& paths : shapes) {
        paths.emplace_back();
        for (; at < size && data[at] != '#'; ++at) {
            if (data[at] == '\n') {
                paths.emplace_back();
            } else if (at + 1 < size) {
                paths.back().push_back({coordinate(data[at]), coordinate(data[at + 1])});
                ++at;
            }
        }
        ++at;
    }
    return shapes;
}

/// The paths as rings; as a polygon; as polygons, in a multi_polygon or a collection; as lines; or
/// all their points.
inline Shape shape_of(const std::vector<std::vector<Point>>& paths, unsigned kind) {
    using Type = Shape::Type;
    constexpr std::array types{Type::rings,      Type::polygon,           Type::multi_polygon,
                               Type::collection, Type::multi_line_string, Type::multi_point};
    Shape shape;
    shape.type = types[kind % types.size()];
    std::vector<Point> points;
    for (const auto& path : paths) {
        if (path.empty()) continue;
        if (shape.type == Type::collection) {
            shape.members.push_back(geometry::polygon_shape(path));
        } else if (shape.type == Type::multi_point) {
            points.insert(points.end(), path.begin(), path.end());
        } else {
            const bool new_part = shape.type == Type::multi_polygon ||
                                  (shape.type == Type::polygon && shape.parts() == 0);
            if (new_part) shape.add_part();
            shape.add_path(path);
        }
    }
    if (!points.empty()) shape.add_path(points);
    return shape;
}

}  // namespace pipelab::fuzz
