#include "geometry/vectors.hpp"

#include "geometry/angle_formula.hpp"
#include "geometry/vector_formula.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pipelab::geometry {
namespace {

using namespace formula;

/// Below half a turn, the positive x axis included: 0, else 1; the centre itself -1.
int half(Point p, Point centre) {
    if (p == centre) return -1;
    return p.y < centre.y || (p.y == centre.y && p.x < centre.x);
}

}  // namespace

Point sum(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }

Point difference(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }

Point scaled(Point v, double factor) { return {v.x * factor, v.y * factor}; }

double dot(Point a, Point b) {
    return rounded([=](auto number) { return formula::dot(at(number, a), at(number, b)); });
}

double cross(Point a, Point b) {
    return rounded([=](auto number) { return formula::cross(at(number, a), at(number, b)); });
}

double length(Point v) {
    return rounded([=](auto number) { return sqrt(square(at(number, v))); });
}

double distance(Point a, Point b) {
    return rounded([=](auto number) { return sqrt(square(between(number, a, b))); });
}

std::optional<Point> unit(Point v) {
    if (v == Point{}) return {};
    return rounded_point([=](auto number) {
        const auto u = at(number, v);
        return u / sqrt(square(u));
    });
}

std::optional<double> angle(Point v, AngleUnit unit) { return angle_between({1, 0}, v, unit); }

std::optional<double> angle_between(Point u, Point v, AngleUnit unit) {
    return angle_at({0, 0}, u, v, unit);
}

std::optional<double> angle_at(Point vertex, Point a, Point b, AngleUnit unit) {
    if (a == vertex || b == vertex) return {};
    const int turn = orientation(vertex, a, b), forward = dot_sign(vertex, a, vertex, b);
    return rounded_angle(
        unit, turn, forward, [&] { return equal_sides(vertex, a, b); },
        [=](auto number) {
            const auto u = between(number, vertex, a), v = between(number, vertex, b);
            return Vector{formula::dot(u, v), formula::cross(u, v)};
        });
}

std::optional<Point> projected(Point p, Segment line) {
    if (line.a == line.b) return {};
    return rounded_point([=](auto number) {
        const auto v = between(number, line.a, line.b);
        const auto along = formula::dot(between(number, line.a, p), v);
        return at(number, line.a) + v * along / square(v);
    });
}

std::optional<Point> reflected(Point p, Segment line) {
    if (line.a == line.b) return {};
    return rounded_point([=](auto number) {
        const auto v = between(number, line.a, line.b);
        const auto away = 2 * formula::cross(v, between(number, line.a, p));
        return at(number, p) - left(v) * away / square(v);
    });
}

Point reflected(Point p, Point centre) {
    return rounded_point([=](auto number) {
        const auto c = at(number, centre);
        return c + c - at(number, p);
    });
}

Point to_chebyshev(Point p) { return {p.x + p.y, p.x - p.y}; }

Point from_chebyshev(Point p) {
    return rounded_point([=](auto number) {
        const auto x = number(p.x), y = number(p.y), half = number(0.5);
        return Vector{(x + y) * half, (x - y) * half};
    });
}

std::optional<Box> bounding_box(std::span<const Point> points) {
    if (points.empty()) return {};
    Box box{points[0], points[0]};
    for (const Point p : points) {
        box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
        box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
    }
    return box;
}

std::optional<Box> bounding_box(const Shape& shape) {
    std::optional<Box> all = bounding_box(shape.points);
    for (const Shape& member : shape.members) {
        const auto box = bounding_box(member);
        if (!box) continue;
        if (!all) all = box;
        all->low = {std::min(all->low.x, box->low.x), std::min(all->low.y, box->low.y)};
        all->high = {std::max(all->high.x, box->high.x), std::max(all->high.y, box->high.y)};
    }
    return all;
}

bool collinear(std::span<const Point> points) {
    const auto other =
        std::find_if(points.begin(), points.end(), [&](Point p) { return p != points[0]; });
    return std::all_of(other, points.end(),
                       [&](Point p) { return orientation(points[0], *other, p) == 0; });
}

base::Array<std::uint64_t> sort_by_angle(std::span<const Point> points, Point centre) {
    base::Array<std::uint64_t> order(points.size());
    std::iota(order.begin(), order.end(), std::uint64_t{0});
    std::sort(order.begin(), order.end(), [&](std::uint64_t i, std::uint64_t j) {
        const Point p = points[i], q = points[j];
        const int p_half = half(p, centre), q_half = half(q, centre);
        if (p_half != q_half) return p_half < q_half;
        if (const int turn = orientation(centre, p, q); turn != 0) return turn > 0;
        if (const int far = compare_distances(centre, p, centre, q); far != 0) return far < 0;
        return i < j;
    });
    return order;
}

}  // namespace pipelab::geometry
