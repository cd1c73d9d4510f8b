#pragma once

#include "base/progress.hpp"
#include "geometry/point.hpp"
#include "geometry/segment_tree.hpp"

#include <optional>

namespace pipelab::geometry {

/// A point of one set that is as far as any from another set, the point there that is nearest to
/// it, and their distance. All are rounded once.
struct FarPoint {
    double distance;
    Point from, to;
};

/// The directed Hausdorff distance: of all points of some segments (of equal ends: points), the one
/// farthest from the segments of `to`. Exact: along a segment the distance from each other one is
/// convex, so the distance from all has its maxima at ends and where two are equally near (Alt,
/// Behrends, Bloemer 1995, "Approximate matching of polygonal shapes"); such places are found
/// from the ends of a segment inwards, tested and compared as roots of quadratics, not as doubles.
/// Of equally far points the first end of a segment, else the first point amid one; of equally near
/// segments the first. Empty if either set is. Distances of irrational places that agree to 600
/// digits count as equal. O(log n) for a segment that is not far from the others at its ends, more
/// by O(k log n) where k segments take turns in being nearest to it; in parallel.
/// Stopped if asked to. Points nearer than `least` do not count: none where there are no others,
/// which is found soon.
std::optional<FarPoint> directed_hausdorff(const SegmentTree& from, const SegmentTree& to,
                                           base::Control control = base::Control::none(),
                                           double least = 0);

/// The Hausdorff distance: the larger of both directed ones, the first if they are equal. `from`
/// is a point of the first set or, if `from_second`, of the second.
struct Hausdorff : FarPoint {
    bool from_second;
};
std::optional<Hausdorff> hausdorff(const SegmentTree& first, const SegmentTree& second,
                                   base::Control control = base::Control::none());

}  // namespace pipelab::geometry
