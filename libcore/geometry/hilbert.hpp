#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"

#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// The numbers of the points in the order in which a Hilbert curve passes them (Hilbert 1891): near
/// ones are near in the plane. The curve fills the square from the lower left corner of the
/// bounding box with the longer of its sides, in 2^32 by 2^32 cells, from the lower left cell to
/// the lower right one and upwards first. Points in one cell, equal ones among them, by number. The
/// bounding box of all points decides, so that a part of the points may have another order.
/// O(n log n), in parallel, 48 bytes a point. Empty for no points.
base::Array<std::uint64_t> hilbert_order(std::span<const Point> points);

namespace detail {

/// How many cells the curve passes before cell (x, y).
std::uint64_t hilbert_distance(std::uint32_t x, std::uint32_t y);

}  // namespace detail
}  // namespace pipelab::geometry
