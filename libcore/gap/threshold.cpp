#include "gap/threshold.hpp"

#include "base/error.hpp"
#include "base/wide.hpp"

#include <cmath>
#include <limits>

namespace pipelab::gap {
namespace {

using base::saturated;
using base::Wide;
using base::wide_power_of_ten;

constexpr std::uint64_t widest = std::numeric_limits<std::uint64_t>::max();

/// mantissa / 10^scale.
struct Fraction {
    std::uint64_t mantissa;
    int scale;
};

/// floor(value * 10^scale).
std::uint64_t in_units(const Fraction& value, int scale) {
    if (value.scale > scale) {
        return saturated(value.mantissa / wide_power_of_ten(value.scale - scale));
    }
    return saturated(value.mantissa * wide_power_of_ten(scale - value.scale));
}

/// |value| = bits * 2^exponent.
struct Binary {
    std::uint64_t bits;
    int exponent;
};

Binary parts(double value) {
    int exponent = 0;
    const double fraction = std::frexp(std::abs(value), &exponent);
    return {static_cast<std::uint64_t>(std::ldexp(fraction, 53)), exponent - 53};
}

std::uint64_t in_units(double value, int scale) {
    if (value >= 0x1p64) return widest;
    const auto [bits, exponent] = parts(value);
    const Wide product = bits * wide_power_of_ten(scale);  // below 2^113
    if (exponent >= 0) return saturated(product << exponent);
    return exponent > -128 ? saturated(product >> -exponent) : 0;
}

/// The largest double that is not above numerator / 10^scale.
double rounded_down(std::int64_t numerator, int scale) {
    const io::Decimal exact{numerator, scale};
    const double nearest = io::to_double(exact);
    return io::compare(exact, nearest) < 0
               ? std::nextafter(nearest, -std::numeric_limits<double>::infinity())
               : nearest;
}

/// Widths of doubles are ordered by the nearest double, then by what the rounding left over, which
/// is a double itself: so the threshold's own remainder may be rounded down to one.
RealWidth real_width(const Fraction& value, double nearest) {
    if (value.mantissa == 0) return {};
    const auto [bits, exponent] = parts(nearest);
    // With f = 2^-exponent where that is more than 1, else 1: mantissa * f < 2^54 * 10^scale.
    const Wide unit = wide_power_of_ten(value.scale);
    const Wide exact = exponent < 0 ? static_cast<Wide>(value.mantissa) << -exponent
                                    : static_cast<Wide>(value.mantissa);
    const Wide rounded = exponent < 0 ? bits * unit : (bits * unit) << exponent;
    const auto remainder = static_cast<std::int64_t>(exact - rounded);
    const double low = rounded_down(remainder, value.scale);
    return {false, nearest, exponent < 0 ? std::ldexp(low, exponent) : low};
}

}  // namespace

AnyWidth width_of(const io::Number& threshold, io::NumberType type) {
    const bool real = type.kind == io::NumberType::Kind::real;
    if (const auto* value = std::get_if<double>(&threshold)) {
        if (!(*value >= 0) || *value - *value != 0) {
            throw base::UsageError("a width must be a number that is not negative");
        }
        if (real) return RealWidth{false, *value, 0};
        return in_units(*value, type.scale);
    }
    Fraction exact{0, 0};
    if (const auto* natural = std::get_if<std::uint64_t>(&threshold)) {
        exact.mantissa = *natural;
    } else {
        const auto& decimal = std::get<io::Decimal>(threshold);
        if (decimal.mantissa < 0) throw base::UsageError("a width must not be negative");
        exact = {static_cast<std::uint64_t>(decimal.mantissa), decimal.scale};
    }
    if (real) return real_width(exact, io::to_double(threshold));
    return in_units(exact, type.scale);
}

}  // namespace pipelab::gap
