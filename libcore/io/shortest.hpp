#pragma once

#include <cstdint>

namespace pipelab::io {

/// digits * 10^exponent.
struct ShortDecimal {
    std::uint64_t digits;  ///< may end in zeros; below 10^17
    int exponent;
};

/// The decimal with the fewest digits that reads back (to nearest, ties to even) as the positive
/// finite double whose bits are given; of several the nearest to it, of two equally near the even
/// one. O(1), exact for all doubles.
/// Source: Raffaello Giulietti, "The Schubfach way to render doubles" (2020), sections 8 and 9,
/// here with 128 instead of 126 bits of each power of ten.
ShortDecimal shortest_decimal(std::uint64_t bits);

}  // namespace pipelab::io
