#include "ngram/arpa_lines.hpp"

#include "io/number.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace pipelab::ngram {
namespace {

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();
constexpr float rounding = 1e-5f;

constexpr std::array<double, 16> powers = [] {
    std::array<double, 16> table{1};
    for (std::size_t i = 1; i < table.size(); ++i) table[i] = 10 * table[i - 1];
    return table;
}();

/// Rounds what was rounded to a double before: `text` decides where that was halfway between two
/// floats.
float narrowed(double value, std::string_view text) {
    constexpr std::uint64_t lost = (std::uint64_t{1} << 29) - 1, half = std::uint64_t{1} << 28;
    auto result = static_cast<float>(value);
    if ((std::bit_cast<std::uint64_t>(value) & lost) == half) {
        if (text.front() == '+') text.remove_prefix(1);
        float exact = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), exact);
        if (read.ec == std::errc()) result = exact;
    }
    return result;
}

}  // namespace

float nearest_float(std::string_view text) {
    const char* at = text.data();
    const char* const end = at + text.size();
    const bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) ++at;
    const char* const first = at;
    std::uint64_t digits = 0;
    const auto take_digits = [&] {
        while (at < end && static_cast<unsigned char>(*at - '0') < 10)
            digits = 10 * digits + static_cast<std::uint64_t>(*at++ - '0');
    };
    take_digits();
    const char* const point = at;
    if (at < end && *at == '.') {
        ++at;
        take_digits();
    }
    const auto decimals = static_cast<std::size_t>(at > point ? at - point - 1 : 0);
    if (at == end && point > first && at - first <= 16) {
        // Exact integers below 2^53 and an exact power of ten: one rounding.
        const double size = static_cast<double>(digits) / powers[decimals];
        return narrowed(negative ? -size : size, text);
    }
    const auto value = io::parse_double(text);
    return value ? narrowed(*value, text) : not_a_number;
}

bool ArpaLines::next(ArpaLine& line) {
    std::string_view token;
    using Found = TokenCursor::Found;
    Found found = cursor_.next(token);
    while (found == Found::line_end) found = cursor_.next(token);
    if (found == Found::nothing) return false;
    line.probability = probability(token);
    std::string_view last = token;
    for (std::size_t i = 0; i < order_; ++i) {
        if (cursor_.next(line.words[i]) != Found::word)
            fail(last, "expected a log probability and " + std::to_string(order_) + " words");
        last = line.words[i];
    }
    line.backoff = 0;
    found = cursor_.next(token);
    if (found != Found::word) return true;
    line.backoff = backoff(token);
    if (cursor_.next(last) == Found::word)
        fail(last, "too many words for order " + std::to_string(order_));
    return true;
}

float ArpaLines::probability(std::string_view token) const {
    const float value = nearest_float(token);
    if (std::isnan(value))
        fail(token, "expected a log probability, found '" + std::string(token) + "'");
    if (value > rounding) fail(token, "log probability " + std::string(token) + " is above 0");
    return value > 0 ? 0 : value;
}

float ArpaLines::backoff(std::string_view token) const {
    const float value = nearest_float(token);
    if (std::isnan(value)) {
        fail(token,
             "expected the logarithm of a backoff weight, found '" + std::string(token) + "'");
    }
    if (!std::isfinite(value)) fail(token, "infinite backoff weight " + std::string(token));
    if (highest_ && value != 0)
        fail(token, "a backoff weight in the highest order: " + std::string(token));
    return value;
}

void ArpaLines::fail(std::string_view token, const std::string& message) const {
    const auto offset = static_cast<std::size_t>(token.data() - chunk_.text.data());
    throw base::DataError(io::position_at(chunk_.start, chunk_.text, offset), message);
}

}  // namespace pipelab::ngram
