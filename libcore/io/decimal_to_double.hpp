#pragma once

#include "base/wide.hpp"

#include <bit>
#include <cstdint>

/// Exact conversion of mantissa * 10^exponent after Lemire, "Number parsing at a gigabyte per
/// second" (Software: Practice and Experience 2021); that no case is left over for mantissas of
/// 64 bits is shown by Mushtak and Lemire, "Fast number parsing without fallback" (2023).
namespace pipelab::io::detail {

using base::Wide;

/// The leading 128 bits of 5^q, the first bit set; rounded down, for -27 <= q < 0 up.
struct PowerOfFive {
    std::uint64_t high, low;
};

inline constexpr int least_power = -342;
inline constexpr int greatest_power = 308;
struct PowersOfFive {
    PowerOfFive entries[greatest_power - least_power + 1];
};
extern const PowersOfFive powers_of_five;

/// The leading bits of a product of a mantissa and a power of ten, ready to be rounded.
struct Rounding {
    std::uint64_t mantissa;  ///< 54 bits: those of a double and one more
    int exponent;            ///< biased, as in a double's bits; <= 0 for denormals
};

/// mantissa > 0, exponent in [least_power, greatest_power].
[[gnu::always_inline]] inline Rounding leading_bits(std::uint64_t mantissa, int exponent) {
    const PowerOfFive power = powers_of_five.entries[exponent - least_power];
    const int zeros = std::countl_zero(mantissa);
    const std::uint64_t scaled = mantissa << zeros;
    const Wide product = static_cast<Wide>(scaled) * power.high;
    auto high = static_cast<std::uint64_t>(product >> 64);
    auto low = static_cast<std::uint64_t>(product);
    if ((high & 0x1FF) == 0x1FF) [[unlikely]] {
        const auto more = static_cast<std::uint64_t>((static_cast<Wide>(scaled) * power.low) >> 64);
        low += more;
        high += low < more;
    }
    const int top = static_cast<int>(high >> 63);
    std::uint64_t kept = high >> (top + 9);
    // Halfway between two doubles, which only these powers allow: an even last bit stays. The
    // comparison that is least often true comes first.
    if (kept << (top + 9) == high && low <= 1 && (kept & 3) == 1 && exponent >= -4 &&
        exponent <= 23) [[unlikely]] {
        kept &= ~std::uint64_t{1};
    }
    // floor(q * log2(10)), exact for the powers of the table.
    const int binary = (217706 * exponent) >> 16;
    return {kept, binary + top - zeros + 63 + 1023};
}

/// to_double where the result is neither denormal nor infinite and mantissa > 0: the rounding
/// carry runs into the exponent by itself.
[[gnu::always_inline]] inline std::uint64_t normal_double_bits(std::uint64_t mantissa,
                                                               int exponent) {
    const Rounding bits = leading_bits(mantissa, exponent);
    return ((bits.mantissa + 1) >> 1) + (static_cast<std::uint64_t>(bits.exponent - 1) << 52);
}

}  // namespace pipelab::io::detail
