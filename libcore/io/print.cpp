#include "io/print.hpp"

#include "io/shortest.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

static_assert(std::endian::native == std::endian::little);

namespace pipelab::io {
namespace {

constexpr std::uint64_t ten8 = 100'000'000, ten16 = ten8 * ten8;
constexpr std::uint64_t ascii_zeros = 0x3030303030303030;

/// The eight decimal digits of `value` < 10^8 as bytes 0..9, the first in the lowest byte. Splits
/// all parts at once: 8 digits to 2 x 4, to 4 x 2, to 8 x 1; 10486 / 2^20 and 103 / 2^10 are 1/100
/// and 1/10 closely enough for parts of four and of two digits.
inline std::uint64_t digits8(std::uint32_t value) {
    const std::uint64_t high4 = value / 10000;
    std::uint64_t x = high4 | (value - high4 * 10000) << 32;
    const std::uint64_t high2 = ((x * 10486) >> 20) & 0x7f0000007f;
    x = high2 | (x - high2 * 100) << 16;
    const std::uint64_t high1 = ((x * 103) >> 10) & 0x000f000f000f000f;
    return high1 | (x - high1 * 10) << 8;
}

inline void store8(char* to, std::uint64_t bytes) { std::memcpy(to, &bytes, 8); }

/// `value` < 10^8 without leading zeros; writes 8 bytes whatever the length.
inline char* print_short(char* to, std::uint32_t value) {
    const std::uint64_t digits = digits8(value);
    const int zeros = std::countr_zero(digits | std::uint64_t{1} << 56) / 8;
    store8(to, (digits | ascii_zeros) >> (8 * zeros));
    return to + 8 - zeros;
}

inline char* print_padded(char* to, std::uint64_t value) {
    store8(to, digits8(static_cast<std::uint32_t>(value)) | ascii_zeros);
    return to + 8;
}

inline char* print_unsigned(char* to, std::uint64_t value) {
    if (value < ten8) return print_short(to, static_cast<std::uint32_t>(value));
    if (value < ten16) {
        to = print_short(to, static_cast<std::uint32_t>(value / ten8));
        return print_padded(to, value % ten8);
    }
    to = print_short(to, static_cast<std::uint32_t>(value / ten16));
    to = print_padded(to, value / ten8 % ten8);
    return print_padded(to, value % ten8);
}

/// value / 10^4.
inline char* print_ten_thousandths(char* to, std::uint64_t value) {
    const std::uint64_t whole = value / 10000;
    to = print_unsigned(to, whole);
    const auto digits = static_cast<std::uint32_t>(
        digits8(static_cast<std::uint32_t>(value - whole * 10000)) >> 32);
    const std::uint32_t text = digits | static_cast<std::uint32_t>(ascii_zeros);
    *to = '.';
    std::memcpy(to + 1, &text, 4);
    return digits == 0 ? to : to + 5 - std::countl_zero(digits) / 8;
}

char* print_exponent(char* to, int exponent) {
    *to++ = 'e';
    *to++ = exponent < 0 ? '-' : '+';
    const auto size = static_cast<unsigned>(exponent < 0 ? -exponent : exponent);
    if (size >= 100) *to++ = static_cast<char>('0' + size / 100);
    *to++ = static_cast<char>('0' + size / 10 % 10);
    *to++ = static_cast<char>('0' + size % 10);
    return to;
}

/// 17 digits, the first not 0.
struct Digits17 {
    char first;
    std::uint64_t middle, last;  // as digits8
    int count;                   // without trailing zeros

