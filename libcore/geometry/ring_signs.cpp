#include "geometry/ring_signs.hpp"

#include "geometry/layer_locator.hpp"
#include "geometry/polygon.hpp"
#include "geometry/ring_formulas.hpp"
#include "geometry/rounded.hpp"

#include <cmath>

namespace pipelab::geometry {
namespace {

/// The middle of an edge, if it is a point of doubles.
std::optional<Point> exact_middle(Point a, Point b) {
    const Point m{a.x / 2 + b.x / 2, a.y / 2 + b.y / 2};
    const auto exact = [](double low, double high, double half) {
        return sign_of([&](auto number) {
                   return number(low) + number(high) - number(half) * number(2);
               }) == 0;
    };
    if (exact(a.x, b.x, m.x) && exact(a.y, b.y, m.y)) return m;
    return std::nullopt;
}

/// For rings that do not cross.
bool lies_within(std::span<const Point> ring, std::span<const Point> other, bool later) {
    for (const Point p : ring) {
        const Location location = locate(p, other);
        if (location != Location::boundary) return location == Location::inside;
    }
    std::optional<bool> answer;
    for_edges(ring, true, [&](Point a, Point b) {
        const auto m = answer ? std::nullopt : exact_middle(a, b);
        const Location location = m ? locate(*m, other) : Location::boundary;
        if (location != Location::boundary) answer = location == Location::inside;
    });
    if (answer) return *answer;
    const int own = orientation(ring), others = orientation(other);
    const int larger = sign_of([&](auto number) {
        return number(own) * twice_area(number, ring) - number(others) * twice_area(number, other);
    });
    return larger < 0 || (larger == 0 && later);
}

std::vector<int> signs_by_nesting(const Shape& shape) {
    std::vector<int> signs(shape.paths());
    std::vector<Shape> rings;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        signs[i] = orientation(shape.path(i));
        rings.push_back(polygon_shape(shape.path(i)));
    }
    if (shape.paths() < 2) return signs;
    const LayerLocator locator(rings);
    base::Array<Containing> around;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        if (signs[i] == 0) continue;
        around.clear();
        locator.all(shape.path(i)[0], around);
        for (const Containing& ring : around) {
            if (ring.index == i) continue;
            if (ring.location == Location::inside ||
                lies_within(shape.path(i), shape.path(ring.index), ring.index < i)) {
                signs[i] = -signs[i];
            }
        }
    }
    return signs;
}

}  // namespace

std::vector<int> ring_signs(const Shape& shape) {
    if (shape.type == Shape::Type::rings) return signs_by_nesting(shape);
    std::vector<int> signs(shape.paths());
    for (std::size_t i = 0; i < shape.parts(); ++i) {
        const auto [begin, end] = shape.part(i);
        for (std::size_t ring = begin; ring < end; ++ring) {
            signs[ring] = orientation(shape.path(ring)) * (ring == begin ? 1 : -1);
        }
    }
    return signs;
}

}  // namespace pipelab::geometry
