#include "io/time.hpp"

#include "base/wide.hpp"
#include "io/time_parts.hpp"

#include <bit>
#include <cstring>

namespace pipelab::io {
namespace {

using namespace detail;

static_assert(std::endian::native == std::endian::little);

std::uint64_t load(const char* at) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    return word;
}

/// Whether each byte of `word`, which was xored with '0' or the byte that must stand there, is a
/// digit (where `excess` is 6) or zero (where it is 15). Carries between bytes start only in
/// bytes that fail anyway.
bool fits(std::uint64_t word, std::uint64_t excess) {
    return ((word | (word + excess)) & 0xf0f0f0f0f0f0f0f0) == 0;
}

/// Byte i becomes ten times byte i plus byte i+1.
std::uint64_t pairs(std::uint64_t digits) { return digits * 10 + (digits >> 8); }

int byte(std::uint64_t word, int i) { return static_cast<int>((word >> (8 * i)) & 0xff); }

/// YYYY-MM-DDThh:mm:ss, the form of nearly all times, 8 bytes at once. 19 bytes must be there.
bool read_usual(const char* text, DateTime& time) {
    std::uint64_t date = load(text) ^ load("0000-00-");
    std::uint64_t clock = load(text + 11) ^ load("00:00:00");
    const auto tens = static_cast<unsigned char>(text[8] - '0');
    const auto ones = static_cast<unsigned char>(text[9] - '0');
    const char separator = text[10];
    if (!fits(date, 0x0f06060f06060606) || !fits(clock, 0x06060f06060f0606) || tens > 9 ||
        ones > 9 || (separator != ' ' && (separator | 0x20) != 't'))
        return false;
    date = pairs(date);
    clock = pairs(clock);
    time.date = {byte(date, 0) * 100 + byte(date, 2), byte(date, 5), tens * 10 + ones};
    time.hour = byte(clock, 0);
    time.minute = byte(clock, 3);
    time.second = byte(clock, 6);
    return true;
}

bool digit_at(const char* at, const char* end, int i) { return end - at > i && is_digit(at[i]); }

bool read_clock(const char*& at, const char* end, bool extended, DateTime& time) {
    if (!read_two(at, end, time.hour)) return false;
    if (extended && (at == end || *at++ != ':')) return false;
    if (!read_two(at, end, time.minute)) return false;
    if (extended ? at < end && *at == ':' : digit_at(at, end, 0)) {
        at += extended;
        return read_two(at, end, time.second);
    }
    // A fraction of a minute would be read as whole minutes with something behind them.
    return !(at < end && (*at == ',' || *at == '.') && digit_at(at, end, 1));
}

/// `has_clock` tells whether the text goes on with a time of day.
bool read_date(const char*& at, const char* end, DateTime& time, bool& extended, bool& has_clock) {
    const bool minus = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) ++at;
    int century = 0, year = 0;
    if (!read_two(at, end, century) || !read_two(at, end, year)) return false;
    year += century * 100;
    if (minus && year == 0) return false;
    time.date.year = minus ? -year : year;
    extended = at < end && (*at == '-' || *at == '/');
    const char separator = extended ? *at++ : '0';
    if (!read_two(at, end, time.date.month)) return false;
    if (extended && (at == end || *at++ != separator)) return false;
    if (!read_two(at, end, time.date.day)) return false;
    has_clock = (at < end && (*at | 0x20) == 't' && digit_at(at, end, 1)) ||
                (extended && end - at > 3 && *at == ' ' && digit_at(at, end, 1) &&
                 digit_at(at, end, 2) && at[3] == ':');
    at += has_clock;
    return extended || has_clock;
}

bool read_zone(const char*& at, const char* end, int& offset) {
    if (at == end) return true;
    if ((*at | 0x20) == 'z') return ++at, true;
    if ((*at == '+' || *at == '-') && digit_at(at, end, 1))
        return read_offset(at, end, false, offset);
    if (*at != ' ') return true;
    if (end - at > 3 && (std::memcmp(at, " UTC", 4) == 0 || std::memcmp(at, " GMT", 4) == 0) &&
        !(end - at > 4 && is_letter(at[4])))
        return at += 4, true;
    // Behind a blank there may be any word or number: only one that can be nothing else is taken.
    const char* behind = at + 1;
    int found = 0;
    if (read_offset(behind, end, true, found) && !digit_at(behind, end, 0)) {
        offset = found;
        at = behind;
    }
    return true;
}

/// Whether a time or number that ends at `at` is not part of something longer.
bool ends(const char* at, const char* end) {
    if (at == end || *at == ' ') return true;
    if (is_letter(*at) || is_digit(*at)) return false;
    return !(std::strchr("-+:./_", *at) != nullptr && *at != '\0' && digit_at(at, end, 1));
}

