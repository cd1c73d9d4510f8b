#include "geometry/empty_circle.hpp"

#include "geometry/circumcentre.hpp"
#include "geometry/delaunay.hpp"
#include "geometry/formula.hpp"
#include "geometry/hausdorff.hpp"
#include "geometry/hull.hpp"
#include "geometry/members.hpp"
#include "geometry/near_distance.hpp"
#include "geometry/numbered_point.hpp"
#include "geometry/ring_locator.hpp"
#include "geometry/vector_formula.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace pipelab::geometry {
namespace {

using namespace formula;

/// A triangle of the Delaunay triangulation: its circle is empty.
using Corners = std::array<Point, 3>;

/// The squared radius of its circle as a quotient: |ab|^2 |bc|^2 |ca|^2 / (2 ab x ac)^2.
template <class Make>
auto square_radius(const Make& number, const Corners& t) {
    const auto u = between(number, t[0], t[1]), v = between(number, t[0], t[2]);
    const auto twice = number(2) * cross(u, v);
    return std::array{square(u) * square(v) * square(v - u), twice * twice};
}

/// The sign of one radius less another.
int compare_radii(const Corners& s, const Corners& t) {
    return filtered_sign([&](const auto& number) {
        const auto a = square_radius(number, s), b = square_radius(number, t);
        return a[0] * b[1] - b[0] * a[1];
    });
}

Circle circle_of(const Corners& t) {
    const auto [x, y, radius] = rounded([&](const auto& number) {
        const auto centre = circumcentre(number, t[0], t[1], t[2]);
        const auto r = square_radius(number, t);
        return std::array{centre[0], centre[1], sqrt(r[0] / r[1])};
    });
    return {{x, y}, radius};
}

/// Where centres may be.
class Region {
  public:
    explicit Region(const Shape& shape) : locator_(shape), boundary_(edges_of(shape)) {}

    const SegmentTree& boundary() const { return boundary_; }
    bool has(Point p) const {
        if (!std::isfinite(p.x) || !std::isfinite(p.y)) return false;
        if (locator_.locate(p) != Location::outside) return true;
        const double doubt = 0x1p-52 * (std::abs(p.x) + std::abs(p.y));
        return boundary_.nearest(p)->approach.distance() <= doubt;
    }

  private:
    RingLocator locator_;
    SegmentTree boundary_;
};

/// The largest circle of a triangle whose centre lies in the region.
std::optional<EmptyCircle> largest_of_triangles(std::span<const Point> points,
                                                const Region& region) {
    const Triangulation triangulation = delaunay(points);
    std::optional<EmptyCircle> result;
    std::optional<Corners> best;
    for (std::size_t t = 0; t < triangulation.size(); ++t) {
        Corners corners;
        for (std::size_t k = 0; k < 3; ++k) corners[k] = points[triangulation.triangles[3 * t + k]];
        if (best && compare_radii(corners, *best) <= 0) continue;
        const Circle circle = circle_of(corners);
        if (!region.has(circle.centre)) continue;
        best = corners;
        result = EmptyCircle{circle, corners[0]};
    }
    return result;
}

std::optional<EmptyCircle> search(std::span<const Point> points, const Region& region,
                                  base::Control control) {
    base::Array<Segment> sites;
    for (const Point p : points) sites.push_back({p, p});
    const auto vertex = largest_of_triangles(points, region);
    const double least = vertex ? vertex->circle.radius : 0;
    const auto far = directed_hausdorff(region.boundary(), SegmentTree(sites), control, least);
    if (!far || (vertex && far->distance <= least)) return vertex;
    return EmptyCircle{{far->from, far->distance}, far->to};
}

/// The circle amid the widest gap of collinear points, of which there are two different ones; of
/// equally wide gaps the first along the line.
EmptyCircle widest_gap(std::span<const Point> points) {
    std::vector<NumberedPoint> order;
    for (std::size_t i = 0; i < points.size(); ++i) order.push_back({points[i], i});
    std::sort(order.begin(), order.end(), NumberedBefore{});
    const auto wider = [&](const Segment& s, const Segment& t) {
        return compare_near(near_square(s.a, s.b), near_square(t.a, t.b), s.a, s.b, t.a, t.b) > 0;
    };
    std::size_t widest = 1;
    for (std::size_t i = 2; i < order.size(); ++i) {
        if (wider({order[i - 1].point, order[i].point},
                  {order[widest - 1].point, order[widest].point}))
            widest = i;
    }
    const NumberedPoint &a = order[widest - 1], &b = order[widest];
    const auto [x, y, radius] = rounded([&](const auto& number) {
        const auto half = number(0.5);
        return std::array{(number(a.point.x) + number(b.point.x)) * half,
                          (number(a.point.y) + number(b.point.y)) * half,
                          sqrt(square(between(number, a.point, b.point))) * half};
    });
    return {{{x, y}, radius}, a.index < b.index ? a.point : b.point};
}

}  // namespace

std::optional<EmptyCircle> empty_circle(std::span<const Point> points, base::Control control) {
    if (points.empty()) return std::nullopt;
    const auto hull = convex_hull(points).vertices;
    if (hull.size() == 2) return widest_gap(points);
    return search(points, Region(convex_shape(hull)), control);
}

std::optional<EmptyCircle> empty_circle(std::span<const Point> points, const Shape& region,
                                        base::Control control) {
    const auto united = united_areas(region, control);
    return search(points, Region(united ? *united : region), control);
}

}  // namespace pipelab::geometry
