#pragma once

#include "geometry/polygon_triangles.hpp"
#include "geometry/results.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace pipelab::geometry {

/// How good triangles are. Without triangles no angles and no aspect, an area of 0.
struct Quality {
    std::size_t triangles = 0;
    /// In degrees, each correctly rounded, of the triangle that is the worst one in doubles.
    std::optional<double> least_angle, greatest_angle;
    /// The longest side over the height upon it of the triangle for which that is greatest, 1.15...
    /// of an equilateral one; in doubles.
    std::optional<double> aspect;
    /// The exact sum of all areas, rounded once. None where a coordinate that is not 0 lies
    /// outside of [2^-380, 2^480].
    std::optional<double> area;
    /// How many triangles have their least angle in [0, 10), [10, 20) ... [50, 60] degrees.
    std::array<std::size_t, 6> least_angles{};
};

/// O(n), some 0.3 microseconds a triangle.
Quality quality(const PolygonTriangles& triangles);

/// The fields of a row: those of Quality in order, the area of `shape` behind that of the
/// triangles.
void put_quality(const Quality& quality, const Shape& shape, Results& results);

}  // namespace pipelab::geometry
