#include "base/error.hpp"
#include "io/time.hpp"
#include "io/time_parts.hpp"

#include <algorithm>
#include <string>

namespace pipelab::io {
namespace {

using namespace detail;

constexpr std::string_view months[] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};
constexpr std::string_view weekdays[] = {"sunday",   "monday", "tuesday", "wednesday",
                                         "thursday", "friday", "saturday"};

/// What a text gave, as it stands there.
struct Given {
    DateTime time;
    int two_digit_year = -1;
    int hour_of_half_day = -1;
    int afternoon = -1;
    int day_of_year = -1;
    int month = -1;
    int weekday = -1;
    bool has_epoch = false;
    bool before_epoch = false;
    std::int64_t epoch = 0;
};

bool is_space(char c) { return is_blank(c) || (c >= '\n' && c <= '\r'); }

void skip_spaces(const char*& at, const char* end) {
    while (at < end && is_space(*at)) ++at;
}

/// Up to `digits` digits, at least one, behind any blanks.
bool read_number(const char*& at, const char* end, int digits, int low, int high, int& value) {
    skip_spaces(at, end);
    if (at == end || !is_digit(*at)) return false;
    value = 0;
    for (int i = 0; i < digits && at < end && is_digit(*at); ++i)
        value = value * 10 + (*at++ - '0');
    return low <= value && value <= high;
}

/// Whether the text begins with the first `size` bytes of `lower`, in any case; if so, skips them.
bool skip_name(const char*& at, const char* end, std::string_view lower) {
    if (static_cast<std::size_t>(end - at) < lower.size()) return false;
    for (std::size_t i = 0; i < lower.size(); ++i) {
        if (!is_letter(at[i]) || (at[i] | 0x20) != lower[i]) return false;
    }
    at += lower.size();
    return true;
}

/// One of the names in full or its first three letters; `index` is its place.
template <std::size_t n>
bool read_name(const char*& at, const char* end, const std::string_view (&names)[n], int& index) {
    for (std::size_t i = 0; i < n; ++i) {
        index = static_cast<int>(i);
        if (skip_name(at, end, names[i]) || skip_name(at, end, names[i].substr(0, 3))) return true;
    }
    return false;
}

bool read_epoch(const char*& at, const char* end, Given& given) {
    skip_spaces(at, end);
    given.has_epoch = true;
    given.before_epoch = at < end && *at == '-';
    at += given.before_epoch;
    if (at == end || !is_digit(*at)) return false;
    std::int64_t size = 0;
    for (; at < end && is_digit(*at); ++at) {
        if (__builtin_mul_overflow(size, 10, &size) ||
            __builtin_add_overflow(size, *at - '0', &size))
            return false;
    }
    given.epoch = given.before_epoch ? -size : size;
    return true;
}

bool read_zone_name(const char*& at, const char* end) {
    skip_spaces(at, end);
    return skip_name(at, end, "utc") || skip_name(at, end, "gmt") || skip_name(at, end, "z");
}

bool read_numeric_zone(const char*& at, const char* end, int& offset) {
    skip_spaces(at, end);
    offset = 0;
    return skip_name(at, end, "z") || read_offset(at, end, false, offset);
}

bool read_year(const char*& at, const char* end, Given& given) {
    skip_spaces(at, end);
    const bool minus = at < end && *at == '-';
    at += minus;
    int year = 0;
    if ((minus && (at == end || is_space(*at))) || !read_number(at, end, 4, 0, 9999, year))
        return false;
    given.time.date.year = minus ? -year : year;
    given.two_digit_year = -1;
    return true;
}

bool read_directive(char directive, const char*& at, const char* end, Given& given) {
    DateTime& time = given.time;
    switch (directive) {
        case 'Y':
            return read_year(at, end, given);
        case 'y':
            return read_number(at, end, 2, 0, 99, given.two_digit_year);
        case 'm':
            return read_number(at, end, 2, 1, 12, given.month);
        case 'd':
            return read_number(at, end, 2, 1, 31, time.date.day);
        case 'j':
            return read_number(at, end, 3, 1, 366, given.day_of_year);
        case 'H':
            given.hour_of_half_day = -1;
            return read_number(at, end, 2, 0, 23, time.hour);
        case 'I':
            return read_number(at, end, 2, 1, 12, given.hour_of_half_day);
        case 'M':
            return read_number(at, end, 2, 0, 59, time.minute);
        case 'S':
            return read_number(at, end, 2, 0, 60, time.second);
        case 'f':
            return read_fraction(at, end, time.fraction);
        case 'z':
            return read_numeric_zone(at, end, time.offset);
        case 'Z':
            return read_zone_name(at, end);
        case 's':
            return read_epoch(at, end, given);
        case 'a':
            return read_name(at, end, weekdays, given.weekday);
        case 'b':
            if (!read_name(at, end, months, given.month)) return false;
            ++given.month;
            return true;
        default:  // p
            given.afternoon = at < end && (*at | 0x20) == 'p';
            return skip_name(at, end, "am") || skip_name(at, end, "pm");
    }
}

std::optional<Decimal> point_in_time(Given given) {
    DateTime& time = given.time;
    if (given.has_epoch) {
        std::int64_t seconds = 0;
        if (__builtin_sub_overflow(given.epoch, time.offset, &seconds)) return std::nullopt;
        return decimal_seconds(seconds, time.fraction, given.before_epoch);
    }
    if (given.two_digit_year >= 0)
        time.date.year = given.two_digit_year + (given.two_digit_year < 69 ? 2000 : 1900);
    if (given.hour_of_half_day >= 0)
        time.hour = given.hour_of_half_day % 12 + (given.afternoon == 1 ? 12 : 0);
    if (given.month > 0) {
        time.date.month = given.month;
    } else if (given.day_of_year > 0) {
        if (given.day_of_year > 365 + is_leap_year(time.date.year)) return std::nullopt;
        time.date = date_from_days(days_from_date({time.date.year, 1, given.day_of_year}));
    }
    return decimal_seconds(time);
}

std::string in_format(std::string_view format) {
    return " in the time format '" + std::string(format) + "'";
}

}  // namespace

