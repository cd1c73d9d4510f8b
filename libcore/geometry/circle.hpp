#pragma once

#include "geometry/point.hpp"

namespace pipelab::geometry {

/// A circle given by doubles, taken as exact wherever a function takes one; radius >= 0, a circle
/// of radius 0 is its centre. One that a function returns has each of its numbers rounded.
struct Circle {
    Point centre;
    double radius = 0;
    bool operator==(const Circle&) const = default;
};

}  // namespace pipelab::geometry
