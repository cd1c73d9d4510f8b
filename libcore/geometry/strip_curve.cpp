#include "geometry/strip_curve.hpp"

#include "geometry/hull.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <array>

namespace pipelab::geometry {

int StripCurve::side_of(Point a, Point b, Point c) const { return sign_ * orientation(a, b, c); }

void StripCurve::put_strip(Point a, Point b, Point from, Point to) {
    const std::array corners{a, from, to, b};
    bool convex = true;
    for (std::size_t i = 0; i < 4; ++i)
        convex = convex && side_of(corners[i], corners[(i + 1) % 4], corners[(i + 2) % 4]) >= 0;
    put(from);
    if (!convex) {
        put(a);
        put(b);
        auto hull = convex_hull(corners).vertices;
        if (sign_ < 0) std::reverse(hull.begin(), hull.end());
        if (hull.size() > 2) curves_.add_path(hull);
    }
    put(to);
}

void StripCurve::put_fan(Point centre, std::span<const Point> points, Point last) {
    const std::size_t begin = ring_.size();
    for (const Point p : points) {
        if (side_of(centre, ring_.back(), p) > 0) put(p);
    }
    while (ring_.size() > begin && side_of(centre, ring_.back(), last) <= 0) ring_.pop_back();
    if (ring_.size() == begin && side_of(centre, ring_.back(), last) <= 0) put(centre);
}

void StripCurve::close_ring() {
    if (ring_.size() > 2) curves_.add_path(ring_);
    ring_.clear();
}

}  // namespace pipelab::geometry
