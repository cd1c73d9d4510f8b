#pragma once

#include <mpfr.h>

namespace pipelab::geometry {

struct Bounded;

/// A real number known as a midpoint of any precision and a radius: interval arithmetic on MPFR.
/// The midpoint of a result has the larger precision of the operands; an operation that is exact
/// in it adds nothing to the radius, so exact formulas end up with radius 0 once the precision
/// suffices. No overflow or underflow for formulas of doubles.
class Ball {
  public:
    /// Constants of formulas may leave out the precision.
    Ball(double value, long bits = 53);
    Ball(const Ball& other);
    Ball(Ball&& other) noexcept;
    Ball& operator=(Ball other) noexcept;
    ~Ball();
    static Ball pi(long bits);

    Ball operator-() const;
    friend Ball operator+(const Ball& a, const Ball& b);
    friend Ball operator-(const Ball& a, const Ball& b) { return a + -b; }
    friend Ball operator*(const Ball& a, const Ball& b);
    /// Unknown where b may be 0, NaN where it is.
    friend Ball operator/(const Ball& a, const Ball& b);
    friend Ball square(const Ball& a) { return a * a; }
    /// Of a number known to be at least 0.
    friend Ball sqrt(const Ball& a);
    friend Ball sin(const Ball& a);
    friend Ball cos(const Ball& a);
    /// In (-pi, pi].
    friend Ball atan2(const Ball& y, const Ball& x);

    /// Whether the double nearest to the number, ties to even (infinite beyond the largest one),
    /// is certain; `result` is that of the midpoint anyway.
    friend bool settled(const Ball& a, double& result);
    /// Whether the sign is certain.
    friend bool settled(const Ball& a, int& sign);
    /// The midpoint as hi + lo with an error bound.
    friend Bounded to_bounded(const Ball& a);

  private:
    struct Precision {
        long bits;
    };
    explicit Ball(Precision precision);
    long bits() const { return mpfr_get_prec(middle_); }
    void unknown() { mpfr_set_inf(radius_, 1); }
    void add_rounding(int ternary);
    void add_scaled_radius(mpfr_srcptr factor, mpfr_srcptr radius);

    mpfr_t middle_, radius_;
};

}  // namespace pipelab::geometry
