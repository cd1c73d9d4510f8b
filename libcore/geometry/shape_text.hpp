#pragma once

#include "base/array.hpp"
#include "geometry/shape.hpp"

#include <span>
#include <string>

namespace pipelab::geometry {

/// Shapes as text, numbers with the shortest digits that read back. All append.

/// POLYGON ((0 0, 1 0, 0 1, 0 0)). Shape::rings are assembled to a MULTIPOLYGON first.
void append_wkt(base::Array<char>& to, const Shape& shape);
/// The geometry object of GeoJSON (RFC 7946).
void append_geojson(base::Array<char>& to, const Shape& shape);
/// A point a line, coordinates separated by `separator`, a blank line between paths; rings are not
/// closed. `behind`: what each line ends with, one text for all or one for each point.
void append_xy(base::Array<char>& to, const Shape& shape, char separator,
               std::span<const std::string> behind = {});

}  // namespace pipelab::geometry
