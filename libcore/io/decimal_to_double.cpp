#include "io/decimal_to_double.hpp"

#include "io/number.hpp"

#include <array>
#include <limits>

namespace pipelab::io {
namespace detail {
namespace {

/// A natural number of 960 bits, lowest word first.
using Natural = std::array<std::uint64_t, 15>;

constexpr void multiply_by_five(Natural& number) {
    std::uint64_t carry = 0;
    for (std::uint64_t& word : number) {
        const Wide product = static_cast<Wide>(word) * 5 + carry;
        word = static_cast<std::uint64_t>(product);
        carry = static_cast<std::uint64_t>(product >> 64);
    }
}

constexpr void divide_by_five(Natural& number) {
    std::uint64_t rest = 0;
    for (std::size_t i = number.size(); i-- > 0;) {
        const Wide part = (static_cast<Wide>(rest) << 64) | number[i];
        number[i] = static_cast<std::uint64_t>(part / 5);
        rest = static_cast<std::uint64_t>(part % 5);
    }
}

constexpr PowerOfFive leading_128_bits(const Natural& number) {
    std::size_t top = number.size() - 1;
    while (number[top] == 0) --top;
    const std::uint64_t a = number[top];
    const std::uint64_t b = top >= 1 ? number[top - 1] : 0;
    const std::uint64_t c = top >= 2 ? number[top - 2] : 0;
    const int shift = std::countl_zero(a);
    if (shift == 0) return {a, b};
    return {(a << shift) | (b >> (64 - shift)), (b << shift) | (c >> (64 - shift))};
}

/// Dividing 2^959 by five over and over, rounding down, gives each floor(2^959 / 5^n) exactly.
constexpr PowersOfFive make_table() {
    PowersOfFive table{};
    Natural number{1};
    for (int q = 0; q <= greatest_power; ++q) {
        table.entries[q - least_power] = leading_128_bits(number);
        multiply_by_five(number);
    }
    number = {};
    number.back() = std::uint64_t{1} << 63;
    for (int q = -1; q >= least_power; --q) {
        divide_by_five(number);
        PowerOfFive power = leading_128_bits(number);
        if (q >= -27) power.high += ++power.low == 0;
        table.entries[q - least_power] = power;
    }
    return table;
}

}  // namespace

constexpr PowersOfFive powers_of_five = make_table();

}  // namespace detail

double to_double(std::uint64_t mantissa, int exponent) {
    using namespace detail;
    if (mantissa == 0 || exponent < least_power) return 0;
    if (exponent > greatest_power) return std::numeric_limits<double>::infinity();
    const Rounding bits = leading_bits(mantissa, exponent);
    if (bits.exponent <= 0) {
        const int shift = 1 - bits.exponent;
        if (shift >= 64) return 0;
        return std::bit_cast<double>(((bits.mantissa >> shift) + 1) >> 1);
    }
    if (bits.exponent > 2046) return std::numeric_limits<double>::infinity();
    return std::bit_cast<double>(normal_double_bits(mantissa, exponent));
}

}  // namespace pipelab::io
