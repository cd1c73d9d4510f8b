#include "geometry/constrained.hpp"

#include "geometry/index.hpp"
#include "geometry/triangle_mesh.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using detail::none;

/// For each point the first of those equal to it.
std::vector<std::uint32_t> first_points(std::size_t count, std::span<const Duplicate> duplicates) {
    std::vector<std::uint32_t> first(count);
    for (std::uint32_t i = 0; i < count; ++i) first[i] = i;
    for (const Duplicate& duplicate : duplicates) first[duplicate.point] = duplicate.first;
    return first;
}

/// The outline counterclockwise from where it began before.
base::Array<std::uint32_t> hull_from(const Triangulation& made, std::uint32_t start,
                                     std::size_t points) {
    std::vector<std::uint32_t> leaving(points, none);
    for (std::uint32_t h = 0; h < made.halfedges.size(); ++h)
        if (made.halfedges[h] == none) leaving[made.origin(h)] = h;
    base::Array<std::uint32_t> hull;
    std::uint32_t h = leaving[start];
    do {
        hull.push_back(h);
        h = leaving[made.target(h)];
    } while (h != hull.front());
    return hull;
}

}  // namespace

ConstrainedTriangulation constrained_delaunay(std::span<const Point> points,
                                              std::span<const IndexPair> segments) {
    ConstrainedTriangulation result{delaunay(points), {}};
    result.fixed.resize(result.triangles.size(), 0);
    if (result.size() == 0 || segments.empty()) return result;
    const auto first = first_points(points.size(), result.duplicates);
    const std::uint32_t start = result.origin(result.hull.front());
    detail::TriangleMesh mesh(points, std::move(result));
    for (const auto [a, b] : segments) mesh.force(first[a], first[b]);
    auto arrays = mesh.canonical();
    result.triangles = std::move(arrays.triangles);
    result.halfedges = std::move(arrays.halfedges);
    result.fixed = std::move(arrays.fixed);
    result.hull = hull_from(result, start, points.size());
    return result;
}

ConstrainedTriangulation constrained_delaunay(const Noding& noding) {
    std::vector<IndexPair> segments;
    segments.reserve(noding.edges.size());
    for (const Noding::Edge& edge : noding.edges) segments.push_back({edge.from, edge.to});
    return constrained_delaunay(noding.vertices, segments);
}

base::Array<std::uint8_t> odd_triangles(const ConstrainedTriangulation& triangulation) {
    constexpr std::uint8_t unknown = 2;
    base::Array<std::uint8_t> odd(triangulation.size(), unknown);
    std::vector<std::uint32_t> open;
    const auto reach = [&](std::uint32_t h, std::uint8_t parity) {
        if (odd[h / 3] != unknown) return;
        odd[h / 3] = parity;
        open.push_back(h / 3);
    };
    for (const std::uint32_t h : triangulation.hull) reach(h, triangulation.fixed[h]);
    while (!open.empty()) {
        const std::uint32_t t = open.back();
        open.pop_back();
        for (std::uint32_t h = 3 * t; h < 3 * t + 3; ++h) {
            const std::uint32_t twin = triangulation.halfedges[h];
            if (twin != none) reach(twin, odd[t] ^ triangulation.fixed[h]);
        }
    }
    return odd;
}

}  // namespace pipelab::geometry