    explicit Digits17(std::uint64_t value) {
        const std::uint64_t upper = value / ten8;
        first = static_cast<char>('0' + upper / ten8);
        middle = digits8(static_cast<std::uint32_t>(upper % ten8));
        last = digits8(static_cast<std::uint32_t>(value % ten8));
        const std::uint64_t end = last != 0 ? last : middle;
        count = (last != 0 ? 17 : 9) - std::countl_zero(end) / 8;
    }
    void write_rest(char* to) const {
        store8(to, middle | ascii_zeros);
        store8(to + 8, last | ascii_zeros);
    }
};

char* print_digits(char* to, std::uint64_t value, int exponent) {
    const bool sixteen = value < ten16;
    value = sixteen ? value * 10 : value;
    exponent += sixteen ? 15 : 16;
    for (; value < ten16; value *= 10) --exponent;  // denormals
    const Digits17 digits(value);

    if (exponent < -5 || exponent >= 17) {
        to[0] = digits.first;
        to[1] = '.';
        digits.write_rest(to + 2);
        return print_exponent(digits.count > 1 ? to + digits.count + 1 : to + 1, exponent);
    }
    if (exponent < 0) {
        std::memcpy(to, "0.00000", 7);
        to += 1 - exponent;
        to[0] = digits.first;
        digits.write_rest(to + 1);
        return to + digits.count;
    }
    to[0] = digits.first;
    digits.write_rest(to + 1);
    if (digits.count <= exponent + 1) return to + exponent + 1;
    std::memmove(to + exponent + 2, to + exponent + 1, 16);
    to[exponent + 1] = '.';
    return to + digits.count + 1;
}

char* print_text(char* to, std::string_view text) {
    std::memcpy(to, text.data(), text.size());
    return to + text.size();
}

}  // namespace

char* print(char* to, double value) {
    if (!std::isfinite(value))
        return print_text(to, std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
    *to = '-';
    to += value < 0;
    const double size = std::fabs(value);
    if (size >= 1e-4 && size < 1e11) {
        // A decimal of at most 15 digits that reads back is the only one: no two of them share a
        // double. The division rounds n / 10^4 as reading would.
        const auto n = static_cast<std::int64_t>(size * 1e4 + 0.5);
        if (static_cast<double>(n) / 1e4 == size)
            return print_ten_thousandths(to, static_cast<std::uint64_t>(n));
    } else if (size < 0x1p53) {
        const auto whole = static_cast<std::int64_t>(size);
        if (static_cast<double>(whole) == size)
            return print_unsigned(to, static_cast<std::uint64_t>(whole));
    }
    const ShortDecimal decimal = shortest_decimal(std::bit_cast<std::uint64_t>(size));
    return print_digits(to, decimal.digits, decimal.exponent);
}

char* print(char* to, std::uint64_t value) { return print_unsigned(to, value); }

char* print(char* to, std::int64_t value) {
    *to = '-';
    to += value < 0;
    const auto bits = static_cast<std::uint64_t>(value);
    return print_unsigned(to, value < 0 ? 0 - bits : bits);
}

char* print(char* to, base::SignedWide value) {
    *to = '-';
    to += value < 0;
    const auto bits = static_cast<base::Wide>(value);
    const base::Wide size = value < 0 ? 0 - bits : bits;
    constexpr int low_digits = 19;
    const base::Wide unit = base::power_of_ten(low_digits);
    if (size < unit) return print_unsigned(to, static_cast<std::uint64_t>(size));
    to = print(to, static_cast<base::SignedWide>(size / unit));
    std::fill_n(to, low_digits, '0');
    char digits[max_printed];
    const auto low = static_cast<std::uint64_t>(size % unit);
    const auto count = print_unsigned(digits, low) - digits;
    std::copy_n(digits, count, to + low_digits - count);
    return to + low_digits;
}

char* print(char* to, const Decimal& value) {
    *to = '-';
    to += value.mantissa < 0;
    const auto bits = static_cast<std::uint64_t>(value.mantissa);
    std::uint64_t size = value.mantissa < 0 ? 0 - bits : bits;
    std::uint64_t unit = 1;
    int scale = size == 0 ? 0 : value.scale;
    for (; scale > 0 && size % 10 == 0; --scale) size /= 10;
    if (scale == 0) return print_unsigned(to, size);
    for (int i = 0; i < scale; ++i) unit *= 10;
    to = print_unsigned(to, size / unit);
    // A one before the fraction keeps its leading zeros; the point takes its place.
    char* const end = print_unsigned(to, size % unit + unit);
    *to = '.';
    return end;
}

char* print(char* to, const Number& value) {
    return std::visit([to](const auto& held) { return print(to, held); }, value);
}

}  // namespace pipelab::io
