#pragma once

#include "base/progress.hpp"
#include "geometry/shape.hpp"

#include <optional>
#include <span>
#include <vector>

/// Shapes taken apart for operations on shapes of any kind.
namespace pipelab::geometry {

/// work(shape) for what is no collection.
template <class Work>
void for_members(const Shape& shape, const Work& work) {
    if (shape.type != Shape::Type::collection) work(shape);
    for (const Shape& member : shape.members) for_members(member, work);
}

inline bool is_linear(const Shape& shape) {
    return shape.type == Shape::Type::line_string || shape.type == Shape::Type::multi_line_string;
}

/// What all areas of a shape cover, each by the even-odd rule, as Overlay gives it.
Shape areas_of(const Shape& shape, base::Control control = base::Control::none());

/// The same of a collection of several areas; none of other shapes, whose rings say alone what is
/// inside.
std::optional<Shape> united_areas(const Shape& shape,
                                  base::Control control = base::Control::none());

/// Whether it is a collection without members, as features without geometry are read.
inline bool is_null(const Shape& shape) {
    return shape.type == Shape::Type::collection && shape.empty();
}

/// The largest absolute value of a coordinate; 0 for an empty shape.
double largest_coordinate(const Shape& shape);

/// A multi_polygon of one polygon as that polygon; else the shape itself.
Shape unpacked(Shape shape);

/// Whether all points of a path are equal; also of an empty one.
bool is_one_place(std::span<const Point> path);
/// The same of a path that has points.
inline bool is_place(std::span<const Point> path) { return !path.empty() && is_one_place(path); }

/// A path without points that repeat the one before.
std::vector<Point> without_repeats(std::span<const Point> path);

}  // namespace pipelab::geometry
