#include "geometry/relate.hpp"

#include "geometry/crossing.hpp"
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

bool contains(const std::vector<Point>& sorted, Point p) {
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

/// What relations of two shapes need to know of them.
class Relating {
  public:
    using Kind = PreparedShape::Kind;

    Relating(const PreparedShape& a, const PreparedShape& b, base::Control control)
        : a_(a), b_(b), control_(control) {}

    /// The matrix of the shape and an empty one.
    static const IntersectionMatrix& own(const PreparedShape& shape) {
        PreparedShape::Lazy& lazy = *shape.lazy_;
        std::call_once(lazy.own_made, [&] {
            if (shape.kind_ == Kind::mixed || (shape.kind_ == Kind::area && !shape.solid())) {
                lazy.own = detail::relate(detail::pieces_of(*shape.shape_), {});
                return;
            }
            const int dimension = static_cast<int>(shape.kind_) - 1;
            lazy.own.raise(inside, outside, dimension);
            if (dimension == 2) lazy.own.raise(boundary, outside, 1);
            if (dimension == 1 && !shape.ends_.empty()) lazy.own.raise(boundary, outside, 0);
        });
        return lazy.own;
    }

    bool apart() const { return a_.empty() || b_.empty() || !meet(a_.box(), b_.box()); }

    IntersectionMatrix matrix_apart() const {
        IntersectionMatrix matrix;
        for (const Location part : {inside, boundary}) {
            matrix.raise(part, outside, own(a_).at(part, outside));
            matrix.raise(outside, part, own(b_).at(part, outside));
        }
        return matrix;
    }

    /// Of points a.
    IntersectionMatrix matrix_of_points() const {
        if (b_.kind_ == Kind::mixed) return matrix_of_pieces();
        IntersectionMatrix matrix;
        for (const Point p : a_.points_) matrix.raise(inside, b_.locate(p), 0);
        const auto any_other = [&](const std::vector<Point>& points) {
            return std::any_of(points.begin(), points.end(),
                               [&](Point p) { return !contains(a_.points_, p); });
        };
        const auto& other = own(b_);
        if (b_.kind_ != Kind::points || any_other(b_.points_))
            matrix.raise(outside, inside, other.at(inside, outside));
        if (b_.kind_ == Kind::area || any_other(b_.ends_))
            matrix.raise(outside, boundary, other.at(boundary, outside));
        return matrix;
    }

    IntersectionMatrix matrix_of_pieces() const {
        if (a_.kind_ == Kind::mixed || b_.kind_ == Kind::mixed)
            return detail::relate(detail::pieces_of(*a_.shape_), detail::pieces_of(*b_.shape_),
                                  control_);
        const Box window = common(a_.box(), b_.box());
        const Near a = near(a_, window), b = near(b_, window);
        IntersectionMatrix matrix = detail::relate(a.pieces, b.pieces, control_);
        for (const Location part : {inside, boundary}) {
            matrix.raise(part, outside, a.beyond.at(part, outside));
            matrix.raise(outside, part, b.beyond.at(part, outside));
        }
        return matrix;
    }

    /// Where all edges are taken for what is near.
    static Location locate(const PreparedShape& area, Point p) {
        const auto matrix = detail::relate(piece_of(p), near_edges(area, {p, p}));
        return matrix.at(inside, inside) == 0     ? inside
               : matrix.at(inside, boundary) == 0 ? boundary
                                                  : outside;
    }

    /// How the edges of two shapes lie to each other.
    enum class Contact {
        none,     ///< they do not meet
        crosses,  ///< an edge of a crosses one of b where no other edge passes, so that each is
                  ///< boundary there, or the interior of a line
        meets,    ///< a point of both shapes was found, where that is enough
        unclear,
    };

    /// Of shapes of edges, when contact() is known.
    IntersectionMatrix matrix_after(Contact contact) const {
        std::optional<IntersectionMatrix> matrix;
        if (contact == Contact::none) matrix = matrix_without_contact();
        const bool areas = a_.kind_ == Kind::area && b_.kind_ == Kind::area;
        if (areas && contact == Contact::crosses && !any_overlap()) {
            matrix.emplace();
            for (const Location in_a : {inside, boundary, outside})
                for (const Location in_b : {inside, boundary, outside})
                    matrix->raise(in_a, in_b, (in_a != boundary) + (in_b != boundary));
        }
        return matrix ? *matrix : matrix_of_pieces();
    }

    /// After some crossings and points that do not show it one gives up to look for them.
    Contact contact(bool point_is_enough) const {
        Contact found = Contact::none;
        int crossings = 16, points = 16;
        a_.edges_.visit_pairs(b_.edges_, [&](std::uint32_t i, std::uint32_t j) {
            const Segment e = a_.edges_.edge(i), f = b_.edges_.edge(j);
            const Meeting kind = meeting(e, f);
            if (kind == Meeting::none) return true;
            found = Contact::unclear;
            if (kind == Meeting::cross) {
                if (crossings-- <= 0) return point_is_enough && points > 0;
                if (passes_alone(a_.edges_, i, e, f) && passes_alone(b_.edges_, j, f, e))
                    found = Contact::crosses;
            } else if (point_is_enough && points-- > 0) {
                const Point p = least_common_end(e, f);
                if (locate(a_, p) != outside && locate(b_, p) != outside) found = Contact::meets;
            }
            return found == Contact::unclear;
        });
        return found;
    }

    /// The matrix if edges do not meet and all those of one shape lie on one side of the other's:
    /// where the interiors, or one and the other's exterior, had a common part its border would be
    /// boundary of one shape within the other.
    std::optional<IntersectionMatrix> matrix_without_contact() const {
        if ((a_.kind_ == Kind::area && !a_.solid()) || (b_.kind_ == Kind::area && !b_.solid()))
            return std::nullopt;
        const Sides a = sides(a_, b_), b = sides(b_, a_);
        if (a.in && !a.out && !b.in) return matrix_of_inner(a_, b_);
        if (b.in && !b.out && !a.in) return matrix_of_inner(b_, a_).transposed();
        if (!a.in && !b.in) return matrix_apart();
        return std::nullopt;
    }
    bool any_overlap() const {
        return !a_.edges_.visit_pairs(b_.edges_, [&](std::uint32_t i, std::uint32_t j) {
            return meeting(a_.edges_.edge(i), b_.edges_.edge(j)) != Meeting::overlap;
        });
    }

    /// Whether the first shape has points outside of the second's box.
    static bool exceeds(const PreparedShape& shape, const Box& box) {
        if (shape.kind_ != Kind::area)
            return shape.kind_ != Kind::mixed && !covers(box, shape.box());
        return (shape.reaches_[0] && shape.box_.low.x < box.low.x) ||
               (shape.reaches_[1] && shape.box_.high.x > box.high.x) ||
               (shape.reaches_[2] && shape.box_.low.y < box.low.y) ||
               (shape.reaches_[3] && shape.box_.high.y > box.high.y);
    }

    /// Lines only, or one area.
    static bool has_edges(const PreparedShape& shape) {
        return shape.kind_ == Kind::lines || shape.kind_ == Kind::area;
    }

  private:
    /// The pieces of a shape near a window, and what it has beyond.
    struct Near {
        Pieces pieces;
        IntersectionMatrix beyond;
    };

    static Pieces near_edges(const PreparedShape& shape, const Box& window) {
        Pieces pieces;
        const bool area = shape.kind_ == Kind::area;
        shape.edges_.near(window, area, [&](const Segment& s) { pieces.edges.push_back(s); });
        if (area) pieces.area_ends.push_back(pieces.edges.size());
        return pieces;
    }
    static Near near(const PreparedShape& shape, const Box& window) {
        Near near;
        if (covers(window, shape.box())) return {detail::pieces_of(*shape.shape_), {}};
        if (shape.kind_ == Kind::area) {
            if (!exceeds(shape, window)) return {detail::pieces_of(*shape.shape_), {}};
            near.pieces = near_edges(shape, window);
            near.beyond = own(shape);
            return near;
        }
        near.pieces = near_edges(shape, window);
        near.beyond.raise(inside, outside, 1);
        for (const Point p : shape.ends_) {
            if (meet(window, {p, p}))
                near.pieces.ends.push_back(p);
            else
                near.beyond.raise(boundary, outside, 0);
        }
        return near;
    }

    /// Where the paths of a shape lie to another that their edges do not meet.
    struct Sides {
        bool in = false, out = false;
    };
    static Sides sides(const PreparedShape& shape, const PreparedShape& other) {
        Sides sides;
        sides.out = !covers(other.box(), shape.box()) || other.kind_ != Kind::area;
        shape.edges_.visit_paths(other.box(), [&](Point p) {
            const bool in = other.kind_ == Kind::area && locate_by_ray(other.edges_, p) == inside;
            (in ? sides.in : sides.out) = true;
            return !(sides.in && sides.out);
        });
        return sides;
    }
    /// Where a point lies to closed paths; `boundary` on any edge.
    static Location locate_by_ray(const PathTree& edges, Point p) {
        bool odd = false;
        const Box ray{{std::min(edges.box().low.x, p.x), p.y}, p};
        const bool on_none = edges.visit(ray, [&](std::uint32_t i) {
            const Segment edge = edges.edge(i);
            const Crossing crossing = crossing_of_ray(p, edge.a, edge.b);
            odd = odd != (crossing == Crossing::up || crossing == Crossing::down);
            return crossing != Crossing::on;
        });
        return !on_none ? boundary : odd ? inside : outside;
    }
    static IntersectionMatrix matrix_of_inner(const PreparedShape& inner,
                                              const PreparedShape& outer) {
        IntersectionMatrix matrix;
        for (const Location part : {inside, boundary}) {
            matrix.raise(part, inside, own(inner).at(part, outside));
            matrix.raise(outside, part, own(outer).at(part, outside));
        }
        return matrix;
    }

    /// No edge but `e`, the one numbered `own`, passes where it crosses `f`.
    static bool passes_alone(const PathTree& edges, std::uint32_t own, const Segment& e,
                             const Segment& f) {
        return edges.visit(around(f), [&](std::uint32_t i) {
            const Segment other = edges.edge(i);
            const Meeting kind = meeting(other, f);
            if (i == own || kind == Meeting::none) return true;
            return kind != Meeting::overlap && compare_along(f, e, other) != 0;
        });
    }

    const PreparedShape &a_, &b_;
    base::Control control_;
};

bool PreparedShape::solid() const {
    return std::find(reaches_.begin(), reaches_.end(), true) != reaches_.end();
}

bool PreparedShape::vacuous() const { return Relating::own(*this) == IntersectionMatrix(); }

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
            return found == boundary ? Relating::locate(*this, p) : found;
        }
        default: {
            return location_of_point(detail::relate(piece_of(p), detail::pieces_of(*shape_)));
        }
    }
}

