#pragma once

#include "base/progress.hpp"
#include "geometry/face_polygons.hpp"
#include "geometry/noding.hpp"
#include "geometry/shape.hpp"

#include <memory>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// Which points are inside of rings, by how often these wind around them counterclockwise: an odd
/// number of times, not 0, more than 0, less than 0 times.
enum class FillRule { even_odd, nonzero, positive, negative };

/// Which points a result holds, by the operands in which they are inside: all operands; any; the
/// first and no other; an odd number; any operand of even number (from 0) but not the next one.
enum class SetOperation {
    intersection,
    union_of_all,
    difference,
    symmetric_difference,
    union_of_differences,
};

/// A part of an operand: inside of which is what is inside of any of its parts. Kept by reference.
struct OverlayInput {
    const Shape* shape;
    std::size_t operand;  ///< from 0
};

/// Areal shapes laid over each other. Their edges are split at all common points, which are kept as
/// crossings of segments, not rounded; which side of every edge lies in which input is then decided
/// exactly, for any number of operands in one pass. What is asked for is rounded only in the end.
///
/// Rings may cross, touch, overlap and repeat in every way, within an input and between them; parts
/// that are not areal count for nothing, of collections each member for itself. O((n + k) log n)
/// for n edges that have k common points.
class Overlay {
  public:
    /// Of so many operands, some of which may have no parts. One operand: the result of all
    /// operations is that operand; none: nothing.
    Overlay(std::span<const OverlayInput> inputs, std::size_t operands, FillRule rule,
            base::Control control = base::Control::none());
    /// Each shape an operand.
    Overlay(std::span<const Shape> operands, FillRule rule,
            base::Control control = base::Control::none());
    ~Overlay();
    Overlay(Overlay&&) noexcept;
    Overlay& operator=(Overlay&&) noexcept;

    /// The result as a valid multi_polygon in the canonical form of polygons_of
    /// (face_polygons.hpp), a function of the set of points alone: vertices are its corners.
    /// Corners that are vertices of an input stay; crossings are rounded to the nearest doubles.
    /// Where that lets edges meet, they are split there and rounded again as node() does it
    /// (noding.hpp, which states how far points move), and what rounding turned over is dropped. On
    /// a grid all vertices are rounded, to its points, so that polygons on it stay as they are.
    /// With RingPoints::vertices points at which rings touch amid a side are vertices too.
    Shape polygons(SetOperation operation, Rounding rounding = {},
                   RingPoints wanted = RingPoints::corners) const;

    /// Edges with the result on neither side as a multi_line_string: paths run from end to end or
    /// fork to fork, vertices are rounded to the nearest doubles.
    Shape edges_outside(SetOperation operation) const;

    /// The area of the result before rounding, correctly rounded; none beyond the largest double.
    std::optional<double> area(SetOperation operation) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace pipelab::geometry
