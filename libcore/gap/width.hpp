#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>

namespace pipelab::gap {

/// The distance of two finite doubles as an exact real number: high + low, or twice that when the
/// distance is beyond the largest double. Compares as the real number.
struct RealWidth {
    bool doubled = false;
    double high = 0;  ///< the distance (or its half) rounded to nearest
    double low = 0;   ///< what the rounding left over, exactly
    /// doubled comes first: every doubled distance is larger than every other. high and low
    /// determine the real number, and rounding is monotone, so the order of the members decides.
    auto operator<=>(const RealWidth&) const = default;
};

/// upper - lower for lower <= upper, exactly. Møller/Knuth TwoSum.
inline RealWidth width_between(double lower, double upper) {
    const auto two_difference = [](double a, double b) {
        const double difference = a - b;
        const double rounded_b = a - difference;
        const double rounded_a = difference + rounded_b;
        return RealWidth{false, difference, (a - rounded_a) + (rounded_b - b)};
    };
    RealWidth width = two_difference(upper, lower);
    if (width.high - width.high != 0) {  // overflow: both ends are so large that halving is exact
        width = two_difference(upper / 2, lower / 2);
        width.doubled = true;
    }
    return width;
}

/// upper - lower for lower <= upper: always fits.
template <std::integral T>
std::uint64_t width_between(T lower, T upper) {
    return static_cast<std::uint64_t>(upper) - static_cast<std::uint64_t>(lower);
}

/// A bound for widths that were rounded: wider than it is what is wider than `width` after
/// rounding once, too.
inline RealWidth once_rounded(RealWidth width) {
    width.low = std::numeric_limits<double>::max();
    return width;
}
inline std::uint64_t once_rounded(std::uint64_t width) { return width; }

/// The type of an exact distance of two T.
template <class T>
using Width = decltype(width_between(T{}, T{}));

/// Two neighbours in sorted order.
template <class T>
struct Gap {
    T lower{};
    T upper{};
    Width<T> width() const { return width_between(lower, upper); }
    bool operator==(const Gap&) const = default;
};

/// Wider gaps first, of equal ones the leftmost first: the order in which gaps are reported.
template <class T>
bool wider(const Gap<T>& a, const Gap<T>& b) {
    const auto order = a.width() <=> b.width();
    return order != 0 ? order > 0 : a.lower < b.lower;
}

}  // namespace pipelab::gap
