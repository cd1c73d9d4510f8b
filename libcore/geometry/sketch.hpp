#pragma once

#include "geometry/results.hpp"
#include "geometry/shape.hpp"
#include "io/picture.hpp"

namespace pipelab::geometry {

/// A picture in the making: the input as its ground, results above it.
class Sketch;

}  // namespace pipelab::geometry
