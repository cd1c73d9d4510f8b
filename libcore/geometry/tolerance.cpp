#include "geometry/tolerance.hpp"

#include "geometry/members.hpp"

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

Convexity convexity(std::span<const Point> ring, Tolerance tolerance) {
    const std::size_t n = ring.size();
    std::size_t left = 0, right = 0, straight = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const int turn = orientation(ring[i], ring[(i + 1) % n], ring[(i + 2) % n], tolerance);
        ++(turn > 0 ? left : turn < 0 ? right : straight);
    }
    if (n < 3 || (left > 0) == (right > 0)) return Convexity::none;
    return straight > 0 ? Convexity::weak : Convexity::strict;
}

namespace {

bool near_edge(Point p, Point a, Point b, double eps) {
    const auto within = [eps](double value, double one, double other) {
        return value >= std::min(one, other) - eps && value <= std::max(one, other) + eps;
    };
    return within(p.x, a.x, b.x) && within(p.y, a.y, b.y) &&
           orientation(a, b, p, Tolerance{eps}) == 0;
}

/// Whether a ray to the right of p crosses the edge.
bool crosses_edge(Point p, Point a, Point b) {
    if ((a.y > p.y) == (b.y > p.y)) return false;
    return p.x < a.x + (p.y - a.y) * (b.x - a.x) / (b.y - a.y);
}

/// Of what is no collection.
Location locate_in_rings(Point p, const Shape& shape, double eps) {
    bool odd = false;
    for (std::size_t r = 0; shape.areal() && r < shape.paths(); ++r) {
        const auto ring = shape.path(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = ring[i], b = ring[(i + 1) % ring.size()];
            if (near_edge(p, a, b, eps)) return Location::boundary;
            odd ^= crosses_edge(p, a, b);
        }
    }
    return odd ? Location::inside : Location::outside;
}

}  // namespace

Location locate(Point point, const Shape& shape, Tolerance tolerance) {
    Location location = Location::outside;
    for_members(shape, [&](const Shape& member) {
        location = std::max(location, locate_in_rings(point, member, tolerance.eps));
    });
    return location;
}

}  // namespace pipelab::geometry
