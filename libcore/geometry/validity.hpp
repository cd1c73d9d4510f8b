#pragma once

#include "base/progress.hpp"
#include "geometry/shape.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace pipelab::geometry {

/// What keeps a shape from being valid in the sense of the simple features model (OGC 06-103r4,
/// 6.1.11). Rings of one polygon may touch at points, so may polygons.
enum class Flaw {
    too_few_points,  ///< a ring of less than three places, a line of one
    crossing,        ///< a ring crosses itself or another
    overlap,         ///< an edge lies upon another one, of the same ring or of another
    self_touch,      ///< a ring passes a point twice
    hole_outside,    ///< a hole lies outside of its shell
    nested_holes,    ///< a hole lies in another one of its polygon
    nested_shells,   ///< a polygon lies in another one of the same multi_polygon
    split_interior,  ///< rings that touch part the interior of a polygon
};

/// As printed: "too-few-points" and so on.
std::string_view name_of(Flaw flaw);

struct Defect {
    Flaw flaw;
    /// Where: a point at which edges meet (a crossing is rounded to the nearest double), the least
    /// one of an overlap; else the first point of the ring; of a split interior a point at which
    /// the parts touch.
    Point place;
    std::size_t path;                  ///< its ring or line, from 0, through all members
    std::optional<std::size_t> other;  ///< the greater of two different rings
};

/// All defects of a shape, each member of a collection by itself: lines and rings of too few
/// points; each point where rings cross; one overlap for each pair of rings; points at which rings
/// touch themselves; if there is nothing of the kind, what is wrong with how rings lie to each
/// other, one a ring or polygon. By flaw, place, path. None: the shape is valid, as points and
/// empty shapes always are. Of the rings of xy, inside of which is what an odd number of them
/// surround, any nesting is valid. Exact; O((n + k) log n) for n edges with k common points.
std::vector<Defect> defects(const Shape& shape, base::Control control = base::Control::none());

/// What is inside of an invalid shape: what its shells wind around and its holes do not, of any
/// polygon; or what all rings of it together wind around an odd number of times.
enum class Repair { structure, linework };

/// A valid shape: itself if it is valid, vertex for vertex. Else an areal one as a polygon or
/// multi_polygon in the canonical form of Overlay::polygons, decided exactly before it is rounded;
/// lines without those of one place; collections member by member. What collapses (parts of rings
/// outside of the result, rings and lines of one place) is dropped, or kept: as lines and points
/// in a collection, or in place of the shape where nothing else is left.
Shape made_valid(const Shape& shape, Repair repair, bool keep_collapsed,
                 base::Control control = base::Control::none());

}  // namespace pipelab::geometry