IntersectionMatrix relate(const PreparedShape& a, const PreparedShape& b, base::Control control) {
    using Kind = PreparedShape::Kind;
    const Relating relating(a, b, control);
    if (relating.apart()) return relating.matrix_apart();
    if (a.kind_ == Kind::points) return relating.matrix_of_points();
    if (b.kind_ == Kind::points) return Relating(b, a, control).matrix_of_points().transposed();
    if (!Relating::has_edges(a) || !Relating::has_edges(b)) return relating.matrix_of_pieces();
    return relating.matrix_after(relating.contact(false));
}

IntersectionMatrix relate(const Shape& a, const Shape& b, base::Control control) {
    return relate(PreparedShape(a), PreparedShape(b), control);
}

namespace {

/// What the boxes of two shapes that are not apart say of a relation, if anything.
bool ruled_out_by_boxes(Relation relation, const PreparedShape& a, const PreparedShape& b) {
    const bool a_exceeds = Relating::exceeds(a, b.box()), b_exceeds = Relating::exceeds(b, a.box());
    switch (relation) {
        case Relation::within:
        case Relation::covered_by:
            return a_exceeds;
        case Relation::contains:
        case Relation::contains_properly:
        case Relation::covers:
            return b_exceeds;
        case Relation::equals:
            return a_exceeds || b_exceeds;
        default:
            return false;
    }
}

}  // namespace

