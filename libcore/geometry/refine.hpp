#pragma once

#include "base/progress.hpp"
#include "geometry/polygon_triangles.hpp"

#include <cstddef>
#include <optional>

namespace pipelab::geometry {

/// What triangles are wanted.
struct RefineLimits {
    double angle = 20;                          ///< none smaller, in degrees, 0 to 60
    std::optional<double> area = std::nullopt;  ///< none larger
    std::size_t points = 1000000;               ///< the most points that may be added
};

/// A triangulation with added points.
struct RefinedTriangles {
    PolygonTriangles triangles;  ///< the points that were there first, with their numbers
    std::size_t added = 0;       ///< points
    std::size_t missed = 0;      ///< triangles that do not keep the limits
    bool stopped = false;        ///< by the number of points
};

/// Adds points to a triangulation from polygon_delaunay() until no triangle has an angle below the
/// limit nor an area above it: Delaunay refinement (Ruppert 1995), where sides of the outline are
/// halved when a corner of their triangle lies in the circle over them, and other bad triangles get
/// a point at their circumcentre, or nearer (off-centres, Uengoer 2004). The triangles stay
/// constrained Delaunay ones.
///
/// It ends, by theory, up to 20.7 degrees, in practice up to about 33, and else at the limit of
/// points. An angle of the outline below 60 degrees is no obstacle: sides next to corners are cut
/// at distances from them that are short in binary, the same on both (as concentric shells), and
/// triangles whose shortest side joins two sides of the outline at such a corner stay as they are,
/// so that smaller angles are left there only; they count as missed.
///
/// Points are doubles, and all that decides on the mesh is exact for them. A point amid a side of
/// the outline is rounded, so that the outline moves by half a unit of the last place; a side too
/// short to be cut so stays. Whether a triangle is bad is computed in doubles, within 1e-11 of the
/// limit on the safe side. Coordinates within 1e-70 and 1e70, else some triangles count as good.
/// The result is a function of the input. O(n log n) for ordinary input.
RefinedTriangles refine(PolygonTriangles triangles, const RefineLimits& limits,
                        base::Control control = base::Control::none());

}  // namespace pipelab::geometry
