#pragma once

#include "geometry/point.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace pipelab::geometry {

inline Box around(const Segment& s) {
    return {{std::min(s.a.x, s.b.x), std::min(s.a.y, s.b.y)},
            {std::max(s.a.x, s.b.x), std::max(s.a.y, s.b.y)}};
}

/// The box around each segment.
inline std::vector<Box> boxes_of(std::span<const Segment> segments) {
    std::vector<Box> boxes;
    boxes.reserve(segments.size());
    for (const Segment& s : segments) boxes.push_back(around(s));
    return boxes;
}

inline Box joined(const Box& a, const Box& b) {
    return {{std::min(a.low.x, b.low.x), std::min(a.low.y, b.low.y)},
            {std::max(a.high.x, b.high.x), std::max(a.high.y, b.high.y)}};
}

/// Whether they have a point in common.
inline bool meet(const Box& a, const Box& b) {
    return a.low.x <= b.high.x && b.low.x <= a.high.x && a.low.y <= b.high.y && b.low.y <= a.high.y;
}

/// What two boxes that meet have in common.
inline Box common(const Box& a, const Box& b) {
    return {{std::max(a.low.x, b.low.x), std::max(a.low.y, b.low.y)},
            {std::min(a.high.x, b.high.x), std::min(a.high.y, b.high.y)}};
}

/// Whether `inner` lies in `outer`.
inline bool covers(const Box& outer, const Box& inner) {
    return outer.low.x <= inner.low.x && inner.high.x <= outer.high.x &&
           outer.low.y <= inner.low.y && inner.high.y <= outer.high.y;
}

}  // namespace pipelab::geometry
