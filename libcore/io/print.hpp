#pragma once

#include "base/wide.hpp"
#include "io/number.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pipelab::io {

/// No print() below touches more bytes than this, which may be a few more than it returns.
inline constexpr std::size_t max_printed = 40;

/// Writes the number at `to` and returns the end. No locale, no terminator.
/// Doubles: the shortest digits that read back to the same value (of several, the nearest), fixed
/// notation for 1e-5 <= |x| < 1e17, else d.ddde+XX / d.ddde-XX; whole values without a point;
/// -0 as 0. NaN and infinities as nan, inf, -inf (never put these into JSON).
char* print(char* to, double value);
char* print(char* to, std::int64_t value);
char* print(char* to, std::uint64_t value);
char* print(char* to, base::SignedWide value);
/// Without trailing zeros and never with an exponent: {150, 2} is 1.5, {-5, 2} is -0.05. The scale
/// is 0..18.
char* print(char* to, const Decimal& value);
char* print(char* to, const Number& value);

template <class T>
std::string printed(const T& value) {
    char buffer[max_printed];
    return std::string(buffer, print(buffer, value));
}

/// `text` as a JSON string with its quotes (RFC 8259, section 7). Each maximal part of a sequence
/// that is not valid UTF-8 becomes U+FFFD, as Unicode recommends.
std::string json_quoted(std::string_view text);

/// The same without loss: each byte 0xHH that belongs to no valid UTF-8 becomes the escape \udcHH,
/// half of a surrogate pair, which stands for nothing else (Python's surrogateescape). Appends.
void append_json_quoted_bytes(std::string& to, std::string_view text);

}  // namespace pipelab::io
