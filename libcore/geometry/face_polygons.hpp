#pragma once

#include "geometry/arrangement.hpp"
#include "geometry/shape.hpp"

#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// All vertices of rings, or those where they bend.
enum class RingPoints { vertices, corners };

/// Bounded faces, holes included as what they leave out, as a multi_polygon. Shells run
/// counterclockwise, holes clockwise, each from its least vertex; a ring passes no vertex twice
/// (where a face touches itself, its boundary is cut into a shell and holes). Polygons are in the
/// order of their rings' points, holes too.
Shape polygons_of(const Arrangement<Noding>& faces, std::span<const std::uint32_t> chosen,
                  RingPoints wanted = RingPoints::vertices);

}  // namespace pipelab::geometry
