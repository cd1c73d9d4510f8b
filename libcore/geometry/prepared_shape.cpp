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
using enum Location;

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
    std::vector<Point> ends;
    detail::visit_pieces(shape, {[&](const Shape& area) {
                                     PathTree& tree = areas_.emplace_back();
                                     for (std::size_t i = 0; i < area.paths(); ++i)
                                         tree.add(area.path(i), true);
                                     tree.build();
                                     if (tree.empty()) areas_.pop_back();
                                 },
                                 [&](std::span<const Point> line) {
                                     edges_.add(line, false);
                                     ends.insert(ends.end(), {line.front(), line.back()});
                                 },
                                 [&](Point p) { points_.push_back(p); }});
    edges_.build();
    std::sort(points_.begin(), points_.end(), before);
    points_.erase(std::unique(points_.begin(), points_.end()), points_.end());
    ends_ = detail::odd_points(std::move(ends));
    const int kinds = !points_.empty() + !edges_.empty() + !areas_.empty();
    if (kinds > 1)
        kind_ = Kind::mixed;
    else if (!points_.empty())
        kind_ = Kind::points;
    else if (!edges_.empty())
        kind_ = Kind::lines;
    else if (!areas_.empty())
        kind_ = areas_.size() == 1 ? Kind::area : Kind::areas;
    if (kind_ == Kind::area) {
        edges_ = std::move(areas_[0]);
        areas_.clear();
    }
    find_box();
    if (any_areas()) find_borders();
}

void PreparedShape::find_box() {
    bool any = false;
    const auto add = [&](const Box& box) {
        box_ = any ? joined(box_, box) : box;
        any = true;
    };
    for (const Point p : points_) add({p, p});
    if (!edges_.empty()) add(edges_.box());
    for (const PathTree& area : areas_) add(area.box());
}

PreparedShape::~PreparedShape() = default;
PreparedShape::PreparedShape(PreparedShape&&) noexcept = default;
PreparedShape& PreparedShape::operator=(PreparedShape&&) noexcept = default;

/// At a vertex that is farthest to a side an odd number of edges in one direction can only be
/// boundary.
void PreparedShape::find_borders() {
    std::array<Point, 4> farthest;
    farthest.fill(trees()[0].edge(0).a);
    for (const PathTree& tree : trees()) {
        tree.visit(box_, [&](std::uint32_t i) {
            for (std::size_t side = 0; side < 4; ++side) {
                const Point p = tree.edge(i).a;
                if (farther(side, p, farthest[side])) farthest[side] = p;
            }
            return true;
        });
    }
    for (std::size_t side = 0; side < 4; ++side) {
        const Point p = farthest[side];
        for (const PathTree& tree : trees()) {
            std::vector<Point> neighbours;
            tree.visit({p, p}, [&](std::uint32_t i) {
                const Segment edge = tree.edge(i);
                if (edge.a == p && edge.b != p) neighbours.push_back(edge.b);
                if (edge.b == p && edge.a != p) neighbours.push_back(edge.a);
                return true;
            });
            reaches_[side] = reaches_[side] || any_odd_direction(p, neighbours);
        }
    }
}

std::span<const PathTree> PreparedShape::trees() const {
    return kind_ == Kind::areas ? std::span<const PathTree>(areas_) : std::span(&edges_, 1);
}

const IntersectionMatrix& PreparedShape::own() const {
    std::call_once(lazy_->own_made, [&] {
        if (kind_ == Kind::mixed || (any_areas() && !reaches_border())) {
            lazy_->own = detail::relate(pieces(), {});
            return;
        }
        const int dimension = any_areas() ? 2 : static_cast<int>(kind_) - 1;
        lazy_->own.raise(inside, outside, dimension);
        if (dimension == 2) lazy_->own.raise(boundary, outside, 1);
        if (dimension == 1 && !ends_.empty()) lazy_->own.raise(boundary, outside, 0);
    });
    return lazy_->own;
}

bool PreparedShape::exceeds(const Box& box) const {
    if (!any_areas()) return kind_ != Kind::mixed && !covers(box, box_);
    return (reaches_[0] && box_.low.x < box.low.x) || (reaches_[1] && box_.high.x > box.high.x) ||
           (reaches_[2] && box_.low.y < box.low.y) || (reaches_[3] && box_.high.y > box.high.y);
}

Pieces PreparedShape::edges_near(const Box& window) const {
    Pieces near;
    for (const PathTree& tree : trees()) {
        tree.near(window, any_areas(), [&](const Segment& edge) { near.edges.push_back(edge); });
        if (any_areas()) near.area_ends.push_back(near.edges.size());
    }
    return near;
}

PreparedShape::Near PreparedShape::near(const Box& window) const {
    const bool has_edges = kind_ == Kind::lines || any_areas();
    if (!has_edges || !exceeds(window)) return {pieces(), {}};
    Near near{edges_near(window), {}};
    if (any_areas()) near.beyond = own();
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
    if (!any_areas()) return locate(p);
    return location_of_point(detail::relate(piece_of(p), edges_near({p, p})));
}

bool PreparedShape::solid() const { return kind_ == Kind::area && reaches_border(); }

bool PreparedShape::reaches_border() const {
    return std::find(reaches_.begin(), reaches_.end(), true) != reaches_.end();
}

Location PreparedShape::locate(Point p) const {
    if (empty() || !meet(box_, {p, p})) return outside;
    switch (kind_) {
        case Kind::points:
            return detail::among(points_, p) ? inside : outside;
        case Kind::lines: {
            if (detail::among(ends_, p)) return boundary;
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
        case Kind::areas:
            return locate_near(p);
        default:
            return location_of_point(detail::relate(piece_of(p), pieces()));
    }
}

}  // namespace pipelab::geometry
