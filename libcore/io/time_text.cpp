#include "base/wide.hpp"
#include "io/calendar.hpp"
#include "io/time.hpp"

#include <cstdio>

namespace pipelab::io {
namespace {

using base::power_of_ten;

/// whole + fraction * 10^-scale.
struct Split {
    std::uint64_t whole;
    std::uint64_t fraction;
};

Split split(std::uint64_t mantissa, int scale) {
    const std::uint64_t unit = power_of_ten(scale);
    return {mantissa / unit, mantissa % unit};
}

/// The point and the digits behind it; nothing for 0.
std::string fraction_text(std::uint64_t fraction, int scale) {
    if (fraction == 0) return "";
    for (; fraction % 10 == 0; fraction /= 10) --scale;
    const std::string digits = std::to_string(fraction);
    std::string text(1, '.');
    text.append(static_cast<std::size_t>(scale) - digits.size(), '0');
    return text += digits;
}

template <class... T>
std::string formatted(const char* format, T... values) {
    char buffer[64];
    const int size = std::snprintf(buffer, sizeof buffer, format, values...);
    return std::string(buffer, static_cast<std::size_t>(size));
}

std::uint64_t magnitude(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
}

}  // namespace

std::string time_text(const Decimal& seconds) {
    auto [whole, fraction] = split(magnitude(seconds.mantissa), seconds.scale);
    auto point = static_cast<std::int64_t>(whole);
    if (seconds.mantissa < 0) {
        // The fraction counts from the second below. Where there is one, |point| < 2^63 / 10.
        point = static_cast<std::int64_t>(0 - whole);
        if (fraction != 0) {
            --point;
            fraction = power_of_ten(seconds.scale) - fraction;
        }
    }
    const std::int64_t remainder = point % 86400;
    const std::int64_t days = point / 86400 - (remainder < 0 ? 1 : 0);
    const int second = static_cast<int>(remainder < 0 ? remainder + 86400 : remainder);
    const Date date = date_from_days(days);
    const char* const sign = date.year < 0 ? "-" : date.year > 9999 ? "+" : "";
    const auto year = static_cast<unsigned long long>(magnitude(date.year));
    return formatted("%s%04llu-%02d-%02dT%02d:%02d:%02d", sign, year, date.month, date.day,
                     second / 3600, second / 60 % 60, second % 60) +
           fraction_text(fraction, seconds.scale) + "Z";
}

std::string duration_text(std::uint64_t mantissa, int scale) {
    const auto [whole, fraction] = split(mantissa, scale);
    const std::uint64_t days = whole / 86400;
    const int second = static_cast<int>(whole % 86400);
    std::string text = days == 0 ? std::string() : std::to_string(days) + "d ";
    return text += formatted("%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60) +
                   fraction_text(fraction, scale);
}

std::string duration_text(const Decimal& seconds) {
    std::string text(seconds.mantissa < 0 ? 1 : 0, '-');
    return text += duration_text(magnitude(seconds.mantissa), seconds.scale);
}

}  // namespace pipelab::io
