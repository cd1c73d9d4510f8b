#pragma once

#include "base/progress.hpp"
#include "geometry/arrangement.hpp"
#include "geometry/face_polygons.hpp"
#include "geometry/shape.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Makes polygons of boundaries in an exact arrangement: of half-edges with the region on their
/// left and not on their right. Keeps scratch space, so that a boundary costs by its own size.
class Outlines {
  public:
    explicit Outlines(const Arrangement<ExactLinework>& faces, Rounding rounding = {});

    /// The straight parts from corner to corner: half-edges that continue each other alone, in one
    /// direction, make one. O(n).
    std::vector<Side> sides(std::span<const std::uint32_t> boundary);

    /// The region as a valid multi_polygon in the canonical form of polygons_of
    /// (face_polygons.hpp), vertices being corners; rounded as Overlay::polygons says. O(n log n).
    /// With RingPoints::vertices also those at which rings touch amid a side.
    Shape polygons(std::span<const std::uint32_t> boundary,
                   base::Control control = base::Control::none(),
                   RingPoints wanted = RingPoints::corners);

  private:
    bool is_moved(std::uint32_t vertex) const;
    Noding rounded(std::span<const Side> sides, base::Control control) const;
    Noding unmoved(std::vector<Side> sides);

    const Arrangement<ExactLinework>* faces_;
    Rounding rounding_;
    std::vector<std::uint32_t> at_vertex_;
    std::vector<bool> continues_;
};

}  // namespace pipelab::geometry
