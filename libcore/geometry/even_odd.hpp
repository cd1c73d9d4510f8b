#pragma once

#include "base/progress.hpp"
#include "geometry/shape.hpp"

#include <deque>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Whether rings of an areal shape meet, themselves or each other, but for neighbouring edges at
/// their common end. Exact. O(n log n) where few do.
bool rings_meet(const Shape& shape);

/// What an odd number of rings surround, as rings that do not cross: counterclockwise around it,
/// clockwise around its holes, with vertices where they touch. Points where rings cross are rounded
/// as Overlay (overlay.hpp) does it.
Shape even_odd_rings(const Shape& shape, base::Control control = base::Control::none());

/// A ring of an areal shape, and how its signed area counts: see ring_signs.
struct SignedRing {
    std::span<const Point> points;
    int sign;
};
/// The rings of an areal shape, without its members, so that the signed areas sum up to its area:
/// of shapes of type rings that meet those of even_odd_rings, which `made` keeps; where nothing is
/// inside the rings as they are, with sign 0.
std::vector<SignedRing> signed_rings(const Shape& shape, std::deque<Shape>& made);

}  // namespace pipelab::geometry
