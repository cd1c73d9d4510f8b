#pragma once

#include <cmath>
#include <limits>

namespace pipelab::geometry {

/// A real number known as hi + lo, |lo| at most half a unit of the last place of hi, with an
/// absolute error of at most `error`. Some 32 decimal digits at the speed of a few dozen
/// operations of double. An operation whose result is representable tends to have no error at
/// all: sums measure what they drop, products of doubles are complete (Dekker 1971, "A
/// floating-point technique for extending the available precision"), quotients and roots are
/// judged by their residuals. Where the range of double does not suffice, error is infinite or
/// NaN; whoever asks must take both for "unknown".
struct Bounded {
    double hi = 0, lo = 0, error = 0;

    Bounded() = default;
    Bounded(double value) : hi(value) {}
    Bounded(double hi_, double lo_, double error_) : hi(hi_), lo(lo_), error(error_) {}
    static Bounded unknown() { return {0, 0, std::numeric_limits<double>::infinity()}; }

    Bounded operator-() const { return {-hi, -lo, error}; }
};

namespace detail {

/// a + b = result + rest.
inline double two_sum(double a, double b, double& rest) {
    const double sum = a + b, b_part = sum - a, a_part = sum - b_part;
    rest = (a - a_part) + (b - b_part);
    return sum;
}

/// What computing an error bound may round away.
inline double rounded_up(double error) { return error * (1 + 0x1p-40); }

/// ab, exact unless it leaves the range of double.
inline Bounded exact_product(double a, double b) {
    constexpr double splitter = 0x1p27 + 1;
    const double p = a * b;
    const double a_big = splitter * a, b_big = splitter * b;
    const double a_high = a_big - (a_big - a), b_high = b_big - (b_big - b);
    const double a_low = a - a_high, b_low = b - b_high;
    const double rest = ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low;
    if (std::abs(p) >= 0x1p-950 && std::abs(p) <= 0x1p990 && std::abs(rest) <= 0x1p990) {
        return {p, rest, 0};
    }
    if (a == 0 || b == 0) return 0;
    return std::abs(p) < 0x1p-950 ? Bounded{p, 0, 0x1p-1000} : Bounded::unknown();
}

}  // namespace detail

inline Bounded operator+(const Bounded& a, const Bounded& b) {
    double rest, dropped1, dropped2;
    const double sum = detail::two_sum(a.hi, b.hi, rest);
    const double low = detail::two_sum(rest, detail::two_sum(a.lo, b.lo, dropped1), dropped2);
    Bounded result;
    result.hi = detail::two_sum(sum, low, result.lo);
    result.error =
        detail::rounded_up((a.error + b.error) + (std::abs(dropped1) + std::abs(dropped2)));
    return result;
}

inline Bounded operator-(const Bounded& a, const Bounded& b) { return a + -b; }

inline Bounded operator*(const Bounded& a, const Bounded& b) {
    Bounded result = detail::exact_product(a.hi, b.hi);
    if (a.lo != 0 || b.lo != 0) {
        const double left = a.hi * b.lo, right = a.lo * b.hi, both = a.lo * b.lo;
        const double low = result.lo + (left + right);
        // Three roundings, each within 2^-53 of what it rounds, and underflow.
        result.error += 0x1p-51 * (std::abs(left) + std::abs(right) + std::abs(low)) +
                        std::abs(both) + 0x1p-1060;
        result.hi = detail::two_sum(result.hi, low, result.lo);
    }
    if (a.error != 0 || b.error != 0) {
        result.error += (std::abs(a.hi) + a.error) * b.error + std::abs(b.hi) * a.error + 0x1p-1060;
    }
    result.error = detail::rounded_up(result.error);
    return result;
}

inline Bounded square(const Bounded& a) { return a * a; }

/// Unknown where b may be 0.
inline Bounded operator/(const Bounded& a, const Bounded& b) {
    const double q1 = a.hi / b.hi;
    if (!(std::abs(q1) <= 0x1p900)) return Bounded::unknown();
    const auto without = [&](const Bounded& rest, double q) {
        const Bounded left = rest - detail::exact_product(b.hi, q);
        return b.lo == 0 ? left : left - detail::exact_product(b.lo, q);
    };
    const Bounded rest1 = without({a.hi, a.lo, 0}, q1);
    const double q2 = rest1.hi / b.hi;
    const Bounded rest2 = without(rest1, q2);
    Bounded result;
    result.hi = detail::two_sum(q1, q2, result.lo);
    // |A / B - q| = |A - q B| / |B|.
    const double residual = std::abs(rest2.hi) + rest2.error + a.error;
    const double least = std::abs(b.hi) * (1 - 0x1p-40) - b.error;
    if (!(least > 0)) return Bounded::unknown();
    if (residual != 0 || b.error != 0) {
        result.error =
            detail::rounded_up((residual + std::abs(result.hi) * b.error) / least) + 0x1p-1060;
    }
    return result;
}

/// The root of a number known to be at least 0.
inline Bounded sqrt(const Bounded& a) {
    if (a.hi == 0 && a.error == 0) return 0;
    if (!(a.hi >= 0x1p-900 && a.hi <= 0x1p900)) return Bounded::unknown();
    const double s1 = std::sqrt(a.hi);
    const Bounded rest1 = Bounded{a.hi, a.lo, 0} - detail::exact_product(s1, s1);
    const double s2 = rest1.hi / (2 * s1);
    const Bounded rest2 = rest1 - detail::exact_product(2 * s1, s2) - detail::exact_product(s2, s2);
    Bounded result;
    result.hi = detail::two_sum(s1, s2, result.lo);
    // |sqrt(A) - s| = |A - s^2| / (sqrt(A) + s).
    const double residual = std::abs(rest2.hi) + rest2.error + a.error;
    if (residual != 0) result.error = detail::rounded_up(residual / s1) + 0x1p-1060;
    return result;
}

/// Whether the double nearest to the number, ties to even, is certain; it is then in `result`.
inline bool settled(const Bounded& value, double& result) {
    if (value.error == 0) {
        result = value.hi;
        return std::isfinite(value.hi) && std::isfinite(value.lo);
    }
    const double slack = value.error * (1 + 0x1p-40) + std::abs(value.lo) * 0x1p-51;
    result = value.hi + (value.lo - slack);
    return result == value.hi + (value.lo + slack) && std::isfinite(result);
}

/// Whether the sign is certain.
inline bool settled(const Bounded& value, int& sign) {
    sign = (value.hi > 0) - (value.hi < 0);
    const double lowest = std::abs(value.hi) * (1 - 0x1p-40);
    return std::isfinite(value.hi) && std::isfinite(value.lo) &&
           (lowest > value.error || value.error == 0);
}

/// Not computed here: left to numbers of more digits.
inline Bounded sin(const Bounded&) { return Bounded::unknown(); }
inline Bounded cos(const Bounded&) { return Bounded::unknown(); }

/// The angle of (x, y), in (-pi, pi], to some 20 digits. Unknown where a sign is uncertain and at
/// the origin.
Bounded atan2(const Bounded& y, const Bounded& x);

}  // namespace pipelab::geometry
