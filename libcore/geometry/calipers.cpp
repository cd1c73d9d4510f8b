#include "geometry/calipers.hpp"

#include "geometry/formula.hpp"
#include "geometry/hull.hpp"
#include "geometry/near_distance.hpp"
#include "geometry/predicates.hpp"
#include "geometry/vector_formula.hpp"
#include "geometry/vectors.hpp"

#include <algorithm>
#include <tuple>

namespace pipelab::geometry {
namespace {

using formula::between;
using ConvexPolygon = std::span<const Point>;

std::size_t following(ConvexPolygon polygon, std::size_t i) {
    return i + 1 == polygon.size() ? 0 : i + 1;
}

/// What an edge's box looks like: the vertices farthest along the edge, away from it, and back.
struct Calipers {
    std::size_t edge, right, top, left;
};

/// Calls visit(Calipers) for each edge of a polygon of at least three vertices.
template <class Visit>
void roll(ConvexPolygon polygon, Visit visit) {
    const std::size_t n = polygon.size();
    const auto at = [&](std::size_t i) { return polygon[i % n]; };
    std::size_t right = 1, top = 1, left = 1;
    for (std::size_t i = 0; i < n; ++i) {
        const Point a = at(i), b = at(i + 1);
        right = std::max(right, i + 1);
        while (dot_sign(a, b, at(right), at(right + 1)) > 0) ++right;
        top = std::max(top, right);
        while (cross_sign(a, b, at(top), at(top + 1)) > 0) ++top;
        left = std::max(left, top);
        while (dot_sign(a, b, at(left), at(left + 1)) < 0) ++left;
        visit(Calipers{i, right % n, top % n, left % n});
    }
}

enum class Measure { width, area, perimeter };

/// The box of an edge in a formula: its sides times the length of the edge, which is squared.
template <class Number>
struct BoxFormula {
    formula::Vector<Number> edge;
    Number height, from, extent, square;

    /// The square of the width, the area, or the square of half the perimeter, times `square`.
    Number measure(Measure which) const {
        if (which == Measure::width) return height * height;
        if (which == Measure::area) return height * extent;
        return (height + extent) * (height + extent);
    }
};

template <class Make>
auto box_formula(const Make& number, ConvexPolygon polygon, const Calipers& at) {
    const Point a = polygon[at.edge];
    const auto from_a = [&](std::size_t i) { return between(number, a, polygon[i]); };
    const auto edge = from_a(following(polygon, at.edge));
    const auto extent = dot(edge, between(number, polygon[at.left], polygon[at.right]));
    return BoxFormula<decltype(number(0.0))>{edge, cross(edge, from_a(at.top)),
                                             dot(edge, from_a(at.left)), extent, square(edge)};
}

Calipers smallest(ConvexPolygon polygon, Measure measure) {
    std::optional<Calipers> best;
    roll(polygon, [&](const Calipers& at) {
        const auto difference = [&](const auto& number) {
            const auto box = box_formula(number, polygon, at);
            const auto other = box_formula(number, polygon, *best);
            return box.measure(measure) * other.square - other.measure(measure) * box.square;
        };
        if (!best || filtered_sign(difference) < 0) best = at;
    });
    return *best;
}

std::optional<Rectangle> smallest_rectangle(ConvexPolygon polygon, Measure measure) {
    if (polygon.empty()) return std::nullopt;
    if (polygon.size() < 3) {
        const Point a = polygon.front(), b = polygon.back();
        const double perimeter =
            rounded([&](const auto& n) { return n(2) * sqrt(square(between(n, a, b))); });
        return Rectangle{0, {a, b, b, a}, 0, perimeter};
    }
    const Calipers at = smallest(polygon, measure);
    const auto corner = [&](bool end, bool high) {
        return formula::rounded_point([&](const auto& number) {
            const auto box = box_formula(number, polygon, at);
            const auto along = box.edge * (end ? box.from + box.extent : box.from);
            const auto foot = formula::at(number, polygon[at.edge]);
            if (!high) return foot + along / box.square;
            return foot + (along + left(box.edge) * box.height) / box.square;
        });
    };
    const double area = rounded([&](const auto& number) {
        const auto box = box_formula(number, polygon, at);
        return box.extent * box.height / box.square;
    });
    const double perimeter = rounded([&](const auto& number) {
        const auto box = box_formula(number, polygon, at);
        return number(2) * (box.extent + box.height) / sqrt(box.square);
    });
    return Rectangle{
        at.edge,
        {corner(false, false), corner(true, false), corner(true, true), corner(false, true)},
        area,
        perimeter};
}

/// The edges of two convex polygons in one turn around both, by direction: calls visit(i, j, first,
/// second) where vertices i and j touch the line that turns, and next go along the edge of the
/// first polygon, of the second, or of both because they are parallel.
template <class Visit>
void turn_around(ConvexPolygon first, ConvexPolygon second, Visit visit) {
    const auto lowest = [](ConvexPolygon polygon) {
        return static_cast<std::size_t>(std::min_element(polygon.begin(), polygon.end(), before) -
                                        polygon.begin());
    };
    std::size_t i = lowest(first), j = lowest(second);
    std::size_t left = first.size() < 2 ? 0 : first.size();
    std::size_t right = second.size() < 2 ? 0 : second.size();
    while (left + right > 0) {
        const std::size_t next_i = following(first, i), next_j = following(second, j);
        int sign = right == 0 ? 1 : -1;
        if (left > 0 && right > 0) {
            sign = cross_sign(first[i], first[next_i], second[j], second[next_j]);
        }
        visit(i, j, sign >= 0, sign <= 0);
        if (sign >= 0) i = next_i, --left;
        if (sign <= 0) j = next_j, --right;
    }
}

/// How near a vertex of one polygon comes to a vertex (a == b) or the inside of an edge of another.
struct VertexApproach {
    bool second_has_vertex;
    Point a, b, vertex;

