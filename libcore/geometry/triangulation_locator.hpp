#pragma once

#include "base/array.hpp"
#include "geometry/delaunay.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Finds where points lie in a Delaunay triangulation by walking through it from where the last
/// one was: a few steps for queries near each other, O(sqrt n) for random ones. Exact. Several
/// threads need a locator each. Keeps references to the points and the triangulation.
class TriangulationLocator {
  public:
    TriangulationLocator(std::span<const Point> points, const Triangulation& triangulation);

    enum class Kind { outside, triangle, edge, corner };
    struct Place {
        Kind kind = Kind::outside;
        /// A triangle; of an edge the lesser of its half-edges; of a corner the point's index.
        std::uint32_t number = Triangulation::none;
        bool operator==(const Place&) const = default;
    };
    /// Outside of the hull: outside, without a number. Without triangles always so.
    Place locate(Point query);

    /// The index of the nearest point, of equally near ones the least; of equal points the first
    /// counts. Triangulation::none without points. O(n) steps at worst where all are collinear.
    std::uint32_t nearest(Point query);

  private:
    std::uint32_t nearest_on_line(Point query);
    std::uint32_t least_equally_near(Point query);
    std::uint32_t descend(Point query, std::uint32_t from);
    template <class Work>
    void for_neighbours(std::uint32_t point, Work&& work) const;

    std::span<const Point> points_;
    const Triangulation& triangulation_;
    base::Array<std::uint32_t> leaving_;
    std::vector<std::uint32_t> near_;
    std::vector<char> seen_;          // points in near_, where there are several
    std::uint32_t last_ = 0;          // a triangle
    std::uint32_t last_nearest_ = 0;  // a point; on a line a place there
};

}  // namespace pipelab::geometry
