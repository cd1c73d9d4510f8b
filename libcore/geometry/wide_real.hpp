#pragma once

#include "geometry/point.hpp"

#include <utility>

#include <mpfr.h>

namespace pipelab::geometry {

/// A real number with 16384 bits: enough for sums and products of up to seven doubles without
/// rounding, and for one quotient or root of such to round to the nearest double as the exact
/// value does. Some microseconds an operation: for what filters leave open and for results.
class WideReal {
  public:
    WideReal(double value = 0) { init(), mpfr_set_d(value_, value, MPFR_RNDN); }
    WideReal(const WideReal& other) { init(), mpfr_set(value_, other.value_, MPFR_RNDN); }
    WideReal& operator=(const WideReal& other) {
        mpfr_set(value_, other.value_, MPFR_RNDN);
        return *this;
    }
    ~WideReal() { mpfr_clear(value_); }

    friend WideReal operator+(const WideReal& a, const WideReal& b) { return of(mpfr_add, a, b); }
    friend WideReal operator-(const WideReal& a, const WideReal& b) { return of(mpfr_sub, a, b); }
    friend WideReal operator*(const WideReal& a, const WideReal& b) { return of(mpfr_mul, a, b); }
    friend WideReal operator/(const WideReal& a, const WideReal& b) { return of(mpfr_div, a, b); }
    friend WideReal sqrt(const WideReal& a) {
        WideReal result;
        mpfr_sqrt(result.value_, a.value_, MPFR_RNDN);
        return result;
    }
    int sign() const {
        const int sign = mpfr_sgn(value_);
        return (sign > 0) - (sign < 0);
    }
    /// To nearest, ties to even; infinite beyond the largest.
    double rounded() const { return mpfr_get_d(value_, MPFR_RNDN); }

  private:
    using Operation = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
    void init() { mpfr_init2(value_, 16384); }
    static WideReal of(Operation operation, const WideReal& a, const WideReal& b) {
        WideReal result;
        operation(result.value_, a.value_, b.value_, MPFR_RNDN);
        return result;
    }
    mpfr_t value_;
};

/// A vector between points without rounding.
struct WideVector {
    WideVector(Point from, Point to) : x(WideReal(to.x) - from.x), y(WideReal(to.y) - from.y) {}
    WideReal x, y;
    WideReal square() const { return x * x + y * y; }
    WideReal cross(const WideVector& other) const { return x * other.y - y * other.x; }
    WideReal dot(const WideVector& other) const { return x * other.x + y * other.y; }
};

/// |ab|, rounded once.
inline double rounded_distance(Point a, Point b) {
    return sqrt(WideVector(a, b).square()).rounded();
}

}  // namespace pipelab::geometry
