#pragma once

#include "base/progress.hpp"
#include "geometry/shape.hpp"

#include <optional>

namespace pipelab::geometry {

/// A vertex, and a point of an edge to which it does not belong or another vertex; their distance,
/// rounded once.
struct Clearance {
    double distance;
    Point vertex, other;  ///< `other` is rounded where it lies amid an edge
};

/// The minimum clearance of a shape: the least distance of a vertex from another vertex or from an
/// edge to which it does not belong. A vertex that moves by less does not make a valid shape
/// invalid. Equal vertices are one; a vertex amid an edge makes it 0. Of several such places the
/// one of the first vertex, there of the first edge. Decided exactly. None if there are no two
/// different points. O(n log n) for shapes of the usual kind, O(n^2) where most edges are long; in
/// parallel; Stopped if asked to.
std::optional<Clearance> minimum_clearance(const Shape& shape,
                                           base::Control control = base::Control::none());

}  // namespace pipelab::geometry
