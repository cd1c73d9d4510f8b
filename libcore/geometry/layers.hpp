#pragma once

#include "base/array.hpp"
#include "geometry/hull.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Convex layers of a set: the hull, the hull of what is left without it, and so on.
struct ConvexLayers {
    /// Of each point the number of its layer, from 1 for the outermost. Equal points share theirs.
    base::Array<std::uint32_t> layer;
    /// The points of the layers by number, of equal ones the first: layer by layer, each
    /// counterclockwise from its lowest in the order before(), as convex_hull lists them.
    base::Array<std::uint64_t> order;
    /// Layer i, counted from 0, is order[ends[i - 1], ends[i]).
    std::vector<std::size_t> ends;

    std::size_t size() const { return ends.size(); }
    std::span<const std::uint64_t> operator[](std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : ends[i - 1];
        return {order.data() + begin, ends[i] - begin};
    }
};

/// The convex layers. Points amid edges of a layer belong to it with HullPoints::boundary, else to
/// a later one. Of collinear points each layer is the two ends of what is left, or with boundary
/// all are one layer. No points have no layer. Exact. Points inside of a polygon wait until layers
/// reach it, those outside are peeled by themselves, in the same way: some O(n log n) for ordinary
/// data. Where that does not help, lower and upper hulls under deletions (ShrinkingChain) keep it
/// at O(n log^2 n). Some 60 bytes a point, there up to 300 more. At most 2^31 points, else
/// std::length_error.
ConvexLayers convex_layers(std::span<const Point> points, HullPoints wanted = HullPoints::vertices);

namespace detail {

/// When the ways to peel take turns, for tests.
struct LayerLimits {
    std::size_t small = 256;   ///< so many points are peeled hull by hull
    std::size_t patience = 8;  ///< rounds that may peel few points before hulls under deletions
};
ConvexLayers convex_layers(std::span<const Point> points, HullPoints wanted,
                           const LayerLimits& limits);

}  // namespace detail
}  // namespace pipelab::geometry
