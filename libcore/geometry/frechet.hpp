#pragma once

#include "base/progress.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// Point `first` of one path, point `second` of another and their distance, rounded once.
struct PathDistance {
    std::size_t first, second;
    double distance;
};

/// The discrete Frechet distance of two paths (Eiter and Mannila 1994, "Computing discrete Frechet
/// distance"): two walkers go from point to point of their paths, each waiting or going on by one
/// point, never back; it is the shortest leash with which they reach both ends. With the pair of
/// points that needs it: pairs count in the order of their distances, equal ones in that of the
/// first, then the second index; of all walks the one whose last pair in this order comes first
/// says which it is. Compared exactly. Empty if a path has no points; of one point the distance of
/// the farthest point of the other path. O(n m) time, O(min(n, m)) memory; Stopped if asked to.
std::optional<PathDistance> discrete_frechet(std::span<const Point> first,
                                             std::span<const Point> second,
                                             base::Control control = base::Control::none());

}  // namespace pipelab::geometry
