#include "geometry/members.hpp"

#include "geometry/overlay.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace pipelab::geometry {

Shape areas_of(const Shape& shape, base::Control control) {
    std::vector<OverlayInput> inputs;
    for_members(shape, [&](const Shape& member) {
        if (member.areal()) inputs.push_back({&member, 0});
    });
    return Overlay(inputs, 1, FillRule::even_odd, control).polygons(SetOperation::union_of_all);
}

std::optional<Shape> united_areas(const Shape& shape, base::Control control) {
    std::size_t areas = 0;
    for_members(shape, [&](const Shape& member) { areas += member.areal() && !member.empty(); });
    return areas > 1 ? std::optional(areas_of(shape, control)) : std::nullopt;
}

double largest_coordinate(const Shape& shape) {
    double most = 0;
    for (const Point p : shape.points) most = std::max({most, std::abs(p.x), std::abs(p.y)});
    for (const Shape& member : shape.members) most = std::max(most, largest_coordinate(member));
    return most;
}

std::vector<Point> without_repeats(std::span<const Point> path) {
    std::vector<Point> result;
    std::unique_copy(path.begin(), path.end(), std::back_inserter(result));
    return result;
}

Shape unpacked(Shape shape) {
    const bool single = shape.type == Shape::Type::multi_polygon && shape.parts() == 1;
    return single ? shape.part_shape(0) : shape;
}

bool is_one_place(std::span<const Point> path) {
    return std::all_of(path.begin(), path.end(), [&](Point p) { return p == path[0]; });
}

}  // namespace pipelab::geometry
