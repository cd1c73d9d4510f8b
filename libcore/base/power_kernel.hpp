#pragma once

#include "base/elementary_kernel.hpp"

#include <cmath>

/// As elementary_kernel.hpp: logarithms to more than double precision and what stands on them.
namespace pipelab::base::kernel {

/// a b exactly (Dekker 1971), unless it overflows or its lower half underflows.
PIPELAB_INLINE Pair exact_product(double a, double b) {
    const double ah = upper_half(a), al = a - ah, bh = upper_half(b), bl = b - bh;
    const double product = a * b;
    const double rest = (((ah * bh - product) + ah * bl) + al * bh);
    // al has 27 bits and bl too: their product may need 54, one more than there are.
    return {product, rest + al * bl};
}

PIPELAB_INLINE Pair times(Pair a, double b) {
    const Pair product = exact_product(a.hi, b);
    return fast_sum(product.hi, product.lo + a.lo * b);
}

PIPELAB_INLINE Pair times(Pair a, Pair b) {
    const Pair product = exact_product(a.hi, b.hi);
    return fast_sum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

/// log(x) = k ln 2 + log(m), m in [sqrt(1/2), sqrt(2)), log(m) to about 66 bits.
struct LogParts {
    double k;
    Pair log_m;
};

/// For 0 < x < infinity. s = f / (2 + f), f = m - 1: log(m) = 2 s + 2/3 s^3 + s^5 R(s^2), the
/// first two terms as pairs.
PIPELAB_INLINE LogParts log_parts(double x) {
    constexpr double c[] = {0x1.999999999999ap-2, 0x1.2492492492491p-2, 0x1.c71c71c71cfdep-3,
                            0x1.745d174512f5ep-3, 0x1.3b13b1bcae4fap-3, 0x1.1110df9bb9142p-3,
                            0x1.e1f80050fe0fcp-4, 0x1.ac4a0689e3f60p-4, 0x1.b8d8d83f58ff4p-4};
    constexpr Pair two_thirds{0x1.5555555555555p-1, 0x1.5555555555555p-55};
    constexpr std::uint64_t one = 0x3ff0000000000000, root_half = 0x3fe6a09e667f3bcd;
    const bool tiny = x < 0x1p-1022;
    const double u = x * (tiny ? 0x1p54 : 1.0);
    const std::uint64_t biased = (to_bits(u) + (one - root_half)) >> 52;
    const double k = small_to_double(biased) - (tiny ? 1077.0 : 1023.0);
    const double f = from_bits(to_bits(u) - ((biased - 1023) << 52)) - 1.0;
    const Pair d = fast_sum(2.0, f);
    const double high = f / d.hi;
    const Pair back = exact_product(high, d.hi);
    const Pair s{high, (((f - back.hi) - back.lo) - high * d.lo) / d.hi};
    const Pair square = times(s, s);
    const Pair cube = times(times(square, s), two_thirds);
    const double rest = square.hi * square.hi * s.hi * polynomial(square.hi, c);
    const Pair sum = fast_sum(2.0 * s.hi, cube.hi);
    return {k, fast_sum(sum.hi, sum.lo + (2.0 * s.lo + (cube.lo + rest)))};
}

/// log(x) to about 64 bits, for 0 < x < infinity.
PIPELAB_INLINE Pair log_pair(double x) {
    const LogParts parts = log_parts(x);
    const Pair sum = exact_sum(parts.k * 0x1.62e42fee00000p-1, parts.log_m.hi);
    return fast_sum(sum.hi, sum.lo + (parts.k * 0x1.a39ef35793c76p-33 + parts.log_m.lo));
}

/// What all logarithms are at the borders of their domain.
PIPELAB_INLINE double log_borders(double x, double inside) {
    double result = x == infinity ? x : inside;
    result = x == 0.0 ? -infinity : result;
    return x >= 0.0 ? result : not_a_number;
}

PIPELAB_INLINE double log2(double x) {
    const LogParts parts = log_parts(x);
    const Pair scaled = times(parts.log_m, Pair{0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56});
    const Pair sum = exact_sum(parts.k, scaled.hi);
    return log_borders(x, sum.hi + (sum.lo + scaled.lo));
}

PIPELAB_INLINE double log10(double x) {
    const Pair scaled = times(log_pair(x), Pair{0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57});
    return log_borders(x, scaled.hi + scaled.lo);
}

/// e^(x + low), |low| at most some ulp(x).
PIPELAB_INLINE double exp_of_sum(double x, double low) {
    const ExpParts e = exp_parts(clamp(x, -750.0, 750.0));
    const Pair sum = fast_sum(1.0, e.r);
    const double rest = e.rest + low * (1.0 + (e.r + e.rest));
    return (sum.hi + (sum.lo + rest)) * e.scale1 * e.scale2;
}

PIPELAB_INLINE double magnitude(double x) { return from_bits(to_bits(x) & 0x7fffffffffffffff); }

/// |x| with the sign of `sign`.
PIPELAB_INLINE double with_sign(double x, double sign) {
    return from_bits((to_bits(x) & 0x7fffffffffffffff) | (to_bits(sign) & 0x8000000000000000));
}

/// x rounded to a whole number, half to even.
PIPELAB_INLINE double nearest_whole(double x) {
    const double size = magnitude(x);
    const double rounded = (size + 0x1p52) - 0x1p52;
    return with_sign(size < 0x1p52 ? rounded : size, x);
}

PIPELAB_INLINE double pow(double x, double y) {
    const double size = magnitude(x);
    const bool special = size == 0.0 || size == infinity || size != size;
    const Pair l = log_pair(special ? 2.0 : size);
    const double rough = y * l.hi;
    const bool bounded = rough > -750.0 && rough < 750.0;
    const Pair product = exact_product(bounded ? y : 0.0, l.hi);
    const double low = product.lo + (bounded ? y : 0.0) * l.lo;
    double result = exp_of_sum(bounded ? product.hi : rough, low);
    const double at_zero = y < 0.0 ? infinity : 0.0, at_infinity = y < 0.0 ? 0.0 : infinity;
    result = size == 0.0 ? at_zero : result;
    result = size == infinity ? at_infinity : result;
    result = size == 1.0 ? 1.0 : result;
    const bool whole = nearest_whole(y) == y, even = nearest_whole(0.5 * y) == 0.5 * y;
    const bool negative = (to_bits(x) >> 63) != 0;
    result = negative && whole && !even ? -result : result;
    result = negative && !whole && size != 0.0 && size != infinity ? not_a_number : result;
    result = x != x || y != y ? not_a_number : result;
    return x == 1.0 || y == 0.0 ? 1.0 : result;
}

/// x = 2^(3q) m, m in [1, 8): a cubic for the root of m, Halley's iteration, and a last step of
/// Newton's with a residual of double precision.
PIPELAB_INLINE double cbrt(double x) {
    constexpr double start[] = {0x1.6ef7d7cd66d8cp-1, 0x1.50ba80e69b747p-2, -0x1.16bdce74d65dbp-5,
                                0x1.aaa35d014643bp-10};
    const double size = magnitude(x);
    const bool tiny = size < 0x1p-1022, special = size == 0.0 || !(size < infinity);
    const double u = special ? 1.0 : size * (tiny ? 0x1p54 : 1.0);
    const double exponent = small_to_double(to_bits(u) >> 52) - 1023.0;
    // Rounded to nearest, of a value that is never closer than 1/6 to the next half: a floor.
    const double thirds = (exponent * (1.0 / 3.0) - 1.0 / 3.0) + rounder;
    const double q = thirds - rounder;
    const std::uint64_t q_bits = to_bits(thirds) - to_bits(rounder);
    const double m = from_bits(to_bits(u) - ((q_bits * 3) << 52));
    double t = polynomial(m, start);
    for (int i = 0; i < 3; ++i) {
        const double cube = t * t * t;
        t *= (cube + 2.0 * m) / (2.0 * cube + m);
    }
    const Pair square = exact_product(t, t);
    const Pair cube = exact_product(square.hi, t);
    const double residual = (m - cube.hi) - (cube.lo + square.lo * t);
    const double root = t + residual / (3.0 * square.hi);
    const double scale = from_bits((q_bits + (tiny ? 1023 - 18 : 1023)) << 52);
    const double result = q == q ? root * scale : root;
    return special ? x : with_sign(result, x);
}

PIPELAB_INLINE double hypot(double x, double y) {
    const double a = magnitude(x), b = magnitude(y);
    const double larger = a > b ? a : b, smaller = a > b ? b : a;
    const bool huge = larger > 0x1p510, tiny = larger < 0x1p-450;
    const double scale = huge ? 0x1p-600 : (tiny ? 0x1p600 : 1.0);
    const double back = huge ? 0x1p600 : (tiny ? 0x1p-600 : 1.0);
    const double l = larger * scale, s = smaller * scale;
    const Pair square = exact_product(l, l), other = exact_product(s, s);
    const Pair sum = fast_sum(square.hi, other.hi);
    const double root = std::sqrt(sum.hi);
    const Pair again = exact_product(root, root);
    const double residual = (sum.hi - again.hi) + (sum.lo + (square.lo + (other.lo - again.lo)));
    const double result = (root > 0.0 ? root + 0.5 * residual / root : root) * back;
    const double finite = larger == 0.0 ? 0.0 : result;
    const bool nan = x != x || y != y;
    return a == infinity || b == infinity ? infinity : (nan ? not_a_number : finite);
}

}  // namespace pipelab::base::kernel
