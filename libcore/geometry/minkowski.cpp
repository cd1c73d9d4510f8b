#include "geometry/minkowski.hpp"

#include "geometry/calipers.hpp"
#include "geometry/convex_parts.hpp"
#include "geometry/members.hpp"
#include "geometry/overlay.hpp"
#include "geometry/polygon.hpp"
#include "geometry/predicates.hpp"
#include "geometry/strip_curve.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using Points = std::vector<Point>;

/// Closed ways around what is added to: rings with the inside on their left, lines there and back,
/// points.
std::vector<Points> ways_around(const Shape& shape, const Shape& areas) {
    std::vector<Points> ways;
    for_rings(areas,
              [&](std::span<const Point> ring) { ways.emplace_back(ring.begin(), ring.end()); });
    for_members(shape, [&](const Shape& member) {
        if (member.areal()) return;
        for (std::size_t i = 0; is_linear(member) && i < member.paths(); ++i) {
            const Points way = without_repeats(member.path(i));
            ways.push_back(way);
            if (way.size() > 2)
                ways.back().insert(ways.back().end(), way.rbegin() + 1, way.rend() - 1);
        }
        for (std::size_t i = 0; !is_linear(member) && i < member.points.size(); ++i)
            ways.push_back({member.points[i]});
    });
    return ways;
}

/// Convex parts that make up a shape: polygons, segments, points, from their least points on.
std::vector<Points> parts_of(const Shape& shape, const Shape& areas, base::Control control) {
    std::vector<Points> parts = convex_parts(areas, control);
    for_members(shape, [&](const Shape& member) {
        if (member.areal()) return;
        for_edges(member, [&](const Segment& s) {
            if (s.a == s.b)
                parts.push_back({s.a});
            else
                parts.push_back({std::min(s.a, s.b, before), std::max(s.a, s.b, before)});
        });
    });
    return parts;
}

std::size_t corners_of(const std::vector<Points>& lists) {
    std::size_t total = 0;
    for (const Points& list : lists) total += list.size();
    return total;
}

/// A convex part that is added to ways around, as offset curves: around points and along edges.
class PartSweep {
  public:
    PartSweep(const Points& part, StripCurve& curve) : part_(part), curve_(curve) {}

    void around(const Points& way) {
        way_ = &way;
        if (way.size() == 1) return around_point();
        for (std::size_t i = 0; i < way.size(); ++i) {
            const Point a = way[i], b = at(i + 1), c = at(i + 2);
            const std::size_t in = farthest(a, b), out = farthest(b, c);
            curve_.put_strip(sum(a, 0), sum(b, 0), sum(a, in), sum(b, in));
            const int side = orientation(a, b, c);
            if (in == out) continue;
            if (side > 0 || (side == 0 && dot_sign(a, b, b, c) < 0))
                turn(b, in, out);
            else
                curve_.put(sum(b, 0));
        }
        curve_.close_ring();
    }

  private:
    Point at(std::size_t i) const { return (*way_)[i % way_->size()]; }
    Point sum(Point p, std::size_t corner) const {
        return {p.x + part_[corner].x, p.y + part_[corner].y};
    }
    std::size_t following(std::size_t corner) const { return (corner + 1) % part_.size(); }

    /// The corner that is farthest to the right of a direction; of two the first along it. Edges of
    /// a part are in the order of their directions, counterclockwise from straight down, which
    /// comes last.
    std::size_t farthest(Point a, Point b) const {
        const auto is_back = [](Point from, Point to) { return !before(from, to); };
        std::size_t first = 0, last = part_.size();
        while (first < last) {
            const std::size_t middle = (first + last) / 2;
            const Point from = part_[middle], to = part_[following(middle)];
            const bool back = is_back(from, to), wanted = is_back(a, b);
            const bool less = back != wanted ? wanted : cross_sign(from, to, a, b) > 0;
            if (less)
                first = middle + 1;
            else
                last = middle;
        }
        return first == part_.size() ? 0 : first;
    }

    /// On from one corner of the part at p to before another, which follows.
    void turn(Point p, std::size_t from, std::size_t to) {
        std::size_t k = from;
        while (k != to) {
            const std::size_t end = (k < to) ? to : 0;
            if (k == 0) {
                k = following(0);
                if (k != to) curve_.put(sum(p, k));
                continue;
            }
            fan(p, k, end);
            if (end == to) return;
            k = end;
            curve_.put(sum(p, 0));
        }
    }
    /// From corner k, where the ring is, to before `end`; 0: the last and back.
    void fan(Point p, std::size_t k, std::size_t end) {
        const std::size_t last = end == 0 ? part_.size() - 1 : end;
        Points inner;
        for (std::size_t i = k + 1; i < last; ++i) inner.push_back(sum(p, i));
        if (last > k) curve_.put_fan(sum(p, 0), inner, sum(p, last));
        if (end == 0 && last > k) curve_.put(sum(p, last));
    }
    void around_point() {
        if (part_.size() < 3) return;
        const Point p = way_->front();
        curve_.put(sum(p, 0));
        turn(p, 0, part_.size() - 1);
        curve_.put(sum(p, part_.size() - 1));
        curve_.close_ring();
    }

    const Points& part_;
    StripCurve& curve_;
    const Points* way_ = nullptr;
};

/// The ring that is all of a shape, if it is convex.
std::span<const Point> convex_ring(const Shape& shape, const Shape& areas) {
    bool only_areas = true;
    for_members(shape, [&](const Shape& member) { only_areas &= member.areal(); });
    if (!only_areas || areas.paths() != 1) return {};
    const auto ring = areas.path(0);
    return convexity(ring) == Convexity::none ? std::span<const Point>() : ring;
}

}  // namespace

std::optional<Shape> minkowski_sum(const Shape& first, const Shape& second, base::Control control) {
    if (!std::isfinite(largest_coordinate(first) + largest_coordinate(second))) return std::nullopt;
    const Shape first_areas = areas_of(first, control), second_areas = areas_of(second, control);
    const auto ring = convex_ring(first, first_areas), other = convex_ring(second, second_areas);
    if (!ring.empty() && !other.empty()) {
        Shape result;
        result.type = Shape::Type::multi_polygon;
        const auto sum = minkowski_sum(ring, other);
        if (sum.size() > 2) {
            result.add_part();
            result.add_path(sum);
        }
        return result;
    }
    auto ways = ways_around(first, first_areas), parts = parts_of(second, second_areas, control);
    auto other_ways = ways_around(second, second_areas);
    auto other_parts = parts_of(first, first_areas, control);
    if (corners_of(other_ways) * corners_of(other_parts) < corners_of(ways) * corners_of(parts)) {
        ways.swap(other_ways);
        parts.swap(other_parts);
    }
    StripCurve curve;
    for (const Points& part : parts) {
        for (const Points& way : ways) PartSweep(part, curve).around(way);
    }
    return Overlay({&curve.curves(), 1}, FillRule::positive, control)
        .polygons(SetOperation::union_of_all);
}

}  // namespace pipelab::geometry
