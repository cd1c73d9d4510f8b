#pragma once

#include "base/progress.hpp"
#include "geometry/overlay.hpp"
#include "geometry/shape.hpp"

#include <span>
#include <vector>

namespace pipelab::geometry {

/// What a clip keeps: what lies in the region or on its boundary, or what lies in its complement.
enum class Keep { inside, outside };

/// What of each shape lies inside of any polygon of a region, or outside of all. Decided exactly,
/// in one pass for all shapes, before any rounding:
///   areas   what Overlay::polygons gives: the intersection with the region or the difference from
///           it, as a polygon or multi_polygon in canonical form
///   lines   the parts that run inside of the region or along its boundary; or the others. Parts
///           keep their direction, order and vertices; where they are cut the point is rounded to
///           the nearest double. A path whose points are all equal is a point, left as it is
///   points  those inside or on the boundary, or the others
/// A shape of which nothing is left is empty, of its type. Of a collection each member, but for
/// those of which nothing is left. O((n + k) log n) and what overlapping areas repeat.
std::vector<Shape> clip(std::span<const Shape* const> shapes, std::span<const Shape> region,
                        FillRule rule, Keep keep, base::Control control = base::Control::none());

}  // namespace pipelab::geometry
