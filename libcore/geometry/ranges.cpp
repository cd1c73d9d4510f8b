#include "geometry/ranges.hpp"

#include "geometry/predicates.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::geometry {
namespace {

bool between(double low, double x, double high) { return low <= x && x <= high; }

std::array<Point, 4> corners_of(const Box& box) {
    return {{box.low, {box.high.x, box.low.y}, box.high, {box.low.x, box.high.y}}};
}

bool apart(const Box& a, const Box& b) {
    return a.high.x < b.low.x || b.high.x < a.low.x || a.high.y < b.low.y || b.high.y < a.low.y;
}

}  // namespace

Cover BoxRegion::cover(const Box& other) const {
    if (apart(box, other)) return Cover::none;
    return contains(other.low) && contains(other.high) ? Cover::all : Cover::some;
}

bool BoxRegion::contains(Point p) const {
    return between(box.low.x, p.x, box.high.x) && between(box.low.y, p.y, box.high.y);
}

Cover Disk::cover(const Box& other) const {
    const Point nearest{std::clamp(centre.x, other.low.x, other.high.x),
                        std::clamp(centre.y, other.low.y, other.high.y)};
    if (!contains(nearest)) return Cover::none;
    for (const Point corner : corners_of(other)) {
        if (!contains(corner)) return Cover::some;
    }
    return Cover::all;
}

bool Disk::contains(Point p) const {
    return radius >= 0 && compare_distances(centre, p, {0, 0}, {radius, 0}) <= 0;
}

TriangleRegion::TriangleRegion(const std::array<Point, 3>& corners, bool closed)
    : corners_(corners), box_{corners[0], corners[0]}, closed_(closed) {
    const int turn = orientation(corners[0], corners[1], corners[2]);
    flat_ = turn == 0;
    if (turn < 0) std::swap(corners_[1], corners_[2]);
    for (const Point p : corners) {
        box_.low = {std::min(box_.low.x, p.x), std::min(box_.low.y, p.y)};
        box_.high = {std::max(box_.high.x, p.x), std::max(box_.high.y, p.y)};
    }
}

Cover TriangleRegion::cover(const Box& other) const {
    if (apart(box_, other)) return Cover::none;
    const auto corners = corners_of(other);
    std::size_t inside = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const Point a = corners_[i], b = corners_[(i + 1) % 3];
        std::size_t right = 0;
        for (const Point corner : corners) {
            const int side = orientation(a, b, corner);
            right += side < 0;
            inside += side > 0;
        }
        if (right == 4 && !flat_) return Cover::none;
    }
    return inside == 12 ? Cover::all : Cover::some;
}

bool TriangleRegion::contains(Point p) const {
    if (!BoxRegion{box_}.contains(p) || (flat_ && !closed_)) return false;
    for (std::size_t i = 0; i < 3; ++i) {
        const int side = orientation(corners_[i], corners_[(i + 1) % 3], p);
        if (side < 0 || (side == 0 && !closed_) || (side != 0 && flat_)) return false;
    }
    return true;
}

}  // namespace pipelab::geometry
