#pragma once

#include "geometry/shape.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace pipelab::geometry {

/// The edges of rings of some shapes as segments, but for those of equal ends.
struct RingEdges {
    std::vector<Segment> segments;
    std::vector<std::size_t> ring_ends;  ///< of ring i: [ring_ends[i - 1], ring_ends[i])

    /// Appends the rings of a shape and of its members.
    void add(const Shape& shape) {
        for_rings(shape, [&](std::span<const Point> ring) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const Point a = ring[i], b = ring[i + 1 < ring.size() ? i + 1 : 0];
                if (a != b) segments.push_back({a, b});
            }
            ring_ends.push_back(segments.size());
        });
    }
};

}  // namespace pipelab::geometry
