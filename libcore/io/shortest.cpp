#include "io/shortest.hpp"

#include "base/wide.hpp"

#include <array>
#include <bit>

namespace pipelab::io {
namespace {

using base::Wide;

/// 10^e in 128 bits, the first one set, rounded up.
struct Power {
    std::uint64_t high, low;
};

constexpr int lowest_power = -292, highest_power = 324;

/// Little-endian, wide enough for 5^324 and for 2^832 / 5^292 with 128 bits left.
using Integer = std::array<std::uint64_t, 14>;

constexpr Power leading_bits(const Integer& value) {
    std::size_t top = value.size() - 1;
    while (value[top] == 0) --top;
    const auto word = [&](std::size_t below) { return top >= below ? value[top - below] : 0; };
    const int shift = std::countl_zero(value[top]);
    const auto shifted = [&](std::size_t below) {
        return shift == 0 ? word(below) : word(below) << shift | word(below + 1) >> (64 - shift);
    };
    bool exact = shift == 0 ? word(2) == 0 : word(2) << shift == 0;
    for (std::size_t below = 3; below <= top; ++below) exact = exact && word(below) == 0;
    const Wide rounded_up = (Wide{shifted(0)} << 64 | shifted(1)) + (exact ? 0 : 1);
    return {static_cast<std::uint64_t>(rounded_up >> 64), static_cast<std::uint64_t>(rounded_up)};
}

constexpr auto make_powers() {
    std::array<Power, highest_power - lowest_power + 1> powers{};
    Integer value{1};
    for (int e = 0; e <= highest_power; ++e) {
        powers[static_cast<std::size_t>(e - lowest_power)] = leading_bits(value);
        std::uint64_t carry = 0;
        for (std::uint64_t& word : value) {
            const Wide product = Wide{word} * 5 + carry;
            word = static_cast<std::uint64_t>(product);
            carry = static_cast<std::uint64_t>(product >> 64);
        }
    }
    // floor(floor(2^832 / 5^n) / 5) is floor(2^832 / 5^(n+1)), so that nothing is lost on the way.
    value = {};
    value.back() = 1;
    for (int e = -1; e >= lowest_power; --e) {
        std::uint64_t remainder = 0;
        for (std::size_t i = value.size(); i-- > 0;) {
            const Wide dividend = Wide{remainder} << 64 | value[i];
            value[i] = static_cast<std::uint64_t>(dividend / 5);
            remainder = static_cast<std::uint64_t>(dividend % 5);
        }
        powers[static_cast<std::size_t>(e - lowest_power)] = leading_bits(value);
    }
    return powers;
}

constexpr auto powers = make_powers();

constexpr int floor_log10_power2(int q) { return (q * 1262611) >> 22; }
constexpr int floor_log10_three_quarters_power2(int q) { return (q * 1262611 - 524031) >> 22; }
constexpr int floor_log2_power10(int k) { return (k * 1741647) >> 19; }

/// power * factor / 2^128 rounded to odd: the last bit is set where anything was cut off, so that
/// comparisons with integers stay right. The power is at most one unit too large, which shows as
/// a 1 at most in the word below the result.
inline std::uint64_t multiply_to_odd(Power power, std::uint64_t factor) {
    const Wide low = Wide{power.low} * factor;
    const Wide high = Wide{power.high} * factor + static_cast<std::uint64_t>(low >> 64);
    return static_cast<std::uint64_t>(high >> 64) | (static_cast<std::uint64_t>(high) > 1);
}

}  // namespace

ShortDecimal shortest_decimal(std::uint64_t bits) {
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
    const int biased = static_cast<int>(bits >> 52) & 0x7ff;
    const std::uint64_t c = biased != 0 ? fraction | std::uint64_t{1} << 52 : fraction;
    const int q = (biased != 0 ? biased : 1) - 1075;
    // Below a power of two the neighbour is only half as far.
    const bool regular = fraction != 0 || biased <= 1;
    const int k = regular ? floor_log10_power2(q) : floor_log10_three_quarters_power2(q);
    const int h = q + floor_log2_power10(-k) + 1;
    const Power power = powers[static_cast<std::size_t>(-k - lowest_power)];

    // In units of 10^k / 4: the value and the borders of what reads back as it. The borders
    // themselves do if c is even.
    const std::uint64_t value = multiply_to_odd(power, 4 * c << h);
    const std::uint64_t lower = multiply_to_odd(power, (4 * c - 1 - regular) << h) + (c & 1);
    const std::uint64_t upper = multiply_to_odd(power, (4 * c + 2) << h) - (c & 1);

    // At most one multiple of 10^(k+1) lies inside: if one does it is the shortest.
    const std::uint64_t below = value / 4;
    const std::uint64_t short_below = below / 10 * 10;
    const bool short_below_inside = lower <= 4 * short_below;
    const bool short_above_inside = 4 * short_below + 40 <= upper;
    const std::uint64_t shorter = short_below + (short_above_inside ? 10 : 0);

    const bool below_inside = lower <= 4 * below;
    const bool above_inside = 4 * below + 4 <= upper;
    const std::uint64_t middle = 4 * below + 2;
    const bool nearer_above = value + (below & 1) > middle;
    const bool above = below_inside != above_inside ? above_inside : nearer_above;

    // Which of the two it is cannot be predicted: choose without a branch.
    const std::uint64_t choose = 0 - std::uint64_t{short_below_inside != short_above_inside};
    return {(shorter & choose) | ((below + above) & ~choose), k};
}

}  // namespace pipelab::io
