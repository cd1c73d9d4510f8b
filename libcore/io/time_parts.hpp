#pragma once

#include "base/wide.hpp"
#include "io/calendar.hpp"
#include "io/characters.hpp"
#include "io/number.hpp"

#include <cstdint>
#include <limits>
#include <optional>

/// What the readers of times share. Each read_ function moves `at` behind what it read; where it
/// returns false, `at` may stand anywhere.
namespace pipelab::io::detail {

/// value * 10^-digits, 0..9 digits, the last of them not 0.
struct Fraction {
    std::uint32_t value = 0;
    int digits = 0;
};

/// A date, a time of day, and what they are ahead of UTC, in seconds.
struct DateTime {
    Date date;
    int hour = 0;
    int minute = 0;
    int second = 0;  ///< 0..60
    Fraction fraction;
    int offset = 0;
};

/// Digits after a decimal point, at least one.
inline bool read_fraction(const char*& at, const char* end, Fraction& fraction) {
    if (at == end || !is_digit(*at)) return false;
    std::uint32_t value = 0;
    int digits = 0;
    for (; at < end && is_digit(*at); ++at) {
        if (digits < 9) {
            value = value * 10 + static_cast<std::uint32_t>(*at - '0');
            ++digits;
        } else if (*at != '0') {
            return false;
        }
    }
    while (digits > 0 && value % 10 == 0) value /= 10, --digits;
    fraction = {value, digits};
    return true;
}

/// Exactly two digits.
inline bool read_two(const char*& at, const char* end, int& value) {
    if (end - at < 2 || !is_digit(at[0]) || !is_digit(at[1])) return false;
    value = (at[0] - '0') * 10 + (at[1] - '0');
    at += 2;
    return true;
}

/// +01:00, +0100 or, unless `with_minutes`, +01, at most 23:59; in seconds.
inline bool read_offset(const char*& at, const char* end, bool with_minutes, int& offset) {
    if (at == end || (*at != '+' && *at != '-')) return false;
    const int sign = *at++ == '-' ? -1 : 1;
    int hours = 0, minutes = 0;
    if (!read_two(at, end, hours)) return false;
    const bool colon = end - at >= 2 && *at == ':' && is_digit(at[1]);
    if (colon) ++at;
    const bool has_minutes = colon || (at < end && is_digit(*at));
    if (has_minutes && !read_two(at, end, minutes)) return false;
    if ((with_minutes && !has_minutes) || hours > 23 || minutes > 59) return false;
    offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

/// whole + fraction, or whole - fraction; nullopt beyond int64.
inline std::optional<Decimal> decimal_seconds(std::int64_t whole, const Fraction& fraction,
                                              bool minus = false) {
    if (fraction.digits == 0) return Decimal{whole, 0};
    const auto value = static_cast<std::int64_t>(fraction.value);
    const base::SignedWide power = base::power_of_ten(fraction.digits);
    const base::SignedWide mantissa = whole * power + (minus ? -value : value);
    if (mantissa > std::numeric_limits<std::int64_t>::max() ||
        mantissa < std::numeric_limits<std::int64_t>::min())
        return std::nullopt;
    return Decimal{static_cast<std::int64_t>(mantissa), fraction.digits};
}

/// nullopt where the date or the time of day does not exist or cannot be held. 24:00:00 does, and
/// so does the second 60.
inline std::optional<Decimal> decimal_seconds(const DateTime& time) {
    const Date& date = time.date;
    if (date.month < 1 || date.month > 12 || date.day < 1) return std::nullopt;
    if (date.day > 28 && date.day > days_in_month(date.year, date.month)) return std::nullopt;
    if (time.minute > 59 || time.second > 60) return std::nullopt;
    if (time.hour > 23 && (time.hour > 24 || time.minute + time.second + time.fraction.digits != 0))
        return std::nullopt;
    const std::int64_t of_day = time.hour * 3600 + time.minute * 60 + time.second - time.offset;
    return decimal_seconds(days_from_date(date) * 86400 + of_day, time.fraction);
}

}  // namespace pipelab::io::detail
