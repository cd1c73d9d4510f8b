#include "geometry/tolerance.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::geometry {
namespace {

double plain_cross(Point a, Point b, Point c, Point d) {
    return (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
}

}  // namespace

int orientation(Point a, Point b, Point c, Tolerance tolerance) {
    const double turn = plain_cross(a, b, a, c);
    return (turn > tolerance.eps) - (turn < -tolerance.eps);
}

bool collinear(std::span<const Point> points, Tolerance tolerance) {
    if (points.size() < 3) return true;
    const Point first = points[0];
    const auto squared = [first](Point p) {
        return (p.x - first.x) * (p.x - first.x) + (p.y - first.y) * (p.y - first.y);
    };
    const Point far = *std::max_element(points.begin(), points.end(),
                                        [&](Point p, Point q) { return squared(p) < squared(q); });
    return std::all_of(points.begin(), points.end(),
                       [&](Point p) { return orientation(first, far, p, tolerance) == 0; });
}

std::optional<Point> intersection(Segment s, Segment t, Tolerance tolerance) {
    const double whole = plain_cross(s.a, s.b, t.a, t.b);
    if (!(std::abs(whole) > tolerance.eps)) return {};
    const double along_s = plain_cross(s.a, t.a, t.a, t.b) / whole;
    const double along_t = plain_cross(s.a, t.a, s.a, s.b) / whole;
    const auto inside = [&](double share) {
        return share >= -tolerance.eps && share <= 1 + tolerance.eps;
    };
    if (!inside(along_s) || !inside(along_t)) return {};
    return Point{s.a.x + along_s * (s.b.x - s.a.x), s.a.y + along_s * (s.b.y - s.a.y)};
}

}  // namespace pipelab::geometry
