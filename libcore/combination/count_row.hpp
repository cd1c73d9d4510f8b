#pragma once

#include "base/wide.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <gmpxx.h>

/// Rows of counts, in numbers of 64, 128 or any number of bits.
namespace pipelab::combination::detail {

using base::Wide;

inline mpz_class exact(std::uint64_t value) { return mpz_class(static_cast<unsigned long>(value)); }
inline mpz_class exact(Wide value) {
    return (exact(static_cast<std::uint64_t>(value >> 64)) << 64) +
           exact(static_cast<std::uint64_t>(value));
}
inline mpz_class exact(const mpz_class& value) { return value; }

/// Coefficients of x^least .. in one row of a table; what falls outside is 0.
template <class Number>
struct Row {
    Number* begin;
    std::ptrdiff_t width;

    /// this += sign * other * x^shift; other may be this: then the terms that were added count
    /// (again = true) or do not.
    void add(const Row& other, std::int64_t shift, int sign, bool again) {
        if (shift >= width || -shift >= width) return;
        const auto by = static_cast<std::ptrdiff_t>(shift);
        const std::ptrdiff_t first = std::max<std::ptrdiff_t>(by, 0);
        const std::ptrdiff_t last = std::min(width, width + by);
        const Number* const from = other.begin - by;
        if ((by > 0) == again) {
            for (std::ptrdiff_t i = first; i < last; ++i) add(i, from[i], sign);
        } else {
            for (std::ptrdiff_t i = last; i-- > first;) add(i, from[i], sign);
        }
    }

  private:
    void add(std::ptrdiff_t i, const Number& value, int sign) {
        if (sign > 0) {
            begin[i] += value;
        } else {
            begin[i] -= value;
        }
    }
};

}  // namespace pipelab::combination::detail
