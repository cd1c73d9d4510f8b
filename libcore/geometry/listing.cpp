#include "geometry/listing.hpp"

#include <array>

namespace pipelab::geometry {
namespace {

std::string_view at(const Carried& carried, std::size_t i) {
    return i < carried.size() ? carried[i] : std::string_view();
}

bool numbered(const PointSet& set) { return !set.numbers.empty(); }

}  // namespace

void put_point(const PointSet& set, std::size_t i, std::string_view name, Results& results) {
    if (numbered(set))
        results.count(name, set.numbers[i]);
    else
        results.point(name, set.points[i]);
}

void put_pair(const PointSet& set, std::size_t a, std::size_t b, std::string_view name,
              Results& results) {
    if (numbered(set))
        results.count("a", set.numbers[a]).count("b", set.numbers[b]);
    else
        results.segment(name, {set.points[a], set.points[b]});
    if (set.ids.size() > 0) results.id("a_id", set.ids[a]).id("b_id", set.ids[b]);
}

void carry_point(const PointSet& set, std::size_t i, Results& results) {
    results.carry(at(set.carried, i), at(set.ids, i));
}

void list_points(const PointSet& set, std::span<const std::uint64_t> indices, Results& results) {
    if (!indices.empty()) results.block();
    results.rows(indices.size(), [&](std::size_t row, Results& out) {
        const auto i = static_cast<std::size_t>(indices[row]);
        if (!numbered(set)) carry_point(set, i, out);
        put_point(set, i, numbered(set) ? "index" : "point", out);
        out.end();
    });
}

void list_hull(const PointSet& set, const Hull& hull, Results& results) {
    if (numbered(set) || results.lists_points()) return list_points(set, hull.indices, results);
    const std::span<const Point> vertices = hull.vertices;
    if (vertices.empty()) return;
    const Shape shape = convex_shape(vertices);
    results.carry({}, {});
    results.shape("hull", shape).end();
}

void list_pairs(const PointSet& set, std::span<const IndexPair> pairs, Results& results) {
    if (!pairs.empty()) results.block();
    results.rows(pairs.size(), [&](std::size_t row, Results& out) {
        const auto [a, b] = pairs[row];
        put_pair(set, a, b, "edge", out);
        out.end();
    });
}

void list_triangles(const PointSet& set, const Triangulation& triangulation, Results& results) {
    if (numbered(set) && triangulation.size() > 0) results.block();
    results.rows(triangulation.size(), [&](std::size_t row, Results& out) {
        const std::uint32_t* corner = &triangulation.triangles[3 * row];
        if (numbered(set)) {
            out.count("a", set.numbers[corner[0]]);
            out.count("b", set.numbers[corner[1]]);
            out.count("c", set.numbers[corner[2]]);
            return out.end();
        }
        const Shape triangle = polygon_shape(
            std::array{set.points[corner[0]], set.points[corner[1]], set.points[corner[2]]});
        out.shape("triangle", triangle).end();
    });
}

void list_cells(const PointSet& set, const VoronoiCells& cells, Results& results) {
    results.rows(cells.size(), [&](std::size_t i, Results& out) {
        if (cells.cell(i).empty()) return;
        carry_point(set, i, out);
        const Shape cell = polygon_shape(cells.cell(i));
        out.shape("cell", cell).end();
    });
}

}  // namespace pipelab::geometry
