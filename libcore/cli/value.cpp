#include "base/error.hpp"
#include "cli/declaration.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace pipelab::cli::detail {
namespace {

[[noreturn]] void refuse(const Option& option, const std::string& expected,
                         const std::string& text) {
    throw base::UsageError(option.title() + ": expected " + expected + ", found '" + text + "'");
}

/// " from 0 to 1", " of at least 0" or nothing.
std::string within(const Option& option) {
    if (option.range_text.empty()) return {};
    return (option.range_text.starts_with("from") ? " " : " of ") + option.range_text;
}

/// `limit` as an integer of the type; limits beyond the type mean its own.
template <class T>
T clamped(double limit, T lowest, T highest) {
    if (!(limit > static_cast<double>(lowest))) return lowest;
    if (!(limit < static_cast<double>(highest))) return highest;
    return static_cast<T>(limit);
}

/// from_chars does not take the plus sign that people type.
std::string_view without_plus(std::string_view text) {
    if (text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+')
        text.remove_prefix(1);
    return text;
}

template <class T>
bool parse_whole(std::string_view text, T& value) {
    text = without_plus(text);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

template <class T>
T read_whole(const Option& option, const std::string& text, T lowest, T highest) {
    const T low = clamped(std::ceil(option.low), lowest, highest);
    const T high = clamped(std::floor(option.high), lowest, highest);
    T value{};
    if (!parse_whole(text, value) || value < low || value > high)
        refuse(option, "a whole number from " + shown(low) + " to " + shown(high), text);
    return value;
}

/// The power of 1024 that a suffix of Bytes stands for; -1: none.
int magnitude(std::string_view suffix) {
    constexpr std::string_view letters = "KMGTPE";
    if (suffix.empty() || suffix == "B") return 0;
    const char letter = suffix[0] == 'k' ? 'K' : suffix[0];
    const auto at = letters.find(letter);
    const std::string_view rest = suffix.substr(1);
    if (at == letters.npos || !(rest.empty() || rest == "B" || rest == "iB")) return -1;
    return static_cast<int>(at) + 1;
}

/// Digits with an optional fraction times 1024^power; false when it is no such number or does
/// not fit. Whole numbers are exact to 2^64-1, fractions round down to a byte.
bool parse_amount(std::string_view digits, int power, std::uint64_t& count) {
    const std::uint64_t unit = std::uint64_t{1} << (10 * power);
    if (digits.find('.') == digits.npos)
        return parse_whole(digits, count) && !__builtin_mul_overflow(count, unit, &count);
    double amount = 0;
    const char* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, amount, std::chars_format::fixed);
    amount *= static_cast<double>(unit);
    if (read.ec != std::errc() || read.ptr != end || !(amount >= 0 && amount < 0x1p64))
        return false;
    count = static_cast<std::uint64_t>(amount);
    return true;
}

template <class T>
std::string printed(T value) {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

}  // namespace

void read(const Option& option, const std::string& text, std::string& value) {
    (void)option;
    value = text;
}

void read(const Option& option, const std::string& text, char& value) {
    if (text == "\\t") {
        value = '\t';
        return;
    }
    if (text.size() != 1 || static_cast<unsigned char>(text[0]) >= 128)
        refuse(option, "one character (\\t for a tab)", text);
    value = text[0];
}

void read(const Option& option, const std::string& text, double& value) {
    const std::string_view digits = without_plus(text);
    const char* end = digits.data() + digits.size();
    double found = 0;
    const auto result = std::from_chars(digits.data(), end, found);
    const bool number = result.ec == std::errc() && result.ptr == end && std::isfinite(found);
    if (!number || found < option.low || found > option.high) {
        refuse(option, "a number" + within(option), text);
    }
    value = found;
}

void read(const Option& option, const std::string& text, Numbers& value) {
    value.values.clear();
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        read(option, text.substr(begin, end - begin), value.values.emplace_back());
        begin = end + 1;
    }
}

void read(const Option& option, const std::string& text, Bytes& value) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const int power = magnitude(std::string_view(text).substr(digits));
    std::uint64_t count = 0;
    const bool good = power >= 0 && digits > 0 &&
                      parse_amount(std::string_view(text).substr(0, digits), power, count);
    if (!good) refuse(option, "an amount of memory such as 4096, 64M or 1.5G", text);
    if (count < clamped<std::uint64_t>(option.low, 0, UINT64_MAX) ||
        count > clamped<std::uint64_t>(option.high, 0, UINT64_MAX))
        refuse(option, "an amount of memory" + within(option), text);
    value.count = count;
}

std::int64_t read_signed(const Option& option, const std::string& text, std::int64_t lowest,
                         std::int64_t highest) {
    return read_whole(option, text, lowest, highest);
}

std::uint64_t read_unsigned(const Option& option, const std::string& text, std::uint64_t highest) {
    return read_whole<std::uint64_t>(option, text, 0, highest);
}

std::string shown(const std::string& value) { return value; }
std::string shown(std::int64_t value) { return printed(value); }
std::string shown(std::uint64_t value) { return printed(value); }

std::string shown(double value) {
    // to_chars alone would write 1e+15.
    const bool whole = value == std::trunc(value) && std::abs(value) < 1e17;
    return whole ? printed(static_cast<std::int64_t>(value)) : printed(value);
}

std::string shown(char value) {
    if (value == '\t') return "\\t";
    return value == '\0' ? std::string() : std::string(1, value);
}

std::string shown(const Numbers& value) {
    std::string text;
    for (const double number : value.values) text += (text.empty() ? "" : ",") + shown(number);
    return text;
}

std::string shown(const Bytes& value) {
    if (value.count == 0) return {};
    const int power = std::min(std::countr_zero(value.count) / 10, 4);
    const std::string letter(power == 0 ? "" : std::string(1, " KMGT"[power]));
    return shown(value.count >> (10 * power)) + letter;
}

}  // namespace pipelab::cli::detail
