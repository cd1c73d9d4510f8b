#pragma once

#include "geometry/vector_formula.hpp"

#include <array>

/// Places on a segment at which the nearest of other points and lines changes, without rounding.
namespace pipelab::geometry::detail {

/// What distances are measured from: a point (a == b), or the line through a and b.
struct Target {
    Point a, b;
    bool is_point() const { return a == b; }
    bool operator==(const Target&) const = default;
};

/// A function of the share t of the way along a segment, a t^2 + b t + c.
struct Function {
    enum class Kind {
        difference,  ///< a positive multiple of the squared distance from i less that from j
        beyond,      ///< positive where the foot on line i lies beyond the point j.a, towards i.b
    };
    Kind kind;
    Target i, j;
};

/// A place on a segment: an end, or where a function rises through 0 (falls, if it is linear).
struct Spot {
    enum class Kind { start, end, zero };
    Kind kind;
    Function function{};
    bool linear = false;      ///< a = 0
    bool reciprocal = false;  ///< b > 0: the root as 2c / (-b - sqrt) instead of (-b + sqrt) / 2a
};

/// Questions about a segment of two different ends. Signs are exact.
class SegmentSpots {
  public:
    explicit SegmentSpots(const Segment& segment) : s_(segment) {}

    /// Where a function is 0 that changes its sign once between two places, as a Spot says.
    Spot zero(const Function& function) const;
    int sign(const Spot& spot, const Function& function) const;

    /// Rounded.
    Point at(const Spot& spot) const;
    double distance(const Spot& spot, const Target& target) const;
    /// The point of a target nearest to the place, rounded.
    Point foot(const Spot& spot, const Target& target) const;
    /// The sign of the distance of `target` from a place less another such distance; such as agree
    /// to some 600 digits count as equal.
    int compare(const Spot& spot, const Target& target, const SegmentSpots& other,
                const Spot& other_spot, const Target& other_target) const;

  private:
    Segment s_;
};

}  // namespace pipelab::geometry::detail
