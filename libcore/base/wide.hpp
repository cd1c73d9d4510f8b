#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

/// 128-bit integers and powers of ten.
namespace pipelab::base {

__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

namespace detail {

template <class T, std::size_t count>
constexpr std::array<T, count> powers_of_ten = [] {
    std::array<T, count> powers{1};
    for (std::size_t i = 1; i < count; ++i) powers[i] = 10 * powers[i - 1];
    return powers;
}();

}  // namespace detail

/// 10^exponent for exponent in 0..19.
constexpr std::uint64_t power_of_ten(int exponent) {
    return detail::powers_of_ten<std::uint64_t, 20>[static_cast<std::size_t>(exponent)];
}

/// 10^exponent for exponent in 0..38.
constexpr Wide wide_power_of_ten(int exponent) {
    return detail::powers_of_ten<Wide, 39>[static_cast<std::size_t>(exponent)];
}

/// The value, or the largest that 64 bits hold.
constexpr std::uint64_t saturated(Wide value) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    return value < most ? static_cast<std::uint64_t>(value) : most;
}

}  // namespace pipelab::base