bool holds(Relation relation, const PreparedShape& a, const PreparedShape& b,
           base::Control control) {
    using Kind = PreparedShape::Kind;
    const Relating relating(a, b, control);
    if (relating.apart()) return holds(relation, relating.matrix_apart());
    if (ruled_out_by_boxes(relation, a, b)) return false;
    if (!Relating::has_edges(a) || !Relating::has_edges(b))
        return holds(relation, relate(a, b, control));
    const bool only_meeting = relation == Relation::intersects || relation == Relation::disjoint;
    const auto contact = relating.contact(only_meeting);
    const bool areas = a.kind_ == Kind::area && b.kind_ == Kind::area;
    const bool lines = a.kind_ == Kind::lines && b.kind_ == Kind::lines;
    if (contact == Relating::Contact::meets ||
        (lines && only_meeting && contact != Relating::Contact::none)) {
        return relation == Relation::intersects;
    }
    if (contact == Relating::Contact::crosses && !lines) {
        return relation == Relation::intersects ||
               relation == (areas ? Relation::overlaps : Relation::crosses);
    }
    return holds(relation, relating.matrix_after(contact));
}

bool holds(const RelationTest& test, const IntersectionMatrix& matrix) {
    return test.pattern ? test.pattern->matches(matrix) : holds(test.relation, matrix);
}

bool holds(const RelationTest& test, const PreparedShape& a, const PreparedShape& b,
           base::Control control) {
    return test.pattern ? test.pattern->matches(relate(a, b, control))
                        : holds(test.relation, a, b, control);
}

}  // namespace pipelab::geometry