TimeFormat::TimeFormat(std::string_view format, int year) : year_(year) {
    append(format, format);
    check(format);
    has_year_ = has("Yys");
}

void TimeFormat::append(std::string_view format, std::string_view whole) {
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            steps_.push_back({is_space(format[i]) ? ' ' : '\0', format[i]});
            continue;
        }
        if (++i == format.size()) throw base::UsageError("a lone % at the end" + in_format(whole));
        switch (const char c = format[i]) {
            case 'F':
                append("%Y-%m-%d", whole);
                break;
            case 'T':
                append("%H:%M:%S", whole);
                break;
            case 'D':
                append("%m/%d/%y", whole);
                break;
            case 'R':
                append("%H:%M", whole);
                break;
            case 'n':
            case 't':
                steps_.push_back({' ', ' '});
                break;
            case '%':
                steps_.push_back({'\0', '%'});
                break;
            case 'e':
                steps_.push_back({'d', '\0'});
                break;
            case 'B':
                steps_.push_back({'b', '\0'});
                break;
            case 'A':
                steps_.push_back({'a', '\0'});
                break;
            default:
                if (std::string_view("YymdjHIMSfpzZsab").find(c) == std::string_view::npos) {
                    throw base::UsageError("unknown directive %" + std::string(1, c) +
                                           in_format(whole) +
                                           " (known: %Y %y %m %b %B %d %e %j %H %I %p %M %S %f "
                                           "%z %Z %s %a %A %F %T %D %R %n %t %%)");
                }
                steps_.push_back({c, '\0'});
        }
    }
}

bool TimeFormat::has(std::string_view directives) const {
    return std::any_of(steps_.begin(), steps_.end(), [&](const Step& step) {
        return step.directive != '\0' && directives.find(step.directive) != std::string_view::npos;
    });
}

void TimeFormat::check(std::string_view whole) const {
    if (!has("YymbdjHIMSfs"))
        throw base::UsageError("no directive of a date or a time of day" + in_format(whole));
    if (has("I") && !has("p")) throw base::UsageError("%I needs %p" + in_format(whole));
    if (has("p") && !has("IH")) throw base::UsageError("%p needs %I" + in_format(whole));
}

std::optional<TimeRead> TimeFormat::parse(std::string_view text) const {
    const char* at = text.data();
    const char* const end = at + text.size();
    Given given;
    given.time.date.year = year_;
    for (const Step step : steps_) {
        if (step.directive == ' ') {
            skip_spaces(at, end);
        } else if (step.directive == '\0') {
            if (at == end || *at++ != step.literal) return std::nullopt;
        } else if (!read_directive(step.directive, at, end, given)) {
            return std::nullopt;
        }
    }
    const std::optional<Decimal> seconds = point_in_time(given);
    if (!seconds) return std::nullopt;
    return TimeRead{*seconds, static_cast<std::size_t>(at - text.data())};
}

}  // namespace pipelab::io
