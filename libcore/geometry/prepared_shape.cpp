#include "geometry/prepared_shape.hpp"

#include "geometry/edge_crossing.hpp"
#include "geometry/predicates.hpp"
#include "geometry/ring_locator.hpp"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <utility>

namespace pipelab::geometry {
namespace {

using detail::Pieces;
constexpr auto inside = Location::inside, boundary = Location::boundary,
               outside = Location::outside;

bool contains(std::span<const Point> sorted, Point p) {
    return std::binary_search(sorted.begin(), sorted.end(), p, before);
}

Pieces piece_of(Point p) {
    Pieces pieces;
    pieces.points.push_back(p);
    return pieces;
}

/// From the matrix of a point and a shape.
Location location_of_point(const IntersectionMatrix& matrix) {
    for (const Location location : {inside, boundary})
        if (matrix.at(inside, location) == 0) return location;
    return outside;
}

/// Whether an odd number of edges leave a place in one direction, given their other ends, all of
/// which lie within one half-plane.
bool any_odd_direction(Point from, std::vector<Point>& to) {
    std::sort(to.begin(), to.end(), [&](Point p, Point q) { return orientation(from, p, q) > 0; });
    for (std::size_t i = 0; i < to.size();) {
        std::size_t end = i + 1;
        while (end < to.size() && orientation(from, to[i], to[end]) == 0) ++end;
        if ((end - i) % 2 != 0) return true;
        i = end;
    }
    return false;
}

/// Of the vertices farthest to one side the first in an order along that side, so that all others
/// lie in a half-plane with it on its border, and on one side of it there.
bool farther(std::size_t side, Point p, Point q) {
    switch (side) {
        case 0:
            return before(p, q);
        case 1:
            return before(q, p);
        case 2:
            return p.y < q.y || (p.y == q.y && p.x < q.x);
        default:
            return p.y > q.y || (p.y == q.y && p.x > q.x);
    }
}

}  // namespace

/// What the first question makes.
struct PreparedShape::Lazy {
    std::once_flag locator_made, own_made;
    RingLocator locator;
    IntersectionMatrix own;
};

PreparedShape::PreparedShape(const Shape& shape) : shape_(&shape), lazy_(std::make_unique<Lazy>()) {
    std::size_t areas = 0;
    std::vector<Point> ends;
    const auto add_ring = [&](std::span<const Point> ring) { edges_.add(ring, true); };
    detail::visit_pieces(shape, {[&](const Shape& area) {
                                     ++areas;
                                     for (std::size_t i = 0; i < area.paths(); ++i)
                                         add_ring(area.path(i));
                                 },
                                 [&](std::span<const Point> line) {
                                     edges_.add(line, false);
                                     ends.insert(ends.end(), {line.front(), line.back()});
                                 },
                                 [&](Point p) { points_.push_back(p); }});
    edges_.build();
    std::sort(points_.begin(), points_.end(), before);
    points_.erase(std::unique(points_.begin(), points_.end()), points_.end());
    const bool any_edges = !edges_.empty(), any_lines = !ends.empty();
    ends_ = detail::odd_points(std::move(ends));
    if (any_edges) box_ = edges_.box();
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const Box box{points_[i], points_[i]};
        box_ = i == 0 && !any_edges ? box : joined(box_, box);
    }
    if (!any_edges)
        kind_ = points_.empty() ? Kind::none : Kind::points;
    else if (!points_.empty() || (any_lines && areas > 0) || areas > 1)
        kind_ = Kind::mixed;
    else
        kind_ = any_lines ? Kind::lines : Kind::area;
    if (kind_ == Kind::area) find_borders();
}

PreparedShape::~PreparedShape() = default;
PreparedShape::PreparedShape(PreparedShape&&) noexcept = default;
PreparedShape& PreparedShape::operator=(PreparedShape&&) noexcept = default;

