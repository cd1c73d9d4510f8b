#pragma once

#include "geometry/delaunay.hpp"
#include "geometry/hull.hpp"
#include "geometry/input.hpp"
#include "geometry/layers.hpp"
#include "geometry/polygon_triangles.hpp"
#include "geometry/results.hpp"
#include "geometry/voronoi.hpp"

#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// Parts of a set of points as a block of rows: coordinates with what travels with each point, or,
/// where the set has numbers, these instead. In parallel where the results can.

void list_points(const PointSet& set, std::span<const std::uint64_t> indices, Results& results);
/// The same of a block of xy.
void list_block(const Feature& block, std::span<const std::size_t> indices, Results& results);
/// The vertices of a hull; as GeoJSON and WKT, without numbers, in one polygon (or a line, a
/// point).
void list_hull(const PointSet& set, const Hull& hull, Results& results);
/// Each layer alike and with its number, in a block of its own.
void list_layers(const PointSet& set, const ConvexLayers& layers, Results& results);
/// All points in input order, each with a number from `numbers` that is called `name`.
void list_numbers(const PointSet& set, std::span<const std::uint32_t> numbers,
                  std::string_view name, Results& results);
/// Segments; pairs of numbers; with the ids of both ends.
void list_pairs(const PointSet& set, std::span<const IndexPair> pairs, Results& results);
/// Polygons; triples of numbers.
void list_triangles(const PointSet& set, const Triangulation& triangulation, Results& results);
/// The triangles of a polygon as polygons.
void list_triangles(const PolygonTriangles& triangles, Results& results);
/// The same by the numbers of their corners among the points of `shape` and its members, from 1 in
/// order, of equal points the first. False and nothing listed where a corner is none of them.
bool list_corners(const Shape& shape, const PolygonTriangles& triangles, Results& results);
/// A polygon for each point, with what travels with the point; empty cells are left out.
void list_cells(const PointSet& set, const VoronoiCells& cells, Results& results);

/// The fields of point i in a row: its coordinates or its number.
void put_point(const PointSet& set, std::size_t i, std::string_view name, Results& results);
/// The fields of two points: a segment or both numbers, and their ids.
void put_pair(const PointSet& set, std::size_t a, std::size_t b, std::string_view name,
              Results& results);
/// What travels with point i travels with the rows from here on.
void carry_point(const PointSet& set, std::size_t i, Results& results);

}  // namespace pipelab::geometry
