#pragma once

#include "geometry/lines.hpp"
#include "geometry/near_distance.hpp"

#include <optional>

namespace pipelab::geometry {

/// A squared distance in doubles and a bound of its error, which is infinite or NaN where the range
/// of double does not suffice.
struct NearSquare {
    double value, error;
    static NearSquare between(Point a, Point b) {
        const double square = near_square(a, b);
        return {square, 0x1p-48 * square + least_near_square};
    }
    double most() const { return value + error; }
    bool surely_less(const NearSquare& other) const { return most() < other.value - other.error; }
};

/// What of a segment, ray or line is nearest to a point: an end, or the foot of the perpendicular.
/// Which it is, and which of two is nearer, is decided exactly; numbers are rounded as in
/// lines.hpp.
class Approach {
  public:
    Approach(Point from, const Straight& curve);
    Approach(Point from, const Segment& segment)
        : Approach(from, Straight{segment.a, segment.b, Extent::segment}) {}

    Point from() const { return from_; }
    /// The end of the curve that is nearest; none if an inner point is.
    const std::optional<Point>& end() const { return end_; }
    const NearSquare& square() const { return square_; }
    double distance() const;
    /// The nearest point.
    Point point() const;
    /// The sign of this distance less another.
    int compare(const Approach& other) const;

  private:
    template <class Make>
    auto squared(const Make& number) const;

    Point from_;
    Straight curve_;
    std::optional<Point> end_;
    NearSquare square_;
};

}  // namespace pipelab::geometry
