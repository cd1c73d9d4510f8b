#pragma once

#include "geometry/intersection_matrix.hpp"
#include "geometry/path_tree.hpp"
#include "geometry/relate_pieces.hpp"
#include "geometry/shape.hpp"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// The interior, boundary and exterior of a shape, which relations speak of:
///   points  are interior and have no boundary
///   lines   points in which an odd number of all lines of the shape end are boundary, the others
///           interior; a line whose points are all equal is a point
///   areas   inside is what an odd number of the rings of a polygon, multi_polygon or of rings
///           surround, and the boundary what parts inside from outside: so rings may touch, cross
///           and overlap in every way. Spikes and rings without inside are no part of the shape,
///           edges and points with inside all around are interior
///   collection  of its members together, in which areas come before lines, lines before points:
///           what lies inside of any area is interior, what else lies on the boundary of one is
///           boundary; elsewhere lines decide. Edges with areas on both sides are interior
/// Empty shapes have none, and meet nothing.
///
/// PreparedShape is a shape of which relations with several others are asked. O(n) to prepare;
/// keeps the shape by reference. Thread-safe.
class PreparedShape {
  public:
    /// Nothing; points only; lines only; one area; several in a collection; others.
    enum class Kind { none, points, lines, area, areas, mixed };

    explicit PreparedShape(const Shape& shape);
    ~PreparedShape();
    PreparedShape(PreparedShape&&) noexcept;
    PreparedShape& operator=(PreparedShape&&) noexcept;

    /// Of what it consists, be it part of the shape or not.
    Kind kind() const { return kind_; }
    bool empty() const { return kind_ == Kind::none; }
    /// Of all vertices; not for empty().
    const Box& box() const { return box_; }

    /// Where a point lies, exactly. Of points O(log n); of areas by an index that the first call
    /// makes, as RingLocator (ring_locator.hpp); of lines and for points on the edge of an area
    /// about O(log n); of collections O(n log n).
    Location locate(Point point) const;
    /// The same of areas without that index, about O(log n) for each.
    Location locate_near(Point point) const;

    /// The matrix of the shape and an empty one. Made by the first call, in constant time but for
    /// collections and areas that are not solid().
    const IntersectionMatrix& own() const;
    /// One area that is not empty, as the corners show with which it reaches its box.
    bool solid() const;
    /// Whether it surely has points outside of a box, of one kind always if it has.
    bool exceeds(const Box& box) const;

    /// Points of kind points, in the order before(), distinct.
    std::span<const Point> points() const { return points_; }
    /// Where lines have boundary, in the order before().
    std::span<const Point> ends() const { return ends_; }
    /// Of lines, or of one area.
    const PathTree& edges() const { return edges_; }

    /// All there is, of lines and areas that reach beyond a window what counts near it.
    struct Near {
        detail::Pieces pieces;
        IntersectionMatrix beyond;  ///< own(), as far as it is known from beyond the window
    };
    Near near(const Box& window) const;
    const Shape& shape() const { return *shape_; }
    detail::Pieces pieces() const { return detail::pieces_of(*shape_); }

  private:
    struct Lazy;
    bool any_areas() const { return kind_ == Kind::area || kind_ == Kind::areas; }
    std::span<const PathTree> trees() const;
    void find_box();
    void find_borders();
    bool reaches_border() const;
    detail::Pieces edges_near(const Box& window) const;

    const Shape* shape_;
    Kind kind_ = Kind::none;
    Box box_;
    std::vector<Point> points_, ends_;
    PathTree edges_;
    std::vector<PathTree> areas_;  ///< of several areas
    /// Of areas: whether boundary passes its farthest vertex to the left, right, below, above.
    /// (Spikes may reach farther.)
    std::array<bool, 4> reaches_{};
    std::unique_ptr<Lazy> lazy_;
};

}  // namespace pipelab::geometry
