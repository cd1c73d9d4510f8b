#pragma once

#include "base/progress.hpp"
#include "geometry/shape.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// How far simplified_layer() goes; what is not given does not limit.
struct LayerLimits {
    std::optional<double> tolerance{};  ///< no point left out is farther from the edge in its place
    std::optional<double> area{};  ///< only points whose triangle with its neighbours is smaller
    std::size_t least = 0;         ///< as many different points stay
};

/// Shapes with fewer points that lie to each other as they did: lines and rings that do not cross,
/// themselves or others, do not cross afterwards, no ring shrinks to nothing, what met at a vertex
/// of both still does, and borders that shapes share with all their vertices stay shared. Again and
/// again the point goes that makes the smallest triangle with its neighbours (Visvalingam and
/// Whyatt 1993), from all paths that pass it at once. A point stays that ends a line or where paths
/// part or meet; where the edge that would take its place is there already; while another point of
/// the layer lies in its triangle or on its side (then what is left of an edge cannot cross
/// another); and where a limit says so. Of equal triangles the first point in the order before()
/// goes. Exact. Points of shapes that are points stay and count as such.
///
/// Shapes that cross may cross elsewhere afterwards. O(n log n) for layers of the usual kind;
/// Stopped if asked to.
std::vector<Shape> simplified_layer(std::span<const Shape> shapes, const LayerLimits& limits,
                                    base::Control control = base::Control::none());

}  // namespace pipelab::geometry