struct Unsigned128 {
    base::Wide value = 0;
    int scale = 0;
};

/// Digits with or without a fraction; no more than 38 digits count.
bool read_count(const char*& at, const char* end, Unsigned128& count) {
    if (!digit_at(at, end, 0)) return false;
    for (; at < end && is_digit(*at); ++at) {
        count.value = count.value * 10 + static_cast<unsigned>(*at - '0');
        if (count.value > std::uint64_t{10'000'000'000'000'000'000u}) return false;
    }
    if (at < end && *at == '.' && digit_at(at, end, 1)) {
        Fraction fraction;
        if (!read_fraction(++at, end, fraction)) return false;
        count.value = count.value * base::power_of_ten(fraction.digits) + fraction.value;
        count.scale = fraction.digits;
    }
    return true;
}

std::optional<Decimal> normalised(Unsigned128 count, bool minus) {
    constexpr base::Wide limit = std::numeric_limits<std::int64_t>::max();
    while (count.scale > 0 && count.value % 10 == 0) count.value /= 10, --count.scale;
    if (count.value > limit || count.scale > 9) return std::nullopt;
    const auto mantissa = static_cast<std::int64_t>(count.value);
    return Decimal{minus ? -mantissa : mantissa, count.scale};
}

char partner(char open) {
    switch (open) {
        case '[':
            return ']';
        case '(':
            return ')';
        case '<':
            return '>';
        case '"':
        case '\'':
            return open;
        default:
            return '\0';
    }
}

}  // namespace

std::optional<TimeRead> parse_iso_time(std::string_view text) {
    const char* at = text.data();
    const char* const end = at + text.size();
    DateTime time;
    bool has_clock = true;
    if (text.size() >= 19 && read_usual(at, time)) {
        at += 19;
    } else {
        bool extended = false;
        if (!read_date(at, end, time, extended, has_clock)) return std::nullopt;
        if (has_clock && !read_clock(at, end, extended, time)) return std::nullopt;
    }
    if (at < end && has_clock) {
        if ((*at == '.' || *at == ',') && digit_at(at, end, 1) &&
            !read_fraction(++at, end, time.fraction))
            return std::nullopt;
        if (!read_zone(at, end, time.offset)) return std::nullopt;
    }
    const std::optional<Decimal> seconds = decimal_seconds(time);
    if (!seconds || !ends(at, end)) return std::nullopt;
    return TimeRead{*seconds, static_cast<std::size_t>(at - text.data())};
}

std::optional<TimeRead> parse_epoch_time(std::string_view text, EpochUnit unit) {
    const char* at = text.data();
    const char* const end = at + text.size();
    const bool minus = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) ++at;
    Unsigned128 count;
    if (!read_count(at, end, count) || !ends(at, end)) return std::nullopt;
    count.scale += 3 * static_cast<int>(unit);
    const std::optional<Decimal> seconds = normalised(count, minus);
    if (!seconds) return std::nullopt;
    return TimeRead{*seconds, static_cast<std::size_t>(at - text.data())};
}

EpochUnit guess_epoch_unit(const Decimal& count) {
    const std::uint64_t bits = static_cast<std::uint64_t>(count.mantissa);
    std::uint64_t size = count.mantissa < 0 ? 0 - bits : bits;
    for (int i = 0; i < count.scale; ++i) size /= 10;
    if (size < 100'000'000'000) return EpochUnit::seconds;
    if (size < 100'000'000'000'000) return EpochUnit::milliseconds;
    if (size < 100'000'000'000'000'000) return EpochUnit::microseconds;
    return EpochUnit::nanoseconds;
}

std::optional<TimeRead> parse_time(std::string_view text, EpochUnit unit) {
    // No text is both: a broken date looks like a count that goes on.
    if (const auto time = parse_iso_time(text)) return time;
    return parse_epoch_time(text, unit);
}

std::optional<TimeRead> parse_time_prefix(std::string_view line, EpochUnit unit) {
    std::size_t at = 0;
    const auto skip_blanks = [&] {
        while (at < line.size() && is_blank(line[at])) ++at;
    };
    skip_blanks();
    const char close = at < line.size() ? partner(line[at]) : '\0';
    if (close != '\0') {
        ++at;
        skip_blanks();
    }
    auto time = parse_time(line.substr(at), unit);
    if (!time) return std::nullopt;
    time->length += at;
    if (close != '\0' && time->length < line.size() && line[time->length] == close) ++time->length;
    return time;
}

}  // namespace pipelab::io
