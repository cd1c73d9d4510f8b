#pragma once

#include "base/progress.hpp"
#include "geometry/point.hpp"
#include "geometry/shape.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

class RawOffset;

/// What fills the wedge between the offsets of two edges at an outer corner: an arc, the tip where
/// the offsets meet, or nothing but the segment between their ends.
enum class Join { round, miter, bevel };

/// What is beyond the end of a line: a half disc, nothing, a half square. Around a point: a disc,
/// nothing, a square.
enum class Cap { round, flat, square };

/// Which sides of a line count, as seen along it. Of one side ends are flat.
enum class BufferSide { both, left, right };

struct BufferStyle {
    Join join = Join::round;
    Cap cap = Cap::round;
    BufferSide side = BufferSide::both;
    /// A miter whose tip is farther from the corner than this many distances becomes a bevel, as
    /// stroke-miterlimit of SVG has it.
    double miter_limit = 5;
    /// Arcs have vertices in N directions a quarter turn, from that of the x axis on: at least 1.
    std::size_t quadrant_segments = 8;
    /// Dents and runs of edges finer than a chord of an arc are taken for what surrounds them.
    bool blurs_detail = true;
};

/// The least N for which N segments a quarter turn are nowhere farther than about `tolerance` > 0
/// from an arc of radius |distance|, by 1 - cos x <= x^2 / 2; at least 1. None beyond 2^20.
std::optional<std::size_t> quadrant_segments_for(double distance, double tolerance);

/// Buffers in one style: all points within a distance of a shape; for a negative distance all
/// points of its areas that are farther than that from their boundary.
///
/// Areas are first made what Overlay makes of them by the even-odd rule. To that are added, or
/// taken away, a strip along each edge and a join at each outer corner; the union is found exactly
/// (Overlay, FillRule::positive of the offset curves: each strip and join winds around once). Only
/// the corners of strips and joins are rounded: those of strips are within a unit of the last place
/// (of the larger of distance and coordinate) in x and y, points of arcs and caps within two.
///
/// With round joins and caps the result holds all points within d - e of the shape and none
/// farther than d + e, up to that rounding, e = d (1 - cos(pi / 4N)): 0.48 % of d for N = 8. Arcs
/// are inscribed. Only what stands for detail finer than a chord of an arc, 2 d sin(pi / 4N),
/// reaches beyond d: a dent between two vertices no farther apart is filled, and where many edges
/// in a row lie in a box of that diagonal their convex hull is taken for them. That makes edges so
/// short that the buffers of their ends cover all of theirs but e, and what detail there is costs
/// little. Hulls have round joins; with other joins only runs of more than 32 edges have hulls, of
/// one-sided buffers and parallel curves none.
class Buffering {
  public:
    explicit Buffering(const BufferStyle& style);

    /// A valid multi_polygon in the canonical form of polygons_of (face_polygons.hpp), empty where
    /// nothing is left, as for lines and points with a distance of 0 or less. Distance 0: the
    /// areas. A line whose ends are equal has no caps; one without length is a point. None where a
    /// coordinate would be beyond the largest double.
    /// O((n + k) log n) for k crossings of the strips of n edges, hulls taken for what they stand
    /// for.
    std::optional<Shape> buffer(const Shape& shape, double distance,
                                base::Control control = base::Control::none()) const;

    /// The union of the buffers of shapes, each with its own distance.
    std::optional<Shape> joined(std::span<const Shape* const> shapes,
                                std::span<const double> distances,
                                base::Control control = base::Control::none()) const;

    /// The parallel curves of lines at a distance, on the left, below 0 on the right: of a line
    /// what of the boundary of its buffer lies on that side (of both sides and with round caps,
    /// whatever the style says). Each line is taken alone; of areas the rings of what Overlay makes
    /// of them, as closed lines with the inside on their left. A multi_line_string: curves run as
    /// their line does, in its order, those that close, and end where they begin, last. What lies
    /// within the distance of another part of the line is cut out, so that there may be several
    /// pieces, or none. Points have none. Distance 0: the lines.
    std::optional<Shape> offset_curve(const Shape& shape, double distance,
                                      base::Control control = base::Control::none()) const;

  private:
    bool in_range(const Shape& shape, double distance) const;
    RawOffset raw(const Shape& shape, const Shape& areas, double distance) const;

    BufferStyle style_;
    std::vector<Point> directions_;
};

}  // namespace pipelab::geometry
