#pragma once

#include "geometry/shape.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <geos/geom/CoordinateArraySequence.h>
#include <geos/geom/GeometryFactory.h>
#include <geos/geom/LineString.h>
#include <geos/geom/LinearRing.h>
#include <geos/geom/MultiPoint.h>
#include <geos/geom/MultiPolygon.h>
#include <geos/geom/Polygon.h>

/// Shapes as those of GEOS.
namespace bench {

using GeosShape = std::unique_ptr<geos::geom::Geometry>;

inline auto geos_points(std::span<const pipelab::geometry::Point> path, bool closed) {
    auto points = std::make_unique<geos::geom::CoordinateArraySequence>();
    for (const auto p : path) points->add(geos::geom::Coordinate(p.x, p.y));
    if (closed) points->add(geos::geom::Coordinate(path[0].x, path[0].y));
    return points;
}

/// Part i of an areal shape.
inline auto geos_polygon(const pipelab::geometry::Shape& shape, std::size_t i) {
    const auto& factory = *geos::geom::GeometryFactory::getDefaultInstance();
    const auto [begin, end] = shape.part(i);
    std::vector<std::unique_ptr<geos::geom::LinearRing>> holes;
    for (std::size_t k = begin + 1; k < end; ++k)
        holes.push_back(factory.createLinearRing(geos_points(shape.path(k), true)));
    return factory.createPolygon(factory.createLinearRing(geos_points(shape.path(begin), true)),
                                 std::move(holes));
}

/// A line, points or polygons.
inline GeosShape geos_shape(const pipelab::geometry::Shape& shape) {
    using pipelab::geometry::Shape;
    const auto& factory = *geos::geom::GeometryFactory::getDefaultInstance();
    if (shape.type == Shape::Type::line_string)
        return factory.createLineString(geos_points(shape.path(0), false));
    if (shape.type == Shape::Type::multi_point)
        return GeosShape(factory.createMultiPoint(*geos_points(shape.points, false)));
    std::vector<std::unique_ptr<geos::geom::Polygon>> parts;
    for (std::size_t i = 0; i < shape.parts(); ++i) parts.push_back(geos_polygon(shape, i));
    return factory.createMultiPolygon(std::move(parts));
}

}  // namespace bench
