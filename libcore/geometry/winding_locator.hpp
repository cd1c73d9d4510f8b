#pragma once

#include "geometry/location.hpp"
#include "geometry/segment_stripes.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace pipelab::geometry {

/// Answers winding_number() for many points: edges lie in horizontal stripes, of which a point asks
/// one. O(n log n) to build; O(sqrt(n)) a point for rings that look like coasts, O(n) at worst.
/// Immutable, thread-safe. At most 2^32 - 1 edges.
class WindingLocator {
  public:
    /// The rings of the areal shapes, of members too.
    explicit WindingLocator(std::span<const Shape> shapes);
    /// Edges of closed rings, none with equal ends.
    explicit WindingLocator(std::vector<Segment> edges);

    std::optional<std::int64_t> winding_number(Point point) const;

  private:
    std::vector<Segment> edges_;
    SegmentStripes stripes_;
};

}  // namespace pipelab::geometry
