#pragma once

#include <cstdint>

namespace pipelab::geometry {

/// How two segments, rays or lines lie to each other. Where both points of one are equal it is
/// that point.
enum class Meeting : std::uint8_t {
    none,     ///< no common point
    touch,    ///< one common point, an end of at least one of them
    cross,    ///< one common point, inside of both
    overlap,  ///< a common segment, ray or line
};

}  // namespace pipelab::geometry
