#include "geometry/relate.hpp"

#include "geometry/crossing.hpp"
#include "geometry/edge_crossing.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace pipelab::geometry {
namespace {

using Kind = PreparedShape::Kind;
using enum Location;

/// What relations of two shapes need to know of them.
class Relating {
  public:
    Relating(const PreparedShape& a, const PreparedShape& b, base::Control control)
        : a_(a), b_(b), control_(control) {}

    bool apart() const { return a_.empty() || b_.empty() || !meet(a_.box(), b_.box()); }

    bool same() const { return a_.box() == b_.box() && a_.shape() == b_.shape(); }

    IntersectionMatrix matrix_of_same() const {
        IntersectionMatrix matrix;
        for (const Location part : {inside, boundary})
            matrix.raise(part, part, a_.own().at(part, outside));
        return matrix;
    }

    IntersectionMatrix matrix_apart() const {
        IntersectionMatrix matrix;
        for (const Location part : {inside, boundary}) {
            matrix.raise(part, outside, a_.own().at(part, outside));
            matrix.raise(outside, part, b_.own().at(part, outside));
        }
        return matrix;
    }

    /// Of points a.
    IntersectionMatrix matrix_of_points() const {
        if (b_.kind() == Kind::mixed) return matrix_of_pieces();
        IntersectionMatrix matrix;
        for (const Point p : a_.points()) matrix.raise(inside, b_.locate(p), 0);
        const auto any_other = [&](std::span<const Point> points) {
            return std::any_of(points.begin(), points.end(),
                               [&](Point p) { return !detail::among(a_.points(), p); });
        };
        const auto& other = b_.own();
        if (b_.kind() != Kind::points || any_other(b_.points()))
            matrix.raise(outside, inside, other.at(inside, outside));
        if (b_.kind() == Kind::area || b_.kind() == Kind::areas || any_other(b_.ends()))
            matrix.raise(outside, boundary, other.at(boundary, outside));
        return matrix;
    }

    IntersectionMatrix matrix_of_pieces() const {
        const Box window = common(a_.box(), b_.box());
        const PreparedShape::Near a = a_.near(window), b = b_.near(window);
        IntersectionMatrix matrix = detail::relate(a.pieces, b.pieces, control_);
        for (const Location part : {inside, boundary}) {
            matrix.raise(part, outside, a.beyond.at(part, outside));
            matrix.raise(outside, part, b.beyond.at(part, outside));
        }
        return matrix;
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
        const bool areas = a_.kind() == Kind::area && b_.kind() == Kind::area;
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
        a_.edges().visit_pairs(b_.edges(), [&](std::uint32_t i, std::uint32_t j) {
            const Segment e = a_.edges().edge(i), f = b_.edges().edge(j);
            const Meeting kind = meeting(e, f);
            if (kind == Meeting::none) return true;
            found = Contact::unclear;
            if (kind == Meeting::cross) {
                if (crossings-- <= 0) return point_is_enough && points > 0;
                if (passes_alone(a_.edges(), i, e, f) && passes_alone(b_.edges(), j, f, e))
                    found = Contact::crosses;
            } else if (point_is_enough && points-- > 0) {
                const Point p = least_common_end(e, f);
                if (a_.locate_near(p) != outside && b_.locate_near(p) != outside)
                    found = Contact::meets;
            }
            return found == Contact::unclear;
        });
        return found;
    }

    /// The matrix if edges do not meet and all those of one shape lie on one side of the other's:
    /// where the interiors, or one and the other's exterior, had a common part its border would be
    /// boundary of one shape within the other.
    std::optional<IntersectionMatrix> matrix_without_contact() const {
        if ((a_.kind() == Kind::area && !a_.solid()) || (b_.kind() == Kind::area && !b_.solid()))
            return std::nullopt;
        const Sides a = sides(a_, b_), b = sides(b_, a_);
        if (a.in && !a.out && !b.in) return matrix_of_inner(a_, b_);
        if (b.in && !b.out && !a.in) return matrix_of_inner(b_, a_).transposed();
        if (!a.in && !b.in) return matrix_apart();
        return std::nullopt;
    }
    bool any_overlap() const {
        return !a_.edges().visit_pairs(b_.edges(), [&](std::uint32_t i, std::uint32_t j) {
            return meeting(a_.edges().edge(i), b_.edges().edge(j)) != Meeting::overlap;
        });
    }

