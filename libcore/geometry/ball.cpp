#include "geometry/ball.hpp"

#include "geometry/bounded.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::geometry {
namespace {

constexpr long radius_bits = 64;

/// A number that lives as long as one operation.
class Scratch {
  public:
    explicit Scratch(long bits) { mpfr_init2(value_, bits); }
    ~Scratch() { mpfr_clear(value_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    operator mpfr_ptr() { return value_; }

  private:
    mpfr_t value_;
};

}  // namespace

Ball::Ball(Precision precision) {
    mpfr_init2(middle_, precision.bits);
    mpfr_init2(radius_, radius_bits);
    mpfr_set_zero(radius_, 1);
}

Ball::Ball(double value, long bits) : Ball(Precision{std::max(bits, 53L)}) {
    mpfr_set_d(middle_, value, MPFR_RNDN);
}

Ball::Ball(const Ball& other) : Ball(Precision{other.bits()}) {
    mpfr_set(middle_, other.middle_, MPFR_RNDN);
    mpfr_set(radius_, other.radius_, MPFR_RNDU);
}

Ball::Ball(Ball&& other) noexcept : Ball(Precision{MPFR_PREC_MIN}) {
    mpfr_swap(middle_, other.middle_);
    mpfr_swap(radius_, other.radius_);
}

Ball& Ball::operator=(Ball other) noexcept {
    mpfr_swap(middle_, other.middle_);
    mpfr_swap(radius_, other.radius_);
    return *this;
}

Ball::~Ball() {
    mpfr_clear(middle_);
    mpfr_clear(radius_);
}

Ball Ball::pi(long bits) {
    Ball result(Precision{bits});
    result.add_rounding(mpfr_const_pi(result.middle_, MPFR_RNDN));
    return result;
}

/// Half a unit of the last place of the midpoint, unless that is exact.
void Ball::add_rounding(int ternary) {
    if (ternary == 0) return;
    if (!mpfr_regular_p(middle_)) return unknown();
    Scratch half(radius_bits);
    mpfr_set_ui_2exp(half, 1, mpfr_get_exp(middle_) - bits() - 1, MPFR_RNDU);
    mpfr_add(radius_, radius_, half, MPFR_RNDU);
}

void Ball::add_scaled_radius(mpfr_srcptr factor, mpfr_srcptr radius) {
    if (mpfr_zero_p(radius)) return;
    Scratch term(radius_bits);
    mpfr_mul(term, factor, radius, MPFR_RNDA);
    mpfr_abs(term, term, MPFR_RNDU);
    mpfr_add(radius_, radius_, term, MPFR_RNDU);
}

Ball Ball::operator-() const {
    Ball result(*this);
    mpfr_neg(result.middle_, result.middle_, MPFR_RNDN);
    return result;
}

Ball operator+(const Ball& a, const Ball& b) {
    Ball result(Ball::Precision{std::max(a.bits(), b.bits())});
    const int ternary = mpfr_add(result.middle_, a.middle_, b.middle_, MPFR_RNDN);
    mpfr_add(result.radius_, a.radius_, b.radius_, MPFR_RNDU);
    result.add_rounding(ternary);
    return result;
}

Ball operator*(const Ball& a, const Ball& b) {
    Ball result(Ball::Precision{std::max(a.bits(), b.bits())});
    const int ternary = mpfr_mul(result.middle_, a.middle_, b.middle_, MPFR_RNDN);
    result.add_scaled_radius(a.middle_, b.radius_);
    result.add_scaled_radius(b.middle_, a.radius_);
    result.add_scaled_radius(a.radius_, b.radius_);
    result.add_rounding(ternary);
    return result;
}

Ball operator/(const Ball& a, const Ball& b) {
    Ball result(Ball::Precision{std::max(a.bits(), b.bits())});
    if (mpfr_cmpabs(b.middle_, b.radius_) <= 0) {
        if (!mpfr_zero_p(b.radius_)) {
            mpfr_set_zero(result.middle_, 1);
            result.unknown();
        }
        return result;
    }
    const int ternary = mpfr_div(result.middle_, a.middle_, b.middle_, MPFR_RNDN);
    if (!mpfr_zero_p(a.radius_) || !mpfr_zero_p(b.radius_)) {
        // |A / B - a / b| <= (ra + |a / b| rb) / (|b| - rb), and |a / b| < 2 |result| unless 0.
        Scratch least(radius_bits), twice(radius_bits);
        mpfr_abs(least, b.middle_, MPFR_RNDD);
        mpfr_sub(least, least, b.radius_, MPFR_RNDD);
        mpfr_mul_2ui(twice, result.middle_, 1, MPFR_RNDA);
        mpfr_set(result.radius_, a.radius_, MPFR_RNDU);
        result.add_scaled_radius(twice, b.radius_);
        if (mpfr_sgn(static_cast<mpfr_ptr>(least)) > 0) {
            mpfr_div(result.radius_, result.radius_, least, MPFR_RNDU);
        } else {
            result.unknown();
        }
    }
    result.add_rounding(ternary);
    return result;
}

Ball sqrt(const Ball& a) {
    Ball result(Ball::Precision{a.bits()});
    if (mpfr_sgn(a.middle_) > 0) {
        const int ternary = mpfr_sqrt(result.middle_, a.middle_, MPFR_RNDN);
        // |sqrt(A) - sqrt(a)| = |A - a| / (sqrt(A) + sqrt(a)).
        Scratch low(radius_bits);
        mpfr_sqrt(low, a.middle_, MPFR_RNDD);
        mpfr_div(result.radius_, a.radius_, low, MPFR_RNDU);
        result.add_rounding(ternary);
    } else {
        mpfr_set_zero(result.middle_, 1);
        mpfr_sqrt(result.radius_, a.radius_, MPFR_RNDU);
    }
    return result;
}

Ball sin(const Ball& a) {
    Ball result(a);
    result.add_rounding(mpfr_sin(result.middle_, a.middle_, MPFR_RNDN));
    return result;
}

Ball cos(const Ball& a) {
    Ball result(a);
    result.add_rounding(mpfr_cos(result.middle_, a.middle_, MPFR_RNDN));
    return result;
}

Ball atan2(const Ball& y, const Ball& x) {
    Ball result(Ball::Precision{std::max(y.bits(), x.bits())});
    const bool y_zero = mpfr_zero_p(y.middle_) && mpfr_zero_p(y.radius_);
    if (y_zero) {
        if (mpfr_sgn(x.middle_) < 0) result = Ball::pi(result.bits());
        if (mpfr_cmpabs(x.middle_, x.radius_) < 0) result.unknown();
        return result;
    }
    const int ternary = mpfr_atan2(result.middle_, y.middle_, x.middle_, MPFR_RNDN);
    mpfr_add(result.radius_, y.radius_, x.radius_, MPFR_RNDU);
    if (!mpfr_zero_p(result.radius_)) {
        // The gradient is 1 / distance from the origin; the jump is where y = 0 > x.
        Scratch far(radius_bits), other(radius_bits);
        mpfr_abs(far, x.middle_, MPFR_RNDD), mpfr_sub(far, far, x.radius_, MPFR_RNDD);
        mpfr_abs(other, y.middle_, MPFR_RNDD), mpfr_sub(other, other, y.radius_, MPFR_RNDD);
        const bool jump = mpfr_sgn(static_cast<mpfr_ptr>(other)) <= 0 && mpfr_sgn(x.middle_) <= 0;
        mpfr_max(far, far, other, MPFR_RNDD);
        if (jump || mpfr_sgn(static_cast<mpfr_ptr>(far)) <= 0) {
            result.unknown();
        } else {
            mpfr_div(result.radius_, result.radius_, far, MPFR_RNDU);
        }
    }
    result.add_rounding(ternary);
    return result;
}

bool settled(const Ball& a, double& result) {
    result = mpfr_get_d(a.middle_, MPFR_RNDN);
    if (mpfr_zero_p(a.radius_)) return true;
    if (!mpfr_number_p(a.radius_)) return false;
    Scratch end(a.bits());
    mpfr_sub(end, a.middle_, a.radius_, MPFR_RNDD);
    const double low = mpfr_get_d(end, MPFR_RNDN);
    mpfr_add(end, a.middle_, a.radius_, MPFR_RNDU);
    return low == mpfr_get_d(end, MPFR_RNDN);
}

bool settled(const Ball& a, int& sign) {
    sign = std::clamp(mpfr_sgn(a.middle_), -1, 1);
    return mpfr_zero_p(a.radius_) || mpfr_cmpabs(a.middle_, a.radius_) > 0;
}

Bounded to_bounded(const Ball& a) {
    Bounded result(mpfr_get_d(a.middle_, MPFR_RNDN));
    Scratch rest(a.bits());
    mpfr_sub_d(rest, a.middle_, result.hi, MPFR_RNDN);
    result.lo = mpfr_get_d(rest, MPFR_RNDN);
    mpfr_sub_d(rest, rest, result.lo, MPFR_RNDN);
    mpfr_abs(rest, rest, MPFR_RNDU);
    mpfr_add(rest, rest, a.radius_, MPFR_RNDU);
    result.error = mpfr_get_d(rest, MPFR_RNDU);
    if (result.error != 0) result.error += 0x1p-1060;
    return result;
}

}  // namespace pipelab::geometry
