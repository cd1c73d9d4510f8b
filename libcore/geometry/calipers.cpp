#include "geometry/calipers.hpp"

#include "geometry/hull.hpp"
#include "geometry/near_distance.hpp"
#include "geometry/predicates.hpp"
#include "geometry/wide_real.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace pipelab::geometry {
namespace {

using Polygon = std::span<const Point>;

std::size_t following(Polygon polygon, std::size_t i) {
    return i + 1 == polygon.size() ? 0 : i + 1;
}

/// What an edge's box looks like: the vertices farthest along the edge, away from it, and back.
struct Calipers {
    std::size_t edge, right, top, left;
};

/// Calls visit(Calipers) for each edge of a polygon of at least three vertices.
template <class Visit>
void roll(Polygon polygon, Visit visit) {
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

/// Bounds of a number that is not negative.
struct Bounds {
    double low = 0, high = std::numeric_limits<double>::infinity();
};

/// Where nothing overflows or underflows; else no bounds.
Bounds checked(double low, double high) {
    if (low > 0x1p-900 && high < 0x1p900) return {low, high};
    return {};
}

/// Bounds of x1 y1 + x2 y2, products of differences of doubles: five roundings of 2^-53.
Bounds around(double first, double second) {
    const double error = 0x1p-50 * (std::abs(first) + std::abs(second));
    return checked(first + second - error, first + second + error);
}

enum class Measure { width, area, perimeter };

/// The square of the width, the area, or the square of half the perimeter times the square of the
/// edge, from height and extent times the edge.
template <class Number>
Number numerator(Measure measure, const Number& height, const Number& extent) {
    if (measure == Measure::width) return height * height;
    if (measure == Measure::area) return height * extent;
    return (height + extent) * (height + extent);
}

/// The box of an edge, measured.
struct MeasuredBox {
    Calipers at;
    Bounds bounds;
};

struct WideBox {
    WideBox(Polygon polygon, const Calipers& at)
        : edge(polygon[at.edge], polygon[following(polygon, at.edge)]),
          height(edge.cross({polygon[at.edge], polygon[at.top]})),
          from(edge.dot({polygon[at.edge], polygon[at.left]})),
          to(edge.dot({polygon[at.edge], polygon[at.right]})),
          square(edge.square()) {}
    WideVector edge;
    WideReal height, from, to, square;
};

Bounds measured(Polygon polygon, Measure measure, const Calipers& at) {
    const Point a = polygon[at.edge], b = polygon[following(polygon, at.edge)];
    const Point top = polygon[at.top], left = polygon[at.left], right = polygon[at.right];
    const double dx = b.x - a.x, dy = b.y - a.y;
    const Bounds height = around(dx * (top.y - a.y), -dy * (top.x - a.x));
    const Bounds extent = around(dx * (right.x - left.x), dy * (right.y - left.y));
    const double square = dx * dx + dy * dy;
    return checked(numerator(measure, height.low, extent.low) / square * (1 - 0x1p-48),
                   numerator(measure, height.high, extent.high) / square * (1 + 0x1p-48));
}

bool smaller(Polygon polygon, Measure measure, const MeasuredBox& a, const MeasuredBox& b) {
    if (a.bounds.high < b.bounds.low) return true;
    if (b.bounds.high < a.bounds.low) return false;
    const WideBox u(polygon, a.at), v(polygon, b.at);
    return (numerator(measure, u.height, u.to - u.from) * v.square -
            numerator(measure, v.height, v.to - v.from) * u.square)
               .sign() < 0;
}

Calipers smallest(Polygon polygon, Measure measure) {
    std::optional<MeasuredBox> best;
    roll(polygon, [&](const Calipers& at) {
        const MeasuredBox box{at, measured(polygon, measure, at)};
        if (!best || smaller(polygon, measure, box, *best)) best = box;
    });
    return best->at;
}

std::optional<Rectangle> smallest_rectangle(Polygon polygon, Measure measure) {
    if (polygon.empty()) return std::nullopt;
    if (polygon.size() < 3) {
        const Point a = polygon.front(), b = polygon.back();
        const WideReal length = sqrt(WideVector(a, b).square());
        return Rectangle{0, {a, b, b, a}, 0, (WideReal(2) * length).rounded()};
    }
    const Calipers at = smallest(polygon, measure);
    const WideBox box(polygon, at);
    const Point a = polygon[at.edge];
    const auto corner = [&](const WideReal& along, const WideReal& up) {
        return Point{
            (WideReal(a.x) + (box.edge.x * along - box.edge.y * up) / box.square).rounded(),
            (WideReal(a.y) + (box.edge.y * along + box.edge.x * up) / box.square).rounded()};
    };
    const WideReal extent = box.to - box.from;
    return Rectangle{at.edge,
                     {corner(box.from, 0), corner(box.to, 0), corner(box.to, box.height),
                      corner(box.from, box.height)},
                     (extent * box.height / box.square).rounded(),
                     (WideReal(2) * (extent + box.height) / sqrt(box.square)).rounded()};
}

/// The edges of two convex polygons in one turn around both, by direction: calls visit(i, j, first,
/// second) where vertices i and j touch the line that turns, and next go along the edge of the
/// first polygon, of the second, or of both because they are parallel.
template <class Visit>
void turn_around(Polygon first, Polygon second, Visit visit) {
    const auto lowest = [](Polygon polygon) {
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
struct Approach {
    bool second_has_vertex;
    Point a, b, vertex;
    Bounds bounds;  ///< of the square

    bool of_vertices() const { return a == b; }
    /// Of the square.
    std::pair<WideReal, WideReal> quotient() const {
        const WideVector edge(a, b), to_vertex(a, vertex);
        if (of_vertices()) return {to_vertex.square(), 1.0};
        const WideReal cross = edge.cross(to_vertex);
        return {cross * cross, edge.square()};
    }
};

Approach make_approach(bool second_has_vertex, Point a, Point b, Point vertex) {
    Approach approach{second_has_vertex, a, b, vertex, {}};
    if (a == b) {
        const double square = near_square(a, vertex);
        approach.bounds = checked(square * (1 - 0x1p-48), square * (1 + 0x1p-48));
    } else {
        const double dx = b.x - a.x, dy = b.y - a.y;
        const double first = dx * (vertex.y - a.y), second = -dy * (vertex.x - a.x);
        const double sign = first + second < 0 ? -1 : 1;
        const Bounds cross = around(sign * first, sign * second);
        const double square = dx * dx + dy * dy;
        approach.bounds = checked(cross.low * cross.low / square * (1 - 0x1p-48),
                                  cross.high * cross.high / square * (1 + 0x1p-48));
    }
    return approach;
}

bool nearer(const Approach& a, const Approach& b) {
    if (a.bounds.high < b.bounds.low) return true;
    if (b.bounds.high < a.bounds.low) return false;
    const auto u = a.quotient(), v = b.quotient();
    if (const int sign = (u.first * v.second - v.first * u.second).sign(); sign != 0) {
        return sign < 0;
    }
    return a.of_vertices() && !b.of_vertices();
}

ConvexDistance resolved(const Approach& approach) {
    const auto [numerator, denominator] = approach.quotient();
    Point foot = approach.a;
    if (!approach.of_vertices()) {
        const WideVector edge(approach.a, approach.b);
        const WideReal along = edge.dot({approach.a, approach.vertex}) / denominator;
        foot = {(WideReal(foot.x) + edge.x * along).rounded(),
                (WideReal(foot.y) + edge.y * along).rounded()};
    }
    const Segment nearest = approach.second_has_vertex ? Segment{foot, approach.vertex}
                                                       : Segment{approach.vertex, foot};
    return {sqrt(numerator / denominator).rounded(), nearest};
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
    return FarthestPair{a, b, rounded_distance(polygon[a], polygon[b])};
}

std::optional<Width> width(std::span<const Point> polygon) {
    if (polygon.empty()) return std::nullopt;
    if (polygon.size() < 3) return Width{0, 0, 0};
    const Calipers at = smallest(polygon, Measure::width);
    const WideBox box(polygon, at);
    return Width{at.edge, at.top, (box.height / sqrt(box.square)).rounded()};
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
    std::optional<Approach> best;
    const auto consider = [&](const Approach& approach) {
        if (!best || nearer(approach, *best)) best = approach;
    };
    bool inside = true;
    consider(make_approach(true, first[0], first[0], second[0]));
    // A face of the difference that the origin does not see cannot be the nearest one.
    const auto edge = [&](bool of_first, Point a, Point b, Point vertex) {
        if (orientation(a, b, vertex) > 0) return;
        inside = false;
        if (dot_sign(a, b, a, vertex) <= 0 || dot_sign(b, a, b, vertex) <= 0) return;
        consider(make_approach(of_first, a, b, vertex));
    };
    turn_around(first, mirrored, [&](std::size_t i, std::size_t j, bool along_i, bool along_j) {
        const Point p = first[i], q = second[j];
        const Point next_p = first[following(first, i)], next_q = second[following(second, j)];
        consider(make_approach(true, p, p, q));
        if (along_i && along_j) {
            consider(make_approach(true, p, p, next_q));
            consider(make_approach(true, next_p, next_p, q));
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
