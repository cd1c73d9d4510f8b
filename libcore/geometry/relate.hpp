#pragma once

#include "base/progress.hpp"
#include "geometry/intersection_matrix.hpp"
#include "geometry/path_tree.hpp"
#include "geometry/relate_pieces.hpp"
#include "geometry/shape.hpp"

#include <array>
#include <memory>
#include <optional>
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
    explicit PreparedShape(const Shape& shape);
    ~PreparedShape();
    PreparedShape(PreparedShape&&) noexcept;
    PreparedShape& operator=(PreparedShape&&) noexcept;

    /// Nothing that could have a point.
    bool empty() const { return kind_ == Kind::none; }
    /// Of all vertices; not for empty().
    const Box& box() const { return box_; }

    /// One area that is not empty, as it reaches a side of its box.
    bool solid() const;

    /// No point at all, as of a ring without inside. Costs as relate() of an area of spikes and of
    /// collections.
    bool vacuous() const;

    /// Where a point lies, exactly. Of points O(log n); of areas by an index that the first call
    /// makes, as RingLocator (ring_locator.hpp); of lines and for points on the edge of an area
    /// about O(log n); of collections O(n log n).
    Location locate(Point point) const;

  private:
    friend IntersectionMatrix relate(const PreparedShape&, const PreparedShape&, base::Control);
    friend bool holds(Relation, const PreparedShape&, const PreparedShape&, base::Control);
    friend class Relating;

    /// Shapes of points only, of lines only, of one area; others.
    enum class Kind { none, points, lines, area, mixed };
    struct Lazy;
    void find_borders();

    const Shape* shape_;
    Kind kind_ = Kind::none;
    Box box_;
    std::vector<Point> points_;  ///< of points, in the order before(), distinct
    std::vector<Point> ends_;    ///< of lines, those that are boundary, in the order before()
    PathTree edges_;             ///< of lines and an area
    /// Of an area: whether it reaches the left, right, lower, upper side of its box. (Spikes may
    /// reach farther.)
    std::array<bool, 4> reaches_{};
    std::unique_ptr<Lazy> lazy_;
};

/// The matrix of two shapes, decided exactly for any input. Where both are points, lines or an
/// area, only their edges near the common part of their boxes count: O(log n + (k + m) log (k + m))
/// for k such edges that have m common points; two areas of which an edge crosses another, where
/// no third one passes, are related without them unless boundaries overlap. Points ask locate() of
/// the other shape.
IntersectionMatrix relate(const PreparedShape& a, const PreparedShape& b,
                          base::Control control = base::Control::none());
IntersectionMatrix relate(const Shape& a, const Shape& b,
                          base::Control control = base::Control::none());

/// Whether a relation holds for a and b. Boxes, and for areas and lines the first crossing found,
/// decide most that does not; else as relate().
bool holds(Relation relation, const PreparedShape& a, const PreparedShape& b,
           base::Control control = base::Control::none());

/// What can be asked of two shapes: whether their matrix has a pattern, else whether a relation
/// holds.
struct RelationTest {
    Relation relation = Relation::intersects;
    std::optional<MatrixPattern> pattern;
};
bool holds(const RelationTest& test, const IntersectionMatrix& matrix);
bool holds(const RelationTest& test, const PreparedShape& a, const PreparedShape& b,
           base::Control control = base::Control::none());

}  // namespace pipelab::geometry
