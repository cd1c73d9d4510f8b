#include "geometry/raw_offset.hpp"

#include "geometry/members.hpp"
#include "geometry/offset_formula.hpp"
#include "geometry/point_discs.hpp"
#include "geometry/predicates.hpp"
#include "geometry/vectors.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace pipelab::geometry {
namespace {

constexpr Point origin{0, 0};

}  // namespace

RawOffset::RawOffset(double distance, const BufferStyle& style, std::span<const Point> directions,
                     bool takes_hulls)
    : distance_(distance),
      sign_(distance < 0 ? -1 : 1),
      style_(style),
      directions_(directions),
      chord_(style.blurs_detail
                 ? std::abs(distance) * offset::length_of(directions[0], directions[1])
                 : 0),
      takes_hulls_(takes_hulls && style.side == BufferSide::both && chord_ > 0),
      curve_(sign_) {}

void RawOffset::add_ring(std::span<const Point> ring) {
    std::vector<Point> points = without_repeats(ring);
    if (points.size() > 1 && points.back() == points.front()) points.pop_back();
    if (points.size() < 3) return;
    Corners corners;
    for (const Point p : points) corners.push_back({p});
    corners = without_dents(corners);
    if (corners.size() >= 3) add_side(with_hulls(corners, true), true, {});
}

void RawOffset::add_line(std::span<const Point> path) {
    if (!(distance_ > 0) || path.empty()) return;
    const bool closed = path.front() == path.back();
    std::vector<Point> points = without_repeats(path);
    if (closed && points.size() > 1) points.pop_back();
    if (points.size() == 1) return add_point(points[0]);
    const bool one_sided = style_.side != BufferSide::both;
    if (style_.side == BufferSide::left) std::reverse(points.begin(), points.end());
    Corners there;
    for (const Point p : points) there.push_back({p});
    there = with_hulls(there, closed);
    for (std::size_t i = 0; i < there.size(); ++i) {
        const bool bare = there[i].bare || there[i == 0 ? there.size() - 1 : i - 1].bare;
        there[i].fixed = bare || (!closed && (i < 2 || i + 2 >= there.size()));
    }
    Corners back(there.rbegin(), there.rend());
    const bool last_is_bare = closed && there.back().bare;
    for (std::size_t i = 0; i < back.size(); ++i)
        back[i].bare = i + 1 < back.size() ? back[i + 1].bare : last_is_bare;
    there = without_dents(there);
    back = without_dents(back);
    if (closed) {
        add_side(there, true, one_sided ? points : std::vector<Point>(), there.size());
        if (!one_sided) add_side(back, true, {});
        return;
    }
    if (one_sided) return add_side(there, false, points);
    const std::size_t side_edges = there.size() - 1;
    there.back() = back.front();
    there.front().cap = there.back().cap = true;
    there.insert(there.end(), back.begin() + 1, back.end() - 1);
    add_side(there, true, {}, side_edges);
}

void RawOffset::add_point(Point p) {
    if (!(distance_ > 0) || style_.side != BufferSide::both) return;
    const auto at = [&](double x, double y) {
        return Point{p.x + distance_ * x, p.y + distance_ * y};
    };
    fan_.clear();
    if (style_.cap == Cap::square) {
        for (const Point corner : {at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)}) curve_.put(corner);
    } else if (style_.cap == Cap::round) {
        for (const Point direction : directions_) fan_.push_back(at(direction.x, direction.y));
        curve_.put(fan_[0]);
        curve_.put_fan(p, std::span(fan_).subspan(1), fan_[0]);
    }
    curve_.close_ring();
}

void RawOffset::add_points(std::span<const Point> points) {
    if (!(chord_ > 0) || style_.cap != Cap::round || style_.side != BufferSide::both) {
        for (const Point p : points) add_point(p);
        return;
    }
    const double half = 0.5 * offset::length_of(directions_[0], directions_[1]);
    const auto discs = covering_discs(points, distance_ * std::sqrt(1 - half * half));
    for (std::size_t i = 0; i < discs.between.paths(); ++i) curve_.add_ring(discs.between.path(i));
    for (const Point p : discs.centres) add_point(p);
}

/// Whether two parallels end where they meet: at an inner corner if that is no farther than half of
/// each edge, at an outer one by the style.
bool RawOffset::is_mitered(Point before, Point corner, Point after, const Edge& in,
                           const Edge& out) const {
    if (in.bare || out.bare) return false;
    const int side = curve_.side_of(before, corner, after);
    if (side < 0)
        return offset::cut(in.offset, out.offset, distance_) <=
               0.5 * std::min(in.length, out.length);
    return side > 0 && style_.join == Join::miter &&
           offset::within_miter_limit(before, corner, after, style_.miter_limit);
}

