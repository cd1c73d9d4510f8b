#pragma once

#include "base/wide.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace pipelab::geometry {

/// Integers of n 64-bit limbs in two's complement, low limb first, for exact polynomials of
/// coordinates. A sum or difference must fit; a product always does.
template <std::size_t n>
struct FixedInteger {
    std::array<std::uint64_t, n> limbs;

    bool negative() const { return limbs[n - 1] >> 63 != 0; }
    int sign() const {
        if (negative()) return -1;
        std::uint64_t any = 0;
        for (const std::uint64_t limb : limbs) any |= limb;
        return any != 0;
    }

    friend FixedInteger operator+(const FixedInteger& a, const FixedInteger& b) {
        FixedInteger sum;
        base::Wide carry = 0;
        for (std::size_t i = 0; i < n; ++i) {
            carry += base::Wide{a.limbs[i]} + b.limbs[i];
            sum.limbs[i] = static_cast<std::uint64_t>(carry);
            carry >>= 64;
        }
        return sum;
    }
    FixedInteger operator-() const {
        FixedInteger result;
        base::Wide carry = 1;
        for (std::size_t i = 0; i < n; ++i) {
            carry += static_cast<std::uint64_t>(~limbs[i]);
            result.limbs[i] = static_cast<std::uint64_t>(carry);
            carry >>= 64;
        }
        return result;
    }
    friend FixedInteger operator-(const FixedInteger& a, const FixedInteger& b) { return a + -b; }
};

inline FixedInteger<2> fixed(base::SignedWide value) {
    return {{static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(value >> 64)}};
}

template <std::size_t n, std::size_t m>
FixedInteger<n + m> product(const FixedInteger<n>& a, const FixedInteger<m>& b) {
    const FixedInteger<n> left = a.negative() ? -a : a;
    const FixedInteger<m> right = b.negative() ? -b : b;
    FixedInteger<n + m> result{};
    for (std::size_t i = 0; i < n; ++i) {
        base::Wide carry = 0;
        for (std::size_t j = 0; j < m; ++j) {
            carry += base::Wide{left.limbs[i]} * right.limbs[j] + result.limbs[i + j];
            result.limbs[i + j] = static_cast<std::uint64_t>(carry);
            carry >>= 64;
        }
        result.limbs[i + m] = static_cast<std::uint64_t>(carry);
    }
    return a.negative() != b.negative() ? -result : result;
}
inline std::int64_t product(std::int32_t a, std::int32_t b) { return std::int64_t{a} * b; }
inline base::SignedWide product(std::int64_t a, std::int64_t b) { return base::SignedWide{a} * b; }
inline base::SignedWide product(std::int64_t a, std::int32_t b) { return base::SignedWide{a} * b; }
inline FixedInteger<4> product(base::SignedWide a, std::int64_t b) {
    return product(fixed(a), fixed(b));
}
inline FixedInteger<4> product(base::SignedWide a, base::SignedWide b) {
    return product(fixed(a), fixed(b));
}

template <std::size_t n>
int sign_of(const FixedInteger<n>& value) {
    return value.sign();
}
inline int sign_of(std::int64_t value) { return (value > 0) - (value < 0); }
inline int sign_of(base::SignedWide value) { return (value > 0) - (value < 0); }

}  // namespace pipelab::geometry
