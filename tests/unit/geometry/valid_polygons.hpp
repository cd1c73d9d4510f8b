#pragma once

#include "catch.hpp"
#include "geometry/overlay.hpp"

#include <cmath>

namespace pipelab::testing {

inline geometry::Shape canonical(const geometry::Shape& shape) {
    using namespace geometry;
    return Overlay({&shape, 1}, FillRule::even_odd).polygons(SetOperation::union_of_all);
}

/// In the canonical form of Overlay::polygons, which is its own overlay.
inline void require_valid(const geometry::Shape& result) {
    using namespace geometry;
    REQUIRE(result.type == Shape::Type::multi_polygon);
    for (const Point p : result.points) REQUIRE((std::isfinite(p.x) && std::isfinite(p.y)));
    REQUIRE(result ==
            Overlay({&result, 1}, FillRule::positive).polygons(SetOperation::union_of_all));
}

}  // namespace pipelab::testing
