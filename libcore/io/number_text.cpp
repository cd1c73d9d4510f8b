#include "io/number_text.hpp"

#include "io/characters.hpp"
#include "io/decimal_to_double.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <system_error>

namespace pipelab::io {
namespace detail {
namespace {

constexpr std::uint64_t greatest = std::numeric_limits<std::uint64_t>::max();
constexpr auto greatest_int64 =
    static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

/// Eight bytes of text as a word, the first byte lowest.
std::uint64_t load_eight(const char* p) {
    std::uint64_t word;
    std::memcpy(&word, p, sizeof word);
    return word;
}

bool eight_digits(std::uint64_t word) {
    return (((word + 0x4646464646464646) | (word - 0x3030303030303030)) & 0x8080808080808080) == 0;
}

/// Pairs, then fours, then all eight digits, each step in one multiplication.
std::uint64_t eight_digit_value(std::uint64_t word) {
    word -= 0x3030303030303030;
    word = word * 10 + (word >> 8);
    constexpr std::uint64_t mask = 0x000000FF000000FF;
    const std::uint64_t first = (word & mask) * 0x000F424000000064;
    const std::uint64_t second = ((word >> 16) & mask) * 0x0000271000000001;
    return (first + second) >> 32;
}

/// Collects digits while the mantissa has room for them.
struct Digits {
    std::uint64_t value = 0;
    std::int64_t dropped = 0;
    bool lost = false;

    void add(char c) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (dropped == 0 && value <= (greatest - digit) / 10) {
            value = value * 10 + digit;
        } else {
            ++dropped;
            lost |= digit != 0;
        }
    }

    const char* add_all(const char* p, const char* end) {
        while (end - p >= 8 && value <= greatest / 1'000'000'000 && dropped == 0) {
            const std::uint64_t word = load_eight(p);
            if (!eight_digits(word)) break;
            value = value * 100'000'000 + eight_digit_value(word);
            p += 8;
        }
        for (; p < end && is_digit(*p) && value < greatest / 10 && dropped == 0; ++p) {
            value = value * 10 + static_cast<std::uint64_t>(*p - '0');
        }
        for (; p < end && is_digit(*p); ++p) add(*p);
        return p;
    }
};

/// Reads the exponent behind e or E; false if there is none. More digits than any text could make
/// up for are kept at a bound.
bool scan_exponent(const char*& p, const char* end, std::int64_t& exponent) {
    constexpr std::int64_t bound = std::int64_t{1} << 50;
    bool negative = false;
    if (p < end && (*p == '-' || *p == '+')) negative = *p++ == '-';
    if (p == end || !is_digit(*p)) return false;
    std::int64_t value = 0;
    for (; p < end && is_digit(*p); ++p) value = std::min(bound, value * 10 + (*p - '0'));
    exponent += negative ? -value : value;
    return true;
}

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((text[i] | 0x20) != lower[i]) return false;
    }
    return true;
}

}  // namespace

std::optional<ScannedNumber> scan_number(std::string_view token, NumberGrammar grammar) {
    const bool json = grammar == NumberGrammar::json;
    const char* p = token.data();
    const char* const end = p + token.size();
    ScannedNumber number;
    if (p < end && (*p == '-' || (*p == '+' && !json))) number.negative = *p++ == '-';
    Digits digits;
    const char* const whole = p;
    p = digits.add_all(p, end);
    const std::ptrdiff_t whole_digits = p - whole;
    std::ptrdiff_t fraction_digits = 0;
    const bool point = p < end && *p == '.';
    if (point) {
        const char* const fraction = ++p;
        p = digits.add_all(p, end);
        fraction_digits = p - fraction;
    }
    if (whole_digits + fraction_digits == 0) return std::nullopt;
    if (json && (whole_digits == 0 || (point && fraction_digits == 0) ||
                 (whole_digits > 1 && *whole == '0'))) {
        return std::nullopt;
    }
    number.mantissa = digits.value;
    number.exponent = digits.dropped - fraction_digits;
    number.truncated = digits.lost;
    number.fraction_digits = static_cast<int>(std::min<std::ptrdiff_t>(fraction_digits, 1000));
    if (p < end && (*p | 0x20) == 'e') {
        number.has_exponent = true;
        if (!scan_exponent(++p, end, number.exponent)) return std::nullopt;
    }
    if (p != end) return std::nullopt;
    return number;
}

