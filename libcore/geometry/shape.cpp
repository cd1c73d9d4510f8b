#include "geometry/shape.hpp"

#include <array>

namespace pipelab::geometry {

void Shape::add_path(std::span<const Point> path) {
    points.insert(points.end(), path.begin(), path.end());
    path_ends.push_back(points.size());
    if (!part_ends.empty()) part_ends.back() = path_ends.size();
}

void Shape::add_part() { part_ends.push_back(path_ends.size()); }

Shape Shape::part_shape(std::size_t i) const {
    Shape polygon{Type::polygon, {}, {}, {}, {}};
    const auto [begin, end] = part(i);
    polygon.add_part();
    for (std::size_t ring = begin; ring < end; ++ring) polygon.add_path(path(ring));
    return polygon;
}

base::Array<Segment> edges_of(const Shape& shape) {
    base::Array<Segment> edges;
    for_edges(shape, [&](const Segment& edge) { edges.push_back(edge); });
    return edges;
}

Shape point_shape(Point point) {
    Shape shape;
    shape.type = Shape::Type::point;
    shape.add_path({&point, 1});
    return shape;
}

Shape line_shape(std::span<const Point> path) {
    Shape shape;
    shape.type = Shape::Type::line_string;
    shape.add_path(path);
    return shape;
}

Shape segment_shape(const Segment& segment) { return line_shape(std::array{segment.a, segment.b}); }

Shape polygon_shape(std::span<const Point> ring) {
    Shape shape;
    shape.type = Shape::Type::polygon;
    shape.add_part();
    shape.add_path(ring);
    return shape;
}

Shape box_shape(const Box& box) {
    return polygon_shape(
        std::array{box.low, Point{box.high.x, box.low.y}, box.high, Point{box.low.x, box.high.y}});
}

Shape convex_shape(std::span<const Point> vertices) {
    if (vertices.size() > 2) return polygon_shape(vertices);
    return vertices.size() == 2 ? line_shape(vertices) : point_shape(vertices[0]);
}

}  // namespace pipelab::geometry
