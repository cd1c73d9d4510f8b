#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pipelab::geometry::detail {

/// The most points of a ring that ears are cut from; above, other ways are faster.
inline constexpr std::size_t most_ears = 2048;

/// Some triangulation of the inside of a ring of 3 to most_ears points, three places in it a
/// triangle, counterclockwise: ears are cut off one after the other (Meisters 1975), each found by
/// exact tests against the vertices where the ring turns away from the inside. None where no ear is
/// found: the ring repeats points or has points amid a side that are left over, or crosses itself.
/// Gives up where many tests fail. Some 20 to 50 ns a point.
std::optional<base::Array<std::uint32_t>> ear_triangles(std::span<const Point> ring);

}  // namespace pipelab::geometry::detail
