#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// An input point that equals an earlier one.
struct Duplicate {
    std::uint32_t point, first;
    bool operator==(const Duplicate&) const = default;
};

/// A triangulation of a set of points in flat arrays. Half-edge 3 t + k leads from corner k of
/// triangle t to the next corner counterclockwise, with the triangle on its left.
struct Triangulation {
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// Three input indices a triangle, counterclockwise, the least first; the triangles in
    /// lexicographic order.
    base::Array<std::uint32_t> triangles;
    /// The half-edge that leads back along the same edge in the neighbouring triangle; none on
    /// the hull.
    base::Array<std::uint32_t> halfedges;
    /// The half-edges along the hull counterclockwise, from its first point in the order before();
    /// points amid its sides are passed as well.
    base::Array<std::uint32_t> hull;
    /// Where all points are collinear, the distinct ones in the order before(): edges join
    /// neighbours, and there is no triangle. Else empty.
    base::Array<std::uint32_t> line;
    /// Points that equal an earlier one, by index. The first of equal points stands for all.
    std::vector<Duplicate> duplicates;

    std::size_t size() const { return triangles.size() / 3; }
    /// The half-edge that follows h in its triangle.
    static std::uint32_t next(std::uint32_t h) { return h % 3 == 2 ? h - 2 : h + 1; }
    static std::uint32_t previous(std::uint32_t h) { return h % 3 == 0 ? h + 2 : h - 1; }
    std::uint32_t origin(std::uint32_t h) const { return triangles[h]; }
    std::uint32_t target(std::uint32_t h) const { return triangles[next(h)]; }
};

/// The Delaunay triangulation of `points`: no point lies inside of the circle of a triangle, of
/// cocircular points the triangles are those that in_circle_perturbed decides for. So it is a
/// function of the set of points, and its arrays one of their order, for any number of threads.
/// Every distinct point is a corner; the triangles fill the convex hull. Exact for all finite
/// coordinates. Empty input: all empty. One distinct point: it stands in `line`.
///
/// Divide and conquer (Guibas and Stolfi 1985) with cuts across the longer side (Dwyer 1987) at
/// medians of samples: O(n log n), some 0.4 microseconds a point on one core, in parallel, with
/// about 150 bytes a point beside the result. At most 2^32 / 6 points, else std::length_error.
Triangulation delaunay(std::span<const Point> points);

/// A half-edge that leaves each of `points` points, on the hull the one along the hull, so that
/// h = halfedges[previous(h)] passes all others counterclockwise; none where there is none.
base::Array<std::uint32_t> leaving_halfedges(const Triangulation& triangulation,
                                             std::size_t points);

/// Two points by index.
struct IndexPair {
    std::uint32_t a, b;
    bool operator==(const IndexPair&) const = default;
};

/// The edges of the triangulation, each once, the lesser index first, in the order of the lesser of
/// their half-edges; of collinear points the pairs of neighbours in their order.
base::Array<IndexPair> edges(const Triangulation& triangulation);

}  // namespace pipelab::geometry