std::vector<RawOffset::Edge> RawOffset::edges_of(const Corners& corners, bool closed) const {
    const std::size_t n = corners.size(), count = closed ? n : n - 1;
    std::vector<Edge> edges(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Point a = corners[i].at, b = corners[(i + 1) % n].at;
        if (corners[i].bare) {
            edges[i] = {origin, 0, a, b, true};
            continue;
        }
        const Point v = offset::to_parallel(a, b, distance_);
        edges[i] = {v, offset::length_of(a, b), sum(a, v), sum(b, v), false};
    }
    for (std::size_t i = closed ? 0 : 1; i < count; ++i) {
        const Point before = corners[i == 0 ? n - 1 : i - 1].at, after = corners[(i + 1) % n].at;
        Edge &in = edges[i == 0 ? count - 1 : i - 1], &out = edges[i];
        if (!corners[i].cap && is_mitered(before, corners[i].at, after, in, out))
            in.to = out.from =
                offset::meeting_of_parallels(before, corners[i].at, after, distance_);
    }
    return edges;
}

/// Appends a ring: along the parallels of the edges, from one to the next in the way of their
/// corner, and for a side alone back along the path.
void RawOffset::add_side(const Corners& corners, bool closed, std::span<const Point> way_back,
                         std::size_t side_edges) {
    const std::vector<Edge> edges = edges_of(corners, closed);
    const std::size_t n = corners.size();
    std::size_t side_segments = 0;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const Point a = corners[i].at, b = corners[(i + 1) % n].at;
        curve_.put_strip(a, b, edges[i].from, edges[i].to);
        if (i + 1 == side_edges) side_segments = curve_.size() - 1;
        if (!closed && i + 1 == edges.size()) continue;
        put_corner(edges[i], edges[(i + 1) % edges.size()], a, corners[(i + 1) % n],
                   corners[(i + 2) % n].at);
    }
    if (side_edges > 0)
        side_ = {curve_.curves().paths(), side_edges == n ? curve_.size() : side_segments};
    if (closed) curve_.close_ring();
    for (std::size_t i = way_back.size(); i-- > 0;) curve_.put(way_back[i]);
    curve_.close_ring();
}

void RawOffset::put_corner(const Edge& in, const Edge& out, Point before, const Corner& corner,
                           Point after) {
    if (in.to == out.from) return;
    const Point centre = corner.at;
    if (in.bare || out.bare) return curve_.put(centre);
    const int side = curve_.side_of(before, centre, after);
    const bool outer = side > 0 || (side == 0 && dot_sign(before, centre, centre, after) < 0);
    fan_.clear();
    if (corner.cap) {
        if (style_.cap == Cap::flat) return put_flat_cap(in, out, before, centre, after);
        if (style_.cap == Cap::square) {
            const Point u = in.offset, v = out.offset;
            fan_ = {{centre.x + (u.x - u.y), centre.y + (u.y + u.x)},
                    {centre.x + (v.x + v.y), centre.y + (v.y - v.x)}};
        } else {
            put_arc(in, out, centre);
        }
    } else if (!outer) {
        return curve_.put(centre);
    } else if (style_.join == Join::round) {
        put_arc(in, out, centre);
    }
    curve_.put_fan(centre, fan_, out.from);
}

/// Straight across, unless that cuts off more than what rounding has put beyond.
void RawOffset::put_flat_cap(const Edge& in, const Edge& out, Point before, Point corner,
                             Point after) {
    const Point first = in.to, last = out.from;
    if (curve_.side_of(corner, first, last) > 0) return;
    for (const Point p : {in.from, before, after, out.to}) {
        if (curve_.side_of(first, last, p) < 0) return curve_.put(corner);
    }
}

/// The vertices of an arc between its ends into fan_.
void RawOffset::put_arc(const Edge& in, const Edge& out, Point centre) {
    Point u = in.offset, v = out.offset;
    if (sign_ < 0) std::swap(u, v);
    if (cross_sign(origin, u, origin, v) <= 0 && dot_sign(origin, u, origin, v) > 0) return;
    const std::size_t n = directions_.size(), end = first_direction(v, false);
    for (std::size_t i = first_direction(u, true); i != end; i = (i + 1) % n) {
        const double d = std::abs(distance_);
        fan_.push_back({centre.x + d * directions_[i].x, centre.y + d * directions_[i].y});
    }
    if (sign_ < 0) std::reverse(fan_.begin(), fan_.end());
}

/// The first direction that v comes to turning counterclockwise, itself included or not.
std::size_t RawOffset::first_direction(Point v, bool strictly_after) const {
    const std::size_t quarter = directions_.size() / 4;
    std::size_t turns = 0;
    for (; !(v.x > 0 && v.y >= 0); ++turns) v = {v.y, -v.x};
    const auto first = directions_.begin();
    const auto found = std::partition_point(
        first, first + static_cast<std::ptrdiff_t>(quarter), [&](Point direction) {
            const int side = cross_sign(origin, direction, origin, v);
            return strictly_after ? side >= 0 : side > 0;
        });
    return (turns * quarter + static_cast<std::size_t>(found - first)) % directions_.size();
}

}  // namespace pipelab::geometry
