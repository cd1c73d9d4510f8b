#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <mpfr.h>

/// A number of 2300 bits: sums of doubles are exact in it, functions as good as exact.
class Reference {
  public:
    explicit Reference(double value = 0, mpfr_prec_t precision = 2300) {
        mpfr_init2(value_, precision);
        mpfr_set_d(value_, value, MPFR_RNDN);
    }
    Reference(const Reference&) = delete;
    Reference& operator=(const Reference&) = delete;
    ~Reference() { mpfr_clear(value_); }
    mpfr_ptr get() { return value_; }
    double rounded() const { return mpfr_get_d(value_, MPFR_RNDN); }

  private:
    mpfr_t value_;
};

/// Distance of `computed` from the exact value, in units of the last place of the latter. A
/// special value that is not exactly as it should be is infinitely far away.
inline double error_in_ulps(double computed, Reference& exact) {
    const double nearest = exact.rounded();
    if (std::isnan(nearest)) return std::isnan(computed) ? 0 : INFINITY;
    if (std::isinf(nearest)) return computed == nearest ? 0 : INFINITY;
    if (!std::isfinite(computed)) return INFINITY;
    int exponent = 0;
    std::frexp(nearest, &exponent);
    const int unit = std::max(exponent - 53, -1074);
    Reference difference(computed, 200);
    mpfr_sub(difference.get(), difference.get(), exact.get(), MPFR_RNDN);
    mpfr_mul_2si(difference.get(), difference.get(), -unit, MPFR_RNDN);
    return std::abs(difference.rounded());
}
