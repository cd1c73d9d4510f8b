#include "gap/notation.hpp"

#include "io/print.hpp"
#include "io/time.hpp"

#include <cstdio>

namespace pipelab::gap {

std::string scaled_text(std::uint64_t mantissa, int scale) {
    while (scale > 0 && mantissa % 10 == 0) mantissa /= 10, --scale;
    std::string digits = io::printed(mantissa);
    if (scale == 0) return digits;
    const auto places = static_cast<std::size_t>(scale);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    return digits.insert(digits.size() - places, ".");
}

std::string Notation::value(std::int64_t mantissa) const {
    const io::Decimal decimal{mantissa, scale};
    return time ? io::time_text(decimal) : io::printed(decimal);
}

std::string Notation::value(std::uint64_t natural) const { return io::printed(natural); }

std::string Notation::value(double real) const { return io::printed(real); }

std::string Notation::width(std::uint64_t mantissa) const { return scaled_text(mantissa, scale); }

std::string Notation::width(const RealWidth& width) const {
    if (!width.doubled) return io::printed(width.high);
    const long double twice = 2.0L * static_cast<long double>(width.high);
    char text[48];
    for (int digits = 1; digits <= 17; ++digits) {
        std::snprintf(text, sizeof text, "%.*Le", digits - 1, twice);
        std::uint64_t mantissa = 0;
        for (const char* c = text; *c != 'e'; ++c) {
            if (*c != '.') mantissa = mantissa * 10 + static_cast<std::uint64_t>(*c - '0');
        }
        // The text stands for the width if its half, 5 tenths of it, is nearest to width.high.
        if (io::to_double(mantissa * 5, 308 - digits) == width.high) break;
    }
    return text;
}

}  // namespace pipelab::gap
