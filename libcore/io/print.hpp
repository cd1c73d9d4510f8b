#pragma once

#include <cstdint>
#include <string>

#include "io/number.hpp"

namespace pipelab::io {

/// No print() below writes more bytes than this.
inline constexpr std::size_t max_printed = 40;

/// Writes the number at `to` and returns the end. No locale, no terminator.
/// Doubles: the shortest digits that read back to the same value (of several, the nearest), fixed
/// notation for 1e-5 <= |x| < 1e17, else d.ddde+XX / d.ddde-XX; whole values without a point;
/// -0 as 0. NaN and infinities as nan, inf, -inf (never put these into JSON).
char* print(char* to, double value);
char* print(char* to, std::int64_t value);
char* print(char* to, std::uint64_t value);
/// Without trailing zeros: {150, 2} is 1.5.
char* print(char* to, const Decimal& value);
char* print(char* to, const Number& value);

template <class T>
std::string printed(const T& value) {
    char buffer[max_printed];
    return std::string(buffer, print(buffer, value));
}

/// `text` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD.
std::string json_quoted(std::string_view text);

}  // namespace pipelab::io
