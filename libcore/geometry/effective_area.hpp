#pragma once

#include "geometry/bounded.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <span>

namespace pipelab::geometry {

/// A point of a path and the triangle with its neighbours, whose area says how much the point
/// matters (Visvalingam and Whyatt 1993). Comparisons are exact.
struct EffectiveArea {
    std::size_t index, before, after;  ///< places in `points`
    Bounded twice_area;                ///< often without any error

    EffectiveArea(std::span<const Point> points, std::size_t i, std::size_t previous,
                  std::size_t next);
    bool less_than(std::span<const Point> points, double area) const;
};

/// The order of a queue that gives the smallest triangle first, of equal ones the first point.
struct LargerArea {
    std::span<const Point> points;
    bool operator()(const EffectiveArea& s, const EffectiveArea& t) const;
};

}  // namespace pipelab::geometry
