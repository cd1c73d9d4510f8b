#include "gap/time_values.hpp"

#include "base/error.hpp"
#include "base/wide.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::gap {
namespace {

bool has_date(std::string_view text) {
    // Behind what a log puts before a time, a count has none of these but for its sign.
    const std::size_t begin = text.find_first_not_of(" \t[(<\"'");
    return text.find_first_of("-:/Tt", begin + 1) != std::string_view::npos;
}

constexpr std::string_view blanks = " \t\r";

constexpr std::string_view separators = " \t\r,;";

bool all_numbers(std::string_view text) {
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(separators), text.size()));
        if (text.empty()) return true;
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        if (!io::parse_number(text.substr(0, end))) return false;
        text.remove_prefix(end);
    }
}

bool begins_with_date(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(separators), text.size()));
    return io::parse_iso_time(text).has_value();
}

}  // namespace

TimeValues::TimeValues(std::optional<io::EpochUnit> unit, Text text) : unit_(unit), text_(text) {}

TimeValues::TimeValues(io::TimeFormat format, Text text)
    : format_(std::move(format)), text_(text) {}

std::function<std::optional<io::Number>(std::string_view)> TimeValues::parser() {
    return [this](std::string_view text) { return parse(text); };
}

bool TimeValues::may_follow(std::string_view rest, const io::TimeRead& read, bool date) const {
    const std::size_t word = rest.find_first_not_of(blanks);
    if (word == std::string_view::npos) return true;
    if (text_ == Text::field) return false;
    if (format_ || date) return text_ == Text::rest_of_line || !begins_with_date(rest);
    const bool colon = rest[0] == ':' && (rest.size() == 1 || rest[1] == ' ' || rest[1] == '\t');
    if (word == 0 && !colon &&
        std::string_view(",;|])>\"'").find(rest[0]) == std::string_view::npos) {
        return false;
    }
    constexpr std::int64_t least = 100'000'000;
    const bool small = io::compare(read.seconds, io::Decimal{least, 0}) < 0 &&
                       io::compare(read.seconds, io::Decimal{-least, 0}) > 0;
    if (!unit_ && small) return false;
    return text_ == Text::rest_of_line || !all_numbers(rest);
}

std::optional<io::Number> TimeValues::parse(std::string_view text) {
    const auto read = format_ ? format_->parse(text)
                              : io::parse_time_prefix(text, unit_.value_or(io::EpochUnit::seconds));
    if (!read) return std::nullopt;
    const bool date = !format_ && has_date(text.substr(0, read->length));
    if (!may_follow(text.substr(read->length), *read, date)) return std::nullopt;
    if (!format_ && !unit_) {
        std::atomic<bool>& seen = date ? saw_date_ : saw_count_;
        if (!seen.load(std::memory_order_relaxed)) seen = true;
    }
    return read->seconds;
}

int TimeValues::scale_shift(const io::TypeNeed& need) const {
    if (!saw_count_) return 0;
    if (saw_date_) {
        throw base::DataError({},
                              "dates and plain numbers are mixed: say the unit of the numbers "
                              "with --time-unit");
    }
    if (need.type().kind != io::NumberType::Kind::decimal) {
        throw base::DataError({},
                              "plain numbers too different to be times in one unit: say the "
                              "unit with --time-unit");
    }
    const auto unit = [](const io::Number& number) {
        return io::guess_epoch_unit(std::get<io::Decimal>(number));
    };
    switch (std::max(unit(need.minimum()), unit(need.maximum()))) {
        case io::EpochUnit::seconds:
            return 0;
        case io::EpochUnit::milliseconds:
            return 3;
        case io::EpochUnit::microseconds:
            return 6;
        default:
            return 9;
    }
}

io::Number TimeValues::in_unit_of_values(const io::Number& seconds,
                                         const io::TypeNeed& need) const {
    const auto* decimal = std::get_if<io::Decimal>(&seconds);
    if (decimal == nullptr) return seconds;
    const int shift = scale_shift(need);
    const int kept = std::min(decimal->scale, shift);
    std::int64_t mantissa = 0;
    const auto factor = static_cast<std::int64_t>(base::power_of_ten(shift - kept));
    if (__builtin_mul_overflow(decimal->mantissa, factor, &mantissa)) return seconds;
    return io::Decimal{mantissa, decimal->scale - kept};
}

std::optional<io::Decimal> parse_time_span(std::string_view text) {
    std::int64_t seconds = 1;
    int places = 0;
    const auto unit_is = [&](std::string_view unit) {
        if (!text.ends_with(unit)) return false;
        text.remove_suffix(unit.size());
        return true;
    };
    if (unit_is("ms")) {
        places = 3;
    } else if (unit_is("d")) {
        seconds = 86400;
    } else if (unit_is("h")) {
        seconds = 3600;
    } else if (unit_is("m")) {
        seconds = 60;
    } else {
        unit_is("s");
    }
    const auto number = io::parse_number(text);
    if (!number || !std::holds_alternative<io::Decimal>(*number)) return std::nullopt;
    io::Decimal span = std::get<io::Decimal>(*number);
    if (__builtin_mul_overflow(span.mantissa, seconds, &span.mantissa)) return std::nullopt;
    span.scale += places;
    if (span.scale > 18) return std::nullopt;
    return span;
}

}  // namespace pipelab::gap
