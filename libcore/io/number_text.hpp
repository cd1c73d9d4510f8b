#pragma once

#include "io/number.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// One token of text, byte by byte: what the vector kernels leave over, and their measure.
namespace pipelab::io::detail {

/// The parts of a decimal number: mantissa * 10^exponent, negated if `negative`.
struct ScannedNumber {
    std::uint64_t mantissa = 0;
    std::int64_t exponent = 0;
    int fraction_digits = 0;  ///< as written behind the point, at most 1000
    bool negative = false;
    bool truncated = false;  ///< the mantissa lacks digits that are not zero
    bool has_exponent = false;
};

/// The number that is the whole of `token`; nullopt if it is none by the grammar. NaN and
/// infinity are none.
std::optional<ScannedNumber> scan_number(std::string_view token, NumberGrammar grammar);

/// nan, inf or infinity in any case, with or without a sign (JSON: null): NaN or +-infinity.
std::optional<double> scan_nan(std::string_view token, NumberGrammar grammar);

/// The nearest double; infinity if it is beyond the largest one. `token` is what was scanned.
double nearest_double(const ScannedNumber& scanned, std::string_view token);

/// The value as Number. Decimals come without trailing zeros. Infinity as nearest_double.
Number exact_number(const ScannedNumber& scanned, std::string_view token);

/// `token` in quotes for a message: at most 30 bytes, those that do not print as \xHH.
std::string quoted(std::string_view token);

}  // namespace pipelab::io::detail
