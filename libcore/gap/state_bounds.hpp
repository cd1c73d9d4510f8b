#pragma once

#include "gap/state.hpp"
#include "gap/width.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// What a State says about the widest gap, and how a second look at the values makes it exact.
/// Everywhere T is what holds the values of state.type(): int64 mantissas at its scale, uint64 or
/// double. Another T is a std::bad_variant_access.
namespace pipelab::gap {

/// Two neighbouring occupied cells, as the values that they can hold: the lower end of a gap lies
/// in [lower_least, lower_greatest], the upper in [upper_least, upper_greatest].
template <class T>
struct Place {
    T lower_least{}, lower_greatest{};
    T upper_least{}, upper_greatest{};
    Width<T> least() const { return width_between(lower_greatest, upper_least); }
    Width<T> most() const { return width_between(lower_least, upper_greatest); }
    bool operator==(const Place&) const = default;
};

/// Certain bounds of the widest gap.
template <class T>
struct GapBounds {
    Width<T> least{};              ///< no less wide; equal to `most` where the width is known
    Width<T> most{};               ///< no wider
    std::uint64_t candidates = 0;  ///< pairs of neighbouring cells between which it can lie
    std::vector<Place<T>> places;  ///< the leftmost of them
    bool unresolved = false;       ///< it can also lie within a cell
};

/// The bounds, and at most `most_places` places. For an empty run of z cells of width w the gap is
/// between z w and (z + 2) w; the ends are those values of T that the two cells can hold, so that
/// narrow cells give the width itself. By the pigeonhole principle no less than range / (n - 1).
/// Fewer than two values: 0 and no place. O(cells).
template <class T>
GapBounds<T> widest_gap_bounds(const State& state, std::size_t most_places = 100);

/// The nearest double on the safe side. Upwards infinity, downwards the largest double, where the
/// width is beyond it.
double rounded_down(const RealWidth& width);
double rounded_up(const RealWidth& width);

}  // namespace pipelab::gap
