#include "geometry/bounded.hpp"

#include "geometry/ball.hpp"

#include <array>
#include <cstddef>

namespace pipelab::geometry {
namespace {

constexpr std::size_t steps = 64;

/// atan(i / 64).
const std::array<Bounded, steps + 1>& arc_tangents() {
    static const auto table = [] {
        std::array<Bounded, steps + 1> result;
        for (std::size_t i = 0; i <= steps; ++i) {
            result[i] = to_bounded(atan2(Ball(static_cast<double>(i), 128), Ball(steps, 128)));
        }
        return result;
    }();
    return table;
}

/// For |t| < 1/100: the series up to t^9, of which what follows t is computed in double.
Bounded small_arc_tangent(const Bounded& t) {
    const double s = t.hi * t.hi;
    const double rest = t.hi * (s * (-1.0 / 3 + s * (1.0 / 5 + s * (-1.0 / 7 + s * (1.0 / 9)))));
    const double dropped = std::abs(t.hi) * (s * s) * (s * s) * s;
    return t + Bounded{rest, 0, 0x1p-49 * std::abs(rest) + dropped + 0x1p-1060};
}

bool sign_is_certain(const Bounded& a) {
    int sign;
    return settled(a, sign);
}

}  // namespace

Bounded atan2(const Bounded& y, const Bounded& x) {
    if (!sign_is_certain(y) || !sign_is_certain(x)) return Bounded::unknown();
    const auto& table = arc_tangents();
    const Bounded pi = Bounded(4) * table[steps];
    const Bounded height = y.hi < 0 ? -y : y, width = x.hi < 0 ? -x : x;
    const bool is_steep = height.hi > width.hi;
    const Bounded &longer = is_steep ? height : width, &shorter = is_steep ? width : height;
    if (!(longer.hi > 0)) return Bounded::unknown();
    // atan(r) = atan(c) + atan((r - c) / (1 + cr)) for the multiple c of 1/64 nearest to r.
    const double ratio = shorter.hi / longer.hi;
    const auto step = static_cast<std::size_t>(ratio * steps + 0.5);
    const Bounded c = static_cast<double>(step) / steps;
    Bounded angle =
        table[step] + small_arc_tangent((shorter - c * longer) / (longer + c * shorter));
    if (is_steep) angle = pi * Bounded(0.5) - angle;
    if (x.hi < 0) angle = pi - angle;
    return y.hi < 0 ? -angle : angle;
}

}  // namespace pipelab::geometry
