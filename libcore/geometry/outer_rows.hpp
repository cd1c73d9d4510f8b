#pragma once

#include "geometry/input.hpp"

namespace pipelab::geometry {

/// Leaves out rows, of two coordinates, that surely lie strictly inside of the convex hull of their
/// block: most of many, none that is on the hull's boundary. O(n), some nanoseconds a row.
void keep_outer(Rows& rows);

}  // namespace pipelab::geometry
