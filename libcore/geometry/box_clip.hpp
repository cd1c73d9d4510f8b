#pragma once

#include "geometry/point.hpp"

#include <array>
#include <cstdint>
#include <optional>

/// Voronoi edges within a box, decided exactly.
namespace pipelab::geometry::detail {

/// Corners of a box count counterclockwise from the lower left one; side k leads from corner k to
/// the next.
inline Point corner(const Box& box, std::uint32_t k) {
    return {k == 1 || k == 2 ? box.high.x : box.low.x, k >= 2 ? box.high.y : box.low.y};
}

/// The centre of a Delaunay triangle. So that no case is special, the box counts as smaller than it
/// is by an infinitesimal amount, across by a far larger one than up and down: what lies on a side
/// is outside.
struct Centre {
    Point at;              ///< rounded; of no use where it lies outside
    std::uint8_t outside;  ///< bit k: beyond side k
};
Centre circumcentre(Point a, Point b, Point c, const Box& box);

/// Where a part of a bisector ends: at a centre or on a side of the box.
struct BisectorEnd {
    Point at;
    std::optional<std::uint32_t> side;
};

/// The bisector of two points, directed with p on its left, and the box.
class Bisector {
  public:
    Bisector(Point p, Point q, const Box& box);

    struct Part {
        BisectorEnd start, end;
    };
    /// The part in the box from one centre to another; from or to infinity where there is none.
    std::optional<Part> part(const Centre* from, const Centre* to) const;

    /// Whether p is nearer than q to the lower left corner.
    bool has_first_corner() const { return left_[0]; }

  private:
    BisectorEnd crossing(std::uint32_t side) const;

    Point p_, q_;
    const Box& box_;
    std::array<bool, 4> left_;  // corners nearer to p
};

}  // namespace pipelab::geometry::detail
