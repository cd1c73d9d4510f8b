#pragma once

#include "base/progress.hpp"
#include "geometry/box_tree.hpp"
#include "geometry/overlay.hpp"
#include "geometry/shape.hpp"

#include <vector>

namespace pipelab::geometry {

/// Segments that cut, with an index; those of equal ends are points, which cut lines only.
class Blades {
  public:
    explicit Blades(std::vector<Segment> segments);
    /// Those whose boxes meet a box, in order.
    std::vector<Segment> near(const Box& box) const;

  private:
    std::vector<Segment> segments_;
    BoxTree boxes_;
};

/// The pieces into which blades cut a shape.
///   areas   the parts of the inside that no blade runs through, each a polygon in the form of
///           polygons_of (face_polygons.hpp). Edges and blades are noded and rounded as node() does
///           it, so that pieces have whole edges in common and the vertices of the shape and of
///           blades on them stay. What of a blade ends within a piece does not cut it
///   lines   what lies between points that they have in common with blades, decided exactly: a
///           line_string each, in order; points of a cut are rounded to the nearest doubles. Where
///           a line runs along a blade that stretch is a piece of its own
///   points  the shape itself; so is whatever is empty
/// Paths whose points are all equal stay, as points do. Of a collection the pieces of each member;
/// of areas without inside an empty shape of their type. O((n + k) log n) for n edges, of the shape
/// and of blades near its bounding box, that have k common points.
std::vector<Shape> cut(const Shape& shape, const Blades& blades, FillRule rule,
                       base::Control control = base::Control::none());

}  // namespace pipelab::geometry