    /// Whether one of some vertices shows that a shape of edges is not within an area.
    static bool sticks_out(const PreparedShape& shape, const PreparedShape& area) {
        if (area.kind() != Kind::area) return false;
        constexpr std::size_t most = 16;
        const auto vertices = shape.edges().vertices();
        const std::size_t step = vertices.size() / most + 1;
        for (std::size_t i = 0; i < vertices.size(); i += step) {
            const Point p = vertices[i];
            if (locate_by_ray(area.edges(), p) == outside && shape.locate_near(p) != outside)
                return true;
        }
        return false;
    }

    /// Lines only, or one area.
    static bool has_edges(const PreparedShape& shape) {
        return shape.kind() == Kind::lines || shape.kind() == Kind::area;
    }

  private:
    /// Where the paths of a shape lie to another that their edges do not meet.
    struct Sides {
        bool in = false, out = false;
    };
    static Sides sides(const PreparedShape& shape, const PreparedShape& other) {
        Sides sides;
        sides.out = !covers(other.box(), shape.box()) || other.kind() != Kind::area;
        shape.edges().visit_paths(other.box(), [&](Point p) {
            const bool in = other.kind() == Kind::area && locate_by_ray(other.edges(), p) == inside;
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
            matrix.raise(part, inside, inner.own().at(part, outside));
            matrix.raise(outside, part, outer.own().at(part, outside));
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

}  // namespace

IntersectionMatrix relate(const PreparedShape& a, const PreparedShape& b, base::Control control) {
    const Relating relating(a, b, control);
    if (relating.apart()) return relating.matrix_apart();
    if (relating.same()) return relating.matrix_of_same();
    if (a.kind() == Kind::points) return relating.matrix_of_points();
    if (b.kind() == Kind::points) return Relating(b, a, control).matrix_of_points().transposed();
    if (!Relating::has_edges(a) || !Relating::has_edges(b)) return relating.matrix_of_pieces();
    return relating.matrix_after(relating.contact(false));
}

IntersectionMatrix relate(const Shape& a, const Shape& b, base::Control control) {
    return relate(PreparedShape(a), PreparedShape(b), control);
}

namespace {

/// Whether a relation needs a to lie in b, or b in a.
struct Inclusion {
    bool of_a, of_b;
};
Inclusion needed_inclusion(Relation relation) {
    switch (relation) {
        case Relation::within:
        case Relation::covered_by:
            return {true, false};
        case Relation::contains:
        case Relation::contains_properly:
        case Relation::covers:
            return {false, true};
        case Relation::equals:
            return {true, true};
        default:
            return {false, false};
    }
}

}  // namespace

bool holds(Relation relation, const PreparedShape& a, const PreparedShape& b,
           base::Control control) {
    const Relating relating(a, b, control);
    if (relating.apart()) return holds(relation, relating.matrix_apart());
    const Inclusion needed = needed_inclusion(relation);
    if ((needed.of_a && a.exceeds(b.box())) || (needed.of_b && b.exceeds(a.box()))) return false;
    if (!Relating::has_edges(a) || !Relating::has_edges(b) || relating.same())
        return holds(relation, relate(a, b, control));
    if ((needed.of_a && Relating::sticks_out(a, b)) || (needed.of_b && Relating::sticks_out(b, a)))
        return false;
    const bool only_meeting = relation == Relation::intersects || relation == Relation::disjoint;
    const auto contact = relating.contact(only_meeting);
    const bool areas = a.kind() == Kind::area && b.kind() == Kind::area;
    const bool lines = a.kind() == Kind::lines && b.kind() == Kind::lines;
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
