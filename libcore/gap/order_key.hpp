#pragma once

#include <bit>
#include <cstdint>

namespace pipelab::gap {

/// An unsigned number in the order of the doubles, -0 before 0: negative ones grow as their bits
/// shrink. Doubles of all orders of magnitude are spread evenly.
inline std::uint64_t order_key(double value) {
    constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    const auto bits = std::bit_cast<std::uint64_t>(value);
    return bits & sign ? ~bits : bits | sign;
}

/// The double of a key.
inline double from_order_key(std::uint64_t key) {
    constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    return std::bit_cast<double>(key & sign ? key ^ sign : ~key);
}

}  // namespace pipelab::gap
