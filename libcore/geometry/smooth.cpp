#include "geometry/smooth.hpp"

#include "geometry/vector_formula.hpp"

namespace pipelab::geometry {
namespace {

/// A quarter of the way from a to b.
Point quarter(Point a, Point b) {
    return formula::rounded_point([&](const auto& number) {
        return (formula::at(number, a) * number(3) + formula::at(number, b)) * number(0.25);
    });
}

base::Array<Point> cut_corners(std::span<const Point> path, bool closed) {
    base::Array<Point> result;
    result.reserve(2 * path.size());
    const std::size_t edges = closed ? path.size() : path.size() - 1;
    for (std::size_t i = 0; i < edges; ++i) {
        const Point a = path[i], b = path[i + 1 == path.size() ? 0 : i + 1];
        const bool first = !closed && i == 0, last = !closed && i + 1 == edges;
        result.push_back(first ? a : quarter(a, b));
        result.push_back(last ? b : quarter(b, a));
    }
    return result;
}

}  // namespace

base::Array<Point> smoothed(std::span<const Point> path, bool closed, std::size_t rounds) {
    base::Array<Point> result(path.begin(), path.end());
    if (path.size() < 3) return result;
    for (std::size_t round = 0; round < rounds; ++round) result = cut_corners(result, closed);
    return result;
}

Shape smoothed(const Shape& shape, std::size_t rounds, base::Control control) {
    if (shape.type == Shape::Type::point || shape.type == Shape::Type::multi_point) return shape;
    Shape result;
    result.type = shape.type;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        base::stop_if_requested(control.cancellation);
        const auto path = smoothed(shape.path(i), shape.areal(), rounds);
        result.points.insert(result.points.end(), path.begin(), path.end());
        result.path_ends.push_back(result.points.size());
    }
    result.part_ends = shape.part_ends;
    for (const Shape& member : shape.members) {
        result.members.push_back(smoothed(member, rounds, control));
    }
    return result;
}

}  // namespace pipelab::geometry
