#include "geometry/listing.hpp"

#include "geometry/numbered_point.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace pipelab::geometry {
namespace {

bool numbered(const PointSet& set) { return !set.numbers.empty(); }

/// The fields of a row of one point, and what travels with it.
void put_row(const PointSet& set, std::size_t i, Results& out) {
    if (!numbered(set)) carry_point(set, i, out);
    put_point(set, i, numbered(set) ? "index" : "point", out);
}

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
    results.carry(set.carried.text(i), set.ids.text(i));
}

void list_points(const PointSet& set, std::span<const std::uint64_t> indices, Results& results) {
    if (!indices.empty()) results.block();
    results.rows(indices.size(), [&](std::size_t row, Results& out) {
        put_row(set, static_cast<std::size_t>(indices[row]), out);
        out.end();
    });
}

void list_block(const Feature& block, std::span<const std::size_t> indices, Results& results) {
    const PointSet& set = block.block;
    if (!indices.empty()) results.block();
    results.rows(indices.size(), [&](std::size_t row, Results& out) {
        const std::size_t i = indices[row];
        if (numbered(set)) return out.count("index", set.numbers[i]).end();
        carry_point(set, i, out);
        out.point("point", block.shape.points[i]).end();
    });
}

void list_hull(const PointSet& set, const Hull& hull, Results& results) {
    if (numbered(set) || results.lists_points()) return list_points(set, hull.indices, results);
    if (hull.vertices.empty()) return;
    const Shape shape = convex_shape(hull.vertices);
    results.shape("hull", shape).end();
}

void list_layers(const PointSet& set, const ConvexLayers& layers, Results& results) {
    const bool as_points = numbered(set) || results.lists_points();
    for (std::size_t k = 0; k < layers.size(); ++k) {
        const auto layer = layers[k];
        if (as_points) {
            results.block();
            results.rows(layer.size(), [&](std::size_t row, Results& out) {
                put_row(set, static_cast<std::size_t>(layer[row]), out);
                out.count("layer", k + 1).end();
            });
            continue;
        }
        std::vector<Point> vertices;
        for (const std::uint64_t i : layer) vertices.push_back(set.points[i]);
        const Shape shape = convex_shape(vertices);
        results.shape("hull", shape).count("layer", k + 1).end();
    }
}

void list_numbers(const PointSet& set, std::span<const std::uint32_t> numbers,
                  std::string_view name, Results& results) {
    if (!numbers.empty()) results.block();
    results.rows(numbers.size(), [&](std::size_t i, Results& out) {
        put_row(set, i, out);
        out.count(name, numbers[i]).end();
    });
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
        constexpr std::array names{"a", "b", "c"}, id_names{"a_id", "b_id", "c_id"};
        for (std::size_t i = 0; numbered(set) && i < 3; ++i)
            out.count(names[i], set.numbers[corner[i]]);
        for (std::size_t i = 0; set.ids.size() > 0 && i < 3; ++i)
            out.id(id_names[i], set.ids[corner[i]]);
        if (numbered(set)) return out.end();
        const Shape triangle = polygon_shape(
            std::array{set.points[corner[0]], set.points[corner[1]], set.points[corner[2]]});
        out.shape("triangle", triangle).end();
    });
}

void list_triangles(const PolygonTriangles& triangles, Results& results) {
    for (std::size_t t = 0; t < triangles.size(); ++t) {
        const std::uint32_t* corner = &triangles.triangles[3 * t];
        const Shape triangle = polygon_shape(std::array{
            triangles.points[corner[0]], triangles.points[corner[1]], triangles.points[corner[2]]});
        results.shape("triangle", triangle).end();
    }
}

bool list_corners(const Shape& shape, const PolygonTriangles& triangles, Results& results) {
    std::vector<NumberedPoint> order;
    for_rings(shape, [&](std::span<const Point> ring) {
        for (const Point p : ring) order.push_back({p, order.size() + 1});
    });
    std::sort(order.begin(), order.end(), NumberedBefore{});
    std::vector<std::uint64_t> numbers;
    numbers.reserve(triangles.triangles.size());
    for (const std::uint32_t corner : triangles.triangles) {
        const Point p = triangles.points[corner];
        const auto found =
            std::lower_bound(order.begin(), order.end(), p,
                             [](const NumberedPoint& a, Point b) { return before(a.point, b); });
        if (found == order.end() || found->point != p) return false;
        numbers.push_back(found->index);
    }
    for (std::size_t i = 0; i < numbers.size(); i += 3)
        results.count("a", numbers[i]).count("b", numbers[i + 1]).count("c", numbers[i + 2]).end();
    return true;
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
