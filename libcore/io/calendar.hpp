#pragma once

#include <cstdint>

/// The proleptic Gregorian calendar, with the year 0 before the year 1. Time zones are none of its
/// business.
namespace pipelab::io {

struct Date {
    std::int64_t year = 1970;
    int month = 1;  ///< 1..12
    int day = 1;    ///< 1..31
    bool operator==(const Date&) const = default;
};

constexpr bool is_leap_year(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// `month` is 1..12.
constexpr int days_in_month(std::int64_t year, int month) {
    if (month == 2) return is_leap_year(year) ? 29 : 28;
    return 30 + ((month + (month >> 3)) & 1);
}

/// Days from 1970-01-01 to `date`, for years -9999..9999; the month is 1..12, the day may be any
/// small number (0 is the last day of the month before). Counting years from March makes the leap
/// day the last of its year; (153 m + 2) / 5 is the day on which the m-th month from March begins.
/// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
constexpr std::int64_t days_from_date(const Date& date) {
    constexpr std::int64_t periods = 26;  // of 400 years: added to keep the divisions unsigned
    const auto from_march = static_cast<std::uint32_t>(date.month + (date.month < 3 ? 9 : -3));
    const auto year =
        static_cast<std::uint32_t>(date.year + periods * 400 - (date.month < 3 ? 1 : 0));
    const std::uint32_t days =
        year * 365 + year / 4 - year / 100 + year / 400 + (153 * from_march + 2) / 5;
    return static_cast<std::int64_t>(days) + (date.day - 1) - 719468 - periods * 146097;
}

/// The date that many days after 1970-01-01, for any |days| <= 10^15. Source: as above.
constexpr Date date_from_days(std::int64_t days) {
    const std::int64_t from_march = days + 719468;  // of the year 0
    const std::int64_t period = (from_march >= 0 ? from_march : from_march - 146096) / 146097;
    const std::int64_t day = from_march - period * 146097;
    const std::int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    const std::int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
    const std::int64_t month = (5 * day_of_year + 2) / 153;
    Date date;
    date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
    date.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
    date.year = year + period * 400 + (date.month < 3 ? 1 : 0);
    return date;
}

}  // namespace pipelab::io
