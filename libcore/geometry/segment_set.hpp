#pragma once

#include "base/array.hpp"
#include "geometry/apply.hpp"

#include <cstdint>
#include <optional>
#include <utility>

namespace pipelab::geometry {

/// Segments of rows and features in order, with what travels with each.
struct SegmentSet {
    base::Array<Segment> segments;
    base::Array<std::uint64_t> numbers;  ///< the line of each, or the number of its feature
    Carried carried, ids;                ///< of each

    void add(const Segment& segment, std::uint64_t number, std::string_view further,
             std::string_view id);
    /// All edges of lines and polygons; points as segments of equal ends.
    void add(const Feature& feature);

    /// Adds to this set: rows x1 y1 x2 y2, or with `paths` rows x y whose blocks are paths, each
    /// edge with the row of its second end; and features.
    Gather gather(bool paths);

  private:
    std::optional<std::pair<std::uint64_t, Point>> last_;  // of the path that goes on: its block
};

}  // namespace pipelab::geometry