std::optional<double> scan_nan(std::string_view token, NumberGrammar grammar) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (grammar == NumberGrammar::json) {
        return token == "null" ? std::optional(nan) : std::nullopt;
    }
    const bool negative = token.starts_with('-');
    if (negative || token.starts_with('+')) token.remove_prefix(1);
    if (equal_ignoring_case(token, "nan")) return nan;
    if (!equal_ignoring_case(token, "inf") && !equal_ignoring_case(token, "infinity")) {
        return std::nullopt;
    }
    return negative ? -infinity : infinity;
}

double nearest_double(const ScannedNumber& scanned, std::string_view token) {
    const auto exponent =
        static_cast<int>(std::clamp<std::int64_t>(scanned.exponent, -10'000, 10'000));
    double value = to_double(scanned.mantissa, exponent);
    // The missing digits lie between this mantissa and the next: mostly both round alike.
    if (scanned.truncated && scanned.mantissa < greatest &&
        value == to_double(scanned.mantissa + 1, exponent)) {
        return scanned.negative ? -value : value;
    }
    if (scanned.truncated) {
        const std::size_t sign = token.starts_with('+') || token.starts_with('-') ? 1 : 0;
        const auto read = std::from_chars(token.data() + sign, token.data() + token.size(), value);
        if (read.ec == std::errc::result_out_of_range) {
            value = scanned.exponent > 0 ? std::numeric_limits<double>::infinity() : 0;
        }
    }
    return scanned.negative ? -value : value;
}

Number exact_number(const ScannedNumber& scanned, std::string_view token) {
    std::uint64_t mantissa = scanned.mantissa;
    std::int64_t exponent = scanned.exponent;
    if (mantissa == 0 && !scanned.truncated) return Decimal{};
    if (scanned.truncated) return nearest_double(scanned, token);
    while (exponent < 0 && mantissa % 10 == 0) {
        mantissa /= 10;
        ++exponent;
    }
    while (exponent > 0 && mantissa <= greatest / 10) {
        mantissa *= 10;
        --exponent;
    }
    if (exponent <= 0 && exponent >= -18) {
        const int scale = static_cast<int>(-exponent);
        if (mantissa <= greatest_int64) {
            const auto value = static_cast<std::int64_t>(mantissa);
            return Decimal{scanned.negative ? -value : value, scale};
        }
        if (scanned.negative && mantissa == greatest_int64 + 1) {
            return Decimal{std::numeric_limits<std::int64_t>::min(), scale};
        }
        if (!scanned.negative && scale == 0) return mantissa;
    }
    return nearest_double(scanned, token);
}

std::string quoted(std::string_view token) {
    constexpr std::size_t limit = 30;
    constexpr char hex[] = "0123456789abcdef";
    std::string text = "'";
    for (const char c : token.substr(0, limit)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7F) {
            text += c;
        } else {
            text += {'\\', 'x', hex[byte >> 4], hex[byte & 15]};
        }
    }
    return text + (token.size() > limit ? "...'" : "'");
}

}  // namespace detail

std::optional<Number> parse_number(std::string_view text) {
    if (const auto scanned = detail::scan_number(text, NumberGrammar::text)) {
        const Number value = detail::exact_number(*scanned, text);
        const double* real = std::get_if<double>(&value);
        if (real && std::isinf(*real)) return std::nullopt;
        return value;
    }
    if (const auto nan = detail::scan_nan(text, NumberGrammar::text)) return *nan;
    return std::nullopt;
}

std::optional<double> parse_double(std::string_view text) {
    if (const auto scanned = detail::scan_number(text, NumberGrammar::text)) {
        const double value = detail::nearest_double(*scanned, text);
        return std::isinf(value) ? std::nullopt : std::optional(value);
    }
    return detail::scan_nan(text, NumberGrammar::text);
}

std::optional<std::int64_t> parse_int64(std::string_view text) {
    const std::optional<Number> number = parse_number(text);
    const Decimal* decimal = number ? std::get_if<Decimal>(&*number) : nullptr;
    if (!decimal || decimal->scale != 0) return std::nullopt;
    return decimal->mantissa;
}

std::optional<std::uint64_t> parse_uint64(std::string_view text) {
    const std::optional<Number> number = parse_number(text);
    if (!number) return std::nullopt;
    if (const auto* natural = std::get_if<std::uint64_t>(&*number)) return *natural;
    const Decimal* decimal = std::get_if<Decimal>(&*number);
    if (!decimal || decimal->scale != 0 || decimal->mantissa < 0) return std::nullopt;
    return static_cast<std::uint64_t>(decimal->mantissa);
}

}  // namespace pipelab::io