/// At a vertex that is farthest to a side an odd number of edges in one direction can only be
/// boundary.
void PreparedShape::find_borders() {
    std::array<Point, 4> farthest;
    farthest.fill(edges_.edge(0).a);
    edges_.visit(box_, [&](std::uint32_t i) {
        for (std::size_t side = 0; side < 4; ++side) {
            const Point p = edges_.edge(i).a;
            if (farther(side, p, farthest[side])) farthest[side] = p;
        }
        return true;
    });
    for (std::size_t side = 0; side < 4; ++side) {
        std::vector<Point> neighbours;
        const Point p = farthest[side];
        edges_.visit({p, p}, [&](std::uint32_t i) {
            const Segment edge = edges_.edge(i);
            if (edge.a == p && edge.b != p) neighbours.push_back(edge.b);
            if (edge.b == p && edge.a != p) neighbours.push_back(edge.a);
            return true;
        });
        reaches_[side] = any_odd_direction(p, neighbours);
    }
}

const IntersectionMatrix& PreparedShape::own() const {
    std::call_once(lazy_->own_made, [&] {
        if (kind_ == Kind::mixed || (kind_ == Kind::area && !solid())) {
            lazy_->own = detail::relate(pieces(), {});
            return;
        }
        const int dimension = static_cast<int>(kind_) - 1;
        lazy_->own.raise(inside, outside, dimension);
        if (dimension == 2) lazy_->own.raise(boundary, outside, 1);
        if (dimension == 1 && !ends_.empty()) lazy_->own.raise(boundary, outside, 0);
    });
    return lazy_->own;
}

bool PreparedShape::exceeds(const Box& box) const {
    if (kind_ != Kind::area) return kind_ != Kind::mixed && !covers(box, box_);
    return (reaches_[0] && box_.low.x < box.low.x) || (reaches_[1] && box_.high.x > box.high.x) ||
           (reaches_[2] && box_.low.y < box.low.y) || (reaches_[3] && box_.high.y > box.high.y);
}

Pieces PreparedShape::edges_near(const Box& window) const {
    Pieces near;
    const bool area = kind_ == Kind::area;
    edges_.near(window, area, [&](const Segment& edge) { near.edges.push_back(edge); });
    if (area) near.area_ends.push_back(near.edges.size());
    return near;
}

PreparedShape::Near PreparedShape::near(const Box& window) const {
    const bool has_edges = kind_ == Kind::lines || kind_ == Kind::area;
    if (!has_edges || !exceeds(window)) return {pieces(), {}};
    Near near{edges_near(window), {}};
    if (kind_ == Kind::area) near.beyond = own();
    if (kind_ == Kind::lines) near.beyond.raise(inside, outside, 1);
    for (const Point p : ends_) {
        if (meet(window, {p, p}))
            near.pieces.ends.push_back(p);
        else
            near.beyond.raise(boundary, outside, 0);
    }
    return near;
}

Location PreparedShape::locate_near(Point p) const {
    if (kind_ != Kind::area) return locate(p);
    return location_of_point(detail::relate(piece_of(p), edges_near({p, p})));
}

bool PreparedShape::solid() const {
    return std::find(reaches_.begin(), reaches_.end(), true) != reaches_.end();
}

Location PreparedShape::locate(Point p) const {
    if (empty() || !meet(box_, {p, p})) return outside;
    switch (kind_) {
        case Kind::points:
            return contains(points_, p) ? inside : outside;
        case Kind::lines: {
            if (contains(ends_, p)) return boundary;
            const bool on_none = edges_.visit({p, p}, [&](std::uint32_t i) {
                const Segment edge = edges_.edge(i);
                return crossing_of_ray(p, edge.a, edge.b) != Crossing::on;
            });
            return on_none ? outside : inside;
        }
        case Kind::area: {
            std::call_once(lazy_->locator_made, [&] { lazy_->locator = RingLocator(*shape_); });
            const Location found = lazy_->locator.locate(p);
            return found == boundary ? locate_near(p) : found;
        }
        default:
            return location_of_point(detail::relate(piece_of(p), pieces()));
    }
}

}  // namespace pipelab::geometry
