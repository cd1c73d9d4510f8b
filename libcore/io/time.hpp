#pragma once

#include "io/number.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Points in time as exact decimal seconds since 1970-01-01T00:00:00Z, leap seconds not counted
/// (POSIX time). All arithmetic is on integers.
///
/// The parsers read from the front of a text and tell how many bytes they used; what follows is
/// the caller's business. They want no padding behind the text, allocate nothing and know no
/// locale. nullopt: there is no such time at the front, or it cannot be held: a Decimal of scale 9
/// (nanoseconds) reaches from 1677-09-21 to 2262-04-11, one of scale 7 holds all years.
namespace pipelab::io {

/// A time and how many bytes its text takes. The decimal has no trailing zeros, its scale is 0..9.
struct TimeRead {
    Decimal seconds;
    std::size_t length = 0;
    bool operator==(const TimeRead&) const = default;
};

/// A time of ISO 8601 or RFC 3339:
///   2024-01-31                        midnight
///   2024-01-31T12:34                  t or one blank instead of T
///   2024-01-31T12:34:56.789           comma or point; up to 9 digits, more only if they are zeros
///   20240131T123456 or 20240131T1234  (a date of 8 digits alone is no time: it is a number)
///   2024/01/31 12:34:56               as some logs write it
/// each with time of day followed by nothing (UTC), Z, z, +01:00, +0100, +01, or, after one blank,
/// by +0100, +01:00, UTC, GMT. Four digits of year, -9999..9999 (0 is 1 BC, -0000 is none), may
/// have a sign. The second 60 is the first of the next minute, 24:00:00 the midnight at the end of
/// the day.
/// A text that goes on as if the time did is none: what follows may be no letter, no digit and
/// none of - + : . / _ before a digit (so 2024-01-311, 12:34:5 and 12:34:56-1 are errors, not
/// shorter times). A comma before a digit right behind the seconds begins a fraction.
std::optional<TimeRead> parse_iso_time(std::string_view text);

enum class EpochUnit { seconds, milliseconds, microseconds, nanoseconds };

/// A count of `unit` since 1970: an optional sign, digits, and perhaps a point and more digits
/// (1700000000.123); no exponent. At most 9 decimals of a second unless the rest are zeros; what
/// follows as for parse_iso_time.
std::optional<TimeRead> parse_epoch_time(std::string_view text, EpochUnit unit);

/// The unit in which `count` is likely to be a time: seconds for |count| < 10^11 (until the year
/// 5138), milliseconds below 10^14, microseconds below 10^17, else nanoseconds. All three begin to
/// be right in March 1973. Guess once for a column, best from its largest value, and read all of it
/// in that unit: guess_epoch_unit(parse_epoch_time(text, EpochUnit::seconds)->seconds).
EpochUnit guess_epoch_unit(const Decimal& count);

/// ISO 8601 or, where that is none, a count of `unit`.
std::optional<TimeRead> parse_time(std::string_view text, EpochUnit unit);

/// The time with which a line of a log begins: parse_time behind blanks and perhaps one of
/// [ ( < " ' (with blanks behind it); its partner, where it follows at once, is part of the length.
/// 2024-01-31 12:34:56,789 INFO ...   [2024-01-31T12:34:56Z] ...   1700000000.123 ...
/// A line that begins with any other number is at that count of units after 1970.
std::optional<TimeRead> parse_time_prefix(std::string_view line, EpochUnit unit);

/// A way to write times, as users give it (--time-format), in the directives of strptime:
///   %Y year, up to 4 digits, may have a minus     %y two digits: 69..99 are 19xx, 00..68 20xx
///   %m month   %b %B its English name, short or long   %d %e day   %j day of the year
///   %H hour 0..23   %I hour 1..12, with %p AM or PM    %M minute   %S second 0..60
///   %f fraction of a second, 1 to 9 digits, more only if they are zeros
///   %z Z, +01, +0100 or +01:00   %Z UTC, GMT or Z      %s seconds since 1970, may have a minus
///   %a %A English weekday, not compared with the date
///   %F = %Y-%m-%d   %T = %H:%M:%S   %D = %m/%d/%y   %R = %H:%M   %% a percent sign
/// %n, %t and blanks match any blanks, also none; numbers may have blanks before them and fewer
/// digits; names match in any case; any other byte matches itself. What is not given is
/// `year`-01-01 00:00:00 UTC. %s, plus or minus a %f, outweighs all but %z. %j counts where there
/// is no month.
class TimeFormat {
  public:
    /// `year` is for formats without one, such as that of syslog, "%b %d %H:%M:%S". UsageError:
    /// unknown directive, %I without %p or %p without an hour, nothing of a date or time of day.
    explicit TimeFormat(std::string_view format, int year = 1970);
    /// The time at the front of `text`, whatever follows. Dates that do not exist (with the year
    /// 1970 also 29 February) are nullopt. O(length of the format).
    std::optional<TimeRead> parse(std::string_view text) const;
    /// False if all times fall into the year given to the constructor.
    bool has_year() const { return has_year_; }

  private:
    struct Step {
        char directive;  ///< 0: a literal byte; ' ': any blanks
        char literal;
    };
    void append(std::string_view format, std::string_view whole);
    void check(std::string_view whole) const;
    bool has(std::string_view directives) const;

    std::vector<Step> steps_;
    int year_;
    bool has_year_ = false;
};

/// The time as ISO 8601 in UTC, with as many decimals as it needs: 2024-01-31T12:34:56.789Z.
/// Years beyond 9999 get a plus sign and all of their digits. The scale is 0..18.
std::string time_text(const Decimal& seconds);

/// A time span for people: 02:03:04.5, 1d 02:03:04.5, -00:00:01; days have 24 hours. Exact, without
/// trailing zeros. The scale is 0..18.
std::string duration_text(const Decimal& seconds);
/// For the widths of gaps, which are beyond int64 at times.
std::string duration_text(std::uint64_t mantissa, int scale);

}  // namespace pipelab::io
