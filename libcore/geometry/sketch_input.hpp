#pragma once

#include "base/progress.hpp"
#include "geometry/input.hpp"
#include "geometry/sketch.hpp"

#include <cstddef>

namespace pipelab::geometry {

/// Draws all that inputs hold on a layer; `blocks` says what those of xy are. With input.id rows of
/// xy and features of GeoJSON are labelled by it: points beside them, others at label_point().
/// Memory: all points.
void sketch_input(const Input& input, Blocks blocks, std::size_t layer, Sketch& sketch,
                  base::Control control);

/// Where the name of a shape stands: of polygons their centroid if that lies inside, else the
/// middle of the longest stretch inside level with it; of lines the middle vertex of the first
/// (of two points their midpoint); of points the first; of a collection that of its first member
/// that is not empty. The origin for an empty shape. Plain arithmetic beyond the centroid.
Point label_point(const Shape& shape);

}  // namespace pipelab::geometry
