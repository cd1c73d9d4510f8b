#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include <mpfr.h>

/// Formulas written once over a type of number and evaluated twice if need be: in doubles with a
/// bound of the error, then without rounding.
namespace pipelab::geometry::detail {

/// A double and a bound of its distance from the exact value of a formula, over the whole range:
/// what overflows has an infinite bound. The bound itself is computed in doubles; decided() leaves
/// room for that.
struct Bounded {
    double value, error = 0;

    /// Every formula here has fewer than 2^10 operations, so a bound is short by less than 2^-40.
    int sign() const {
        const double bound = error * (1 + 0x1p-40);
        return (value > bound) - (value < -bound);
    }
    bool decided() const { return sign() != 0; }

    friend Bounded operator+(Bounded a, Bounded b) {
        const double value = a.value + b.value;
        return {value, a.error + b.error + 0x1p-53 * std::abs(value)};
    }
    friend Bounded operator-(Bounded a, Bounded b) { return a + Bounded{-b.value, b.error}; }
    friend Bounded operator*(Bounded a, Bounded b) {
        const double value = a.value * b.value;
        return {value, a.error * (std::abs(b.value) + b.error) + std::abs(a.value) * b.error +
                           0x1p-53 * std::abs(value) + 0x1p-1020};
    }
};

/// An exact number: as many bits as its operations need.
class Exact {
  public:
    Exact(double value) {
        mpfr_init2(value_, 53);
        mpfr_set_d(value_, value, MPFR_RNDN);
    }
    Exact(const Exact& other) {
        mpfr_init2(value_, mpfr_get_prec(other.value_));
        mpfr_set(value_, other.value_, MPFR_RNDN);
    }
    ~Exact() { mpfr_clear(value_); }
    Exact& operator=(const Exact&) = delete;

    int sign() const {
        const int sign = mpfr_sgn(value_);
        return (sign > 0) - (sign < 0);
    }
    bool decided() const { return true; }
    friend Exact operator+(const Exact& a, const Exact& b) { return sum(mpfr_add, a, b); }
    friend Exact operator-(const Exact& a, const Exact& b) { return sum(mpfr_sub, a, b); }
    friend Exact operator*(const Exact& a, const Exact& b) {
        Exact result(mpfr_get_prec(a.value_) + mpfr_get_prec(b.value_), 0);
        mpfr_mul(result.value_, a.value_, b.value_, MPFR_RNDN);
        return result;
    }
    /// a / b rounded to nearest, ties to even; b is not 0.
    friend double rounded_quotient(const Exact& a, const Exact& b) {
        Exact result(53, 0);
        int inexact = mpfr_div(result.value_, a.value_, b.value_, MPFR_RNDN);
        if (mpfr_regular_p(result.value_) && mpfr_get_exp(result.value_) < -1021) {
            const mpfr_exp_t lowest = mpfr_get_emin();
            mpfr_set_emin(-1073);
            inexact = mpfr_check_range(result.value_, inexact, MPFR_RNDN);
            mpfr_subnormalize(result.value_, inexact, MPFR_RNDN);
            mpfr_set_emin(lowest);
        }
        return mpfr_get_d(result.value_, MPFR_RNDN);
    }

  private:
    using Operation = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
    Exact(mpfr_prec_t precision, int) { mpfr_init2(value_, precision); }
    static Exact sum(Operation operation, const Exact& a, const Exact& b) {
        if (!mpfr_regular_p(a.value_) && !mpfr_regular_p(b.value_)) return Exact(0.0);
        const auto end = [](const Exact& x) {
            return mpfr_regular_p(x.value_) ? mpfr_get_exp(x.value_) : mpfr_get_emin();
        };
        const auto begin = [](const Exact& x) {
            return mpfr_regular_p(x.value_) ? mpfr_get_exp(x.value_) - mpfr_get_prec(x.value_)
                                            : mpfr_get_emax();
        };
        const mpfr_exp_t high = std::max(end(a), end(b)) + 1;
        Exact result(static_cast<mpfr_prec_t>(high - std::min(begin(a), begin(b))), 0);
        operation(result.value_, a.value_, b.value_, MPFR_RNDN);
        return result;
    }
    mpfr_t value_;
};

/// The sign of formula(number), where number turns a double into the type of number to compute
/// with.
template <class Formula>
int sign_of(const Formula& formula) {
    const auto fast = formula([](double x) { return Bounded{x}; });
    if (fast.decided()) return fast.sign();
    return formula([](double x) { return Exact(x); }).sign();
}

}  // namespace pipelab::geometry::detail
