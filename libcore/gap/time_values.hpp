#pragma once

#include "io/number.hpp"
#include "io/time.hpp"

#include <atomic>
#include <functional>
#include <optional>
#include <string_view>

namespace pipelab::gap {

/// Reads a column of times. Plain numbers are counts of a unit since 1970; where the unit is to be
/// guessed, they are read as they stand, and scale_shift() tells afterwards what they meant.
class TimeValues {
  public:
    /// What the texts handed to the parser are, and what may follow the time in them.
    enum class Text {
        field,         ///< a whole field: nothing
        rest_of_line,  ///< a field and what stands behind it: anything
        line,          ///< a line: anything but a second date; behind a count no count alone
    };
    /// Times as ISO 8601 or counts of `unit` (none: guess; then a count with words behind it must
    /// be 10^8, which is 1973, or more: else it may be the day of a date in some other form).
    TimeValues(std::optional<io::EpochUnit> unit, Text text);
    /// Times in a format of the user's.
    TimeValues(io::TimeFormat format, Text text);

    /// For io::NumberInput::parse_value; valid as long as this object. Thread-safe.
    std::function<std::optional<io::Number>(std::string_view)> parser();
    /// Decimal places to add to the scale of the column, once it has been read. DataError if dates
    /// and plain numbers of unknown unit are mixed, or 64-bit decimals cannot hold these.
    int scale_shift(const io::TypeNeed& need) const;
    /// Seconds as a count of the unit in which the column was read; as they are if no decimal holds
    /// that.
    io::Number in_unit_of_values(const io::Number& seconds, const io::TypeNeed& need) const;

  private:
    std::optional<io::Number> parse(std::string_view text);
    bool may_follow(std::string_view rest, const io::TimeRead& read, bool date) const;

    std::optional<io::EpochUnit> unit_;
    std::optional<io::TimeFormat> format_;
    Text text_;
    std::atomic<bool> saw_date_{false};
    std::atomic<bool> saw_count_{false};
};

/// A time span as users write it, in seconds: 90, 1.5, 250ms, 90s, 5m, 2h, 1d. nullopt if it is
/// none or beyond a decimal.
std::optional<io::Decimal> parse_time_span(std::string_view text);

}  // namespace pipelab::gap
