#pragma once

#include "geometry/rounded.hpp"

#include <cmath>

namespace pipelab::geometry {

/// A double and a bound of its distance from the exact value of a formula, over the whole range:
/// what overflows has an infinite or no bound. Cheaper than Bounded by far, and decides nearly all
/// signs.
struct Filtered {
    double value = 0, error = 0;

    Filtered(double exact) : value(exact) {}
    Filtered(double rounded, double bound) : value(rounded), error(bound) {}

    /// 0: unknown. Bounds are computed in doubles; of formulas with fewer than 2^10 operations
    /// they are short by less than a factor of 1 + 2^-40.
    int sign() const {
        const double bound = error * (1 + 0x1p-40);
        return (value > bound) - (value < -bound);
    }

    friend Filtered operator+(const Filtered& a, const Filtered& b) {
        const double sum = a.value + b.value;
        return {sum, a.error + b.error + 0x1p-53 * std::abs(sum)};
    }
    friend Filtered operator-(const Filtered& a, const Filtered& b) {
        return a + Filtered{-b.value, b.error};
    }
    friend Filtered operator*(const Filtered& a, const Filtered& b) {
        const double product = a.value * b.value;
        return {product, a.error * (std::abs(b.value) + b.error) + std::abs(a.value) * b.error +
                             0x1p-53 * std::abs(product) + 0x1p-1020};
    }
};

/// The sign of a polynomial, as sign_of, with a filter of plain doubles in front.
template <class Formula>
int filtered_sign(const Formula& formula) {
    const Filtered fast = formula([](double x) { return Filtered(x); });
    if (const int sign = fast.sign(); sign != 0) return sign;
    return sign_of(formula);
}

}  // namespace pipelab::geometry