    bool of_vertices() const { return a == b; }
    /// The square of the distance.
    template <class Make>
    auto numerator(const Make& number) const {
        const auto to_vertex = between(number, a, vertex);
        if (of_vertices()) return square(to_vertex);
        const auto area = cross(between(number, a, b), to_vertex);
        return area * area;
    }
    template <class Make>
    auto denominator(const Make& number) const {
        return of_vertices() ? number(1) : square(between(number, a, b));
    }
};

/// Pairs of vertices before others at the same distance.
bool nearer(const VertexApproach& a, const VertexApproach& b) {
    const int sign = filtered_sign([&](const auto& number) {
        return a.numerator(number) * b.denominator(number) -
               b.numerator(number) * a.denominator(number);
    });
    return sign != 0 ? sign < 0 : a.of_vertices() && !b.of_vertices();
}

ConvexDistance resolved(const VertexApproach& approach) {
    Point foot = approach.a;
    if (!approach.of_vertices()) {
        foot = *projected(approach.vertex, {approach.a, approach.b});
    }
    const double distance = rounded([&](const auto& number) {
        return sqrt(approach.numerator(number) / approach.denominator(number));
    });
    return {distance, approach.second_has_vertex ? Segment{foot, approach.vertex}
                                                 : Segment{approach.vertex, foot}};
}

}  // namespace

std::optional<FarthestPair> diameter(std::span<const Point> polygon) {
    if (polygon.empty()) return std::nullopt;
    std::size_t a = 0, b = polygon.size() == 1 ? 0 : 1;
    double square = near_square(polygon[a], polygon[b]);
    const auto consider = [&](std::size_t i, std::size_t j) {
        if (i > j) std::swap(i, j);
        if (i == a && j == b) return;
        const double other = near_square(polygon[i], polygon[j]);
        const int sign =
            compare_near(other, square, polygon[i], polygon[j], polygon[a], polygon[b]);
        if (sign > 0 || (sign == 0 && std::tie(i, j) < std::tie(a, b))) {
            a = i, b = j, square = other;
        }
    };
    if (polygon.size() > 2) {
        std::size_t j = 1;
        for (std::size_t i = 0; i < polygon.size(); ++i) {
            const std::size_t next_i = following(polygon, i);
            int sign = 0;
            while ((sign = cross_sign(polygon[i], polygon[next_i], polygon[j],
                                      polygon[following(polygon, j)])) > 0) {
                j = following(polygon, j);
            }
            consider(i, j);
            consider(next_i, j);
            if (sign != 0) continue;
            consider(i, following(polygon, j));
            consider(next_i, following(polygon, j));
        }
    }
    return FarthestPair{a, b, distance(polygon[a], polygon[b])};
}

std::optional<Width> width(std::span<const Point> polygon) {
    if (polygon.empty()) return std::nullopt;
    if (polygon.size() < 3) return Width{0, 0, 0};
    const Calipers at = smallest(polygon, Measure::width);
    const double distance = rounded([&](const auto& number) {
        const auto box = box_formula(number, polygon, at);
        return box.height / sqrt(box.square);
    });
    return Width{at.edge, at.top, distance};
}

std::optional<Rectangle> min_area_rectangle(std::span<const Point> polygon) {
    return smallest_rectangle(polygon, Measure::area);
}

std::optional<Rectangle> min_perimeter_rectangle(std::span<const Point> polygon) {
    return smallest_rectangle(polygon, Measure::perimeter);
}

std::optional<ConvexDistance> convex_distance(std::span<const Point> first,
                                              std::span<const Point> second) {
    if (first.empty() || second.empty()) return std::nullopt;
    base::Array<Point> mirrored(second.begin(), second.end());
    for (Point& p : mirrored) p = {-p.x, -p.y};
    std::optional<VertexApproach> best;
    const auto consider = [&](const VertexApproach& approach) {
        if (!best || nearer(approach, *best)) best = approach;
    };
    bool inside = true;
    consider({true, first[0], first[0], second[0]});
    // A face of the difference that the origin does not see cannot be the nearest one.
    const auto edge = [&](bool of_first, Point a, Point b, Point vertex) {
        if (orientation(a, b, vertex) > 0) return;
        inside = false;
        if (dot_sign(a, b, a, vertex) <= 0 || dot_sign(b, a, b, vertex) <= 0) return;
        consider({of_first, a, b, vertex});
    };
    turn_around(first, mirrored, [&](std::size_t i, std::size_t j, bool along_i, bool along_j) {
        const Point p = first[i], q = second[j];
        const Point next_p = first[following(first, i)], next_q = second[following(second, j)];
        consider({true, p, p, q});
        if (along_i && along_j) {
            consider({true, p, p, next_q});
            consider({true, next_p, next_p, q});
            edge(true, p, next_p, next_q);
            edge(false, q, next_q, next_p);
        }
        if (along_i) edge(true, p, next_p, q);
        if (along_j) edge(false, q, next_q, p);
    });
    if (inside && first.size() + second.size() > 2) return ConvexDistance{0, std::nullopt};
    return resolved(*best);
}

base::Array<Point> minkowski_sum(std::span<const Point> first, std::span<const Point> second) {
    if (first.empty() || second.empty()) return {};
    base::Array<Point> sums;
    const auto add = [&](Point a, Point b) { sums.push_back({a.x + b.x, a.y + b.y}); };
    turn_around(first, second,
                [&](std::size_t i, std::size_t j, bool, bool) { add(first[i], second[j]); });
    if (sums.empty()) add(first[0], second[0]);
    return convex_hull(sums).vertices;
}

}  // namespace pipelab::geometry
