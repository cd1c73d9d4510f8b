#pragma once

#include "base/progress.hpp"
#include "geometry/crossing.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// A place at which a sweep stops: an end of a segment, or where segments cross.
struct SweepPoint {
    Point point;                            ///< of ends
    std::optional<CrossingPoint> crossing;  ///< set where no end lies
};

/// Moves a line over the plane in the order before() (Bentley and Ottmann 1979, in the form of
/// Mehlhorn and Naeher 1999 that allows every degeneracy) and calls visit for each point that is an
/// end of a segment or common to two that cross there, once, in order, with all segments that
/// contain the point, ascending. Stops when visit returns false. All decisions are exact. O((n + k)
/// log n) for k such points, however many segments meet in one of them; a single thread.
void sweep_segments(
    std::span<const Segment> segments,
    const std::function<bool(const SweepPoint&, std::span<const std::uint32_t>)>& visit,
    base::Control control = base::Control::none());

}  // namespace pipelab::geometry
