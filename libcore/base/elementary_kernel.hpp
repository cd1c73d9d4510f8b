#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

/// The branch-free bodies of base/elementary.hpp, for loops that are to be vectorised. They keep
/// their promise of equal bits only in files compiled with -ffp-contract=off, and become vectors
/// only with -fno-math-errno -fno-trapping-math. Always inlined, so that a clone for one
/// instruction set never calls the code of another.
#define PIPELAB_INLINE [[gnu::always_inline]] inline

namespace pipelab::base::kernel {

PIPELAB_INLINE std::uint64_t to_bits(double x) { return std::bit_cast<std::uint64_t>(x); }
PIPELAB_INLINE double from_bits(std::uint64_t b) { return std::bit_cast<double>(b); }

/// c[i] + c[i + 1] x + c[i + 2] x^2 + ... by Horner's rule, without a loop: vectorised ones hold
/// none but short ones.
template <std::size_t i = 0, std::size_t n>
PIPELAB_INLINE double polynomial(double x, const double (&c)[n]) {
    if constexpr (i + 1 == n)
        return c[i];
    else
        return polynomial<i + 1>(x, c) * x + c[i];
}

/// An unevaluated sum of two doubles.
struct Pair {
    double hi, lo;
};

/// a + b exactly, for |a| >= |b| or a = 0 (Dekker 1971).
PIPELAB_INLINE Pair fast_sum(double a, double b) {
    const double sum = a + b;
    return {sum, b - (sum - a)};
}

/// a + b exactly (Knuth, TAOCP 2, 4.2.2).
PIPELAB_INLINE Pair exact_sum(double a, double b) {
    const double sum = a + b;
    const double rest = sum - a;
    return {sum, (a - (sum - rest)) + (b - rest)};
}

/// The upper 26 bits of x.
PIPELAB_INLINE double upper_half(double x) { return from_bits(to_bits(x) & ~0x7ffffffULL); }

/// 2 pi t to about 80 bits, for t of at most 53 bits.
PIPELAB_INLINE Pair times_two_pi(double t) {
    constexpr double upper = 0x1.921fb50000000p+2, lower = 0x1.110b4611a6263p-24;
    const double high = upper_half(t);
    return fast_sum(high * upper, (t - high) * upper + t * lower);
}

/// x as a double, for x < 2^52; conversions of 64-bit integers are not vector instructions
/// before AVX-512, adding to the mantissa of 2^52 is.
PIPELAB_INLINE double small_to_double(std::uint64_t x) {
    return from_bits(x | 0x4330000000000000) - 0x1p52;
}

/// (bits + 1/2) / 2^64 rounded once: in (0, 1], symmetric, fine-grained towards 0.
PIPELAB_INLINE double open_unit(std::uint64_t bits) {
    return (small_to_double(bits >> 32) * 0x1p32 + (small_to_double(bits & 0xffffffff) + 0.5)) *
           0x1p-64;
}

/// The upper 53 bits divided by 2^53: exact, in [0, 1).
PIPELAB_INLINE double half_open_unit(std::uint64_t bits) {
    const double upper = from_bits((bits >> 12) | 0x3ff0000000000000) - 1.0;
    return upper + from_bits((0 - (bits >> 11 & 1)) & 0x3ca0000000000000);  // 2^-53
}

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
/// 1.5 * 2^52: adding it rounds a small double to an integer that stands in the low bits.
constexpr double rounder = 0x1.8p52;

/// log(u / 2^shift) + correction for normal u > 0. With u = 2^k m, m in [sqrt(1/2), sqrt(2)),
/// f = m - 1 and s = f / (2 + f): log(m) = 2 atanh(s) = f - (f^2/2 - s (f^2/2 + R)), R the series
/// of 2 atanh(s) / s beyond its 2 (the arrangement of FDLIBM's log, coefficients of our own).
PIPELAB_INLINE double log_normal(double u, double shift, double correction) {
    constexpr double c[] = {0x1.5555555555558p-1, 0x1.9999999995224p-2, 0x1.2492492e03df2p-2,
                            0x1.c71c62d046370p-3, 0x1.7462ba254dcfbp-3, 0x1.39fdb9a93a519p-3,
                            0x1.2b5fb9f34d9dep-3};
    constexpr std::uint64_t one = 0x3ff0000000000000, root_half = 0x3fe6a09e667f3bcd;
    const std::uint64_t biased = (to_bits(u) + (one - root_half)) >> 52;
    const double k = small_to_double(biased) - (shift + 1023.0);
    const double f = from_bits(to_bits(u) - ((biased - 1023) << 52)) - 1.0;
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double half_square = 0.5 * f * f;
    const double rest = half_square - s * (half_square + z * polynomial(z, c));
    const Pair sum = fast_sum(k * 0x1.62e42fee00000p-1, f);
    return sum.hi + ((sum.lo + (k * 0x1.a39ef35793c76p-33 + correction)) - rest);
}

PIPELAB_INLINE double log(double x) {
    const bool tiny = x < 0x1p-1022;
    const double scaled = x * (tiny ? 0x1p54 : 1.0);
    double result = log_normal(scaled, tiny ? 54.0 : 0.0, 0.0);
    result = x == infinity ? x : result;
    result = x == 0.0 ? -infinity : result;
    return x >= 0.0 ? result : not_a_number;
}

PIPELAB_INLINE double log1p(double x) {
    const Pair u = exact_sum(1.0, x);
    double result = log_normal(u.hi, 0.0, u.lo / u.hi);
    result = (x == infinity || x == 0.0) ? x : result;
    result = x == -1.0 ? -infinity : result;
    return x >= -1.0 ? result : not_a_number;
}

/// The parts of e^x = 2^k (1 + r + rest), and 2^k as the product of two normal numbers.
struct ExpParts {
    double r, rest, scale1, scale2, inverse1, inverse2;
};

/// For |x| < 800. r = x - k ln 2 exactly but for its tail, which is in `rest` together with
/// e^r - 1 - r = r^2/2 + r^3 E(r).
PIPELAB_INLINE ExpParts exp_parts(double x) {
    constexpr double c[] = {0x1.5555555555557p-3,  0x1.5555555555558p-5,  0x1.11111111100bdp-7,
                            0x1.6c16c16c151d1p-10, 0x1.a01a01abf867cp-13, 0x1.a01a01ad0b398p-16,
                            0x1.71de01fd9c13cp-19, 0x1.27e4cca55ef60p-22, 0x1.af4e558806e46p-26,
                            0x1.1f8b9261ab0b2p-29};
    const double shifted = x * 0x1.71547652b82fep+0 + rounder;
    const double k = shifted - rounder;
    const double high = x - k * 0x1.62e42fee00000p-1;
    const double tail = k * -0x1.a39ef35793c76p-33;
    const double r = high + tail;
    const double upper = upper_half(r);  // its square is exact
    const double lower = 0.5 * (r - upper) * (r + upper) + r * r * r * polynomial(r, c);
    const std::uint64_t biased = to_bits(shifted) - to_bits(rounder) + 2048;
    const std::uint64_t half = biased >> 1;  // of k + 2048, which is positive
    const std::uint64_t k1 = half - 1024, k2 = biased - half - 1024;
    return {high,
            0.5 * upper * upper + (lower + tail),
            from_bits((1023 + k1) << 52),
            from_bits((1023 + k2) << 52),
            from_bits((1023 - k1) << 52),
            from_bits((1023 - k2) << 52)};
}

/// x held within [low, high]; a NaN becomes low.
PIPELAB_INLINE double clamp(double x, double low, double high) {
    const double above = x > low ? x : low;
    return above < high ? above : high;
}

PIPELAB_INLINE double exp(double x) {
    const ExpParts e = exp_parts(clamp(x, -750.0, 750.0));
    const Pair sum = fast_sum(1.0, e.r);
    const double result = (sum.hi + (sum.lo + e.rest)) * e.scale1 * e.scale2;
    return x == x ? result : not_a_number;
}

PIPELAB_INLINE double expm1(double x) {
    const ExpParts e = exp_parts(clamp(x, -50.0, 750.0));
    const Pair one = fast_sum(1.0, -(e.inverse1 * e.inverse2));  // 1 - 2^-k
    const Pair sum = fast_sum(one.hi, e.r);
    const double result = (sum.hi + (sum.lo + (one.lo + e.rest))) * e.scale1 * e.scale2;
    const double checked = x == x ? result : not_a_number;
    return x == 0.0 ? x : checked;
}

struct SinCos {
    double sin, cos;
};

/// Of quarter * pi/2 + x.hi + x.lo, |x.hi| <= pi/4, |x.lo| <= ulp(x.hi).
PIPELAB_INLINE SinCos sin_cos_reduced(std::uint64_t quarter, Pair x) {
    constexpr double s[] = {-0x1.5555555555555p-3, 0x1.1111111110badp-7,   -0x1.a01a019e82434p-13,
                            0x1.71de3794aed0ep-19, -0x1.ae60090c594c5p-26, 0x1.5e0a62f813295p-33};
    constexpr double c[] = {0x1.5555555555555p-5,   -0x1.6c16c16c16964p-10, 0x1.a01a019f4df8ep-16,
                            -0x1.27e4fa16e89f9p-22, 0x1.1eeb67ea82982p-29,  -0x1.907cea16aac29p-37};
    const double z = x.hi * x.hi;
    const double half = 0.5 * z;
    const double sine = x.hi + (x.lo * (1.0 - half) + x.hi * z * polynomial(z, s));
    const Pair start = fast_sum(1.0, -half);
    const double cosine = start.hi + (start.lo + (z * z * polynomial(z, c) - x.hi * x.lo));
    const std::uint64_t swap = 0 - (quarter & 1);
    const std::uint64_t difference = (to_bits(sine) ^ to_bits(cosine)) & swap;
    return {from_bits((to_bits(sine) ^ difference) ^ ((quarter & 2) << 62)),
            from_bits((to_bits(cosine) ^ difference) ^ (((quarter + 1) & 2) << 62))};
}

PIPELAB_INLINE SinCos sin_cos_turns(double x) {
    const double size = from_bits(to_bits(x) & 0x7fffffffffffffff);
    const double bounded = size < 0x1p52 ? size : 0.0;  // larger ones are whole numbers
    const double turn = bounded - ((bounded + 0x1p52) - 0x1p52);
    const double shifted = turn * 4.0 + rounder;
    const double t = turn - (shifted - rounder) * 0.25;
    SinCos result = sin_cos_reduced(to_bits(shifted), times_two_pi(t));
    result.sin = from_bits(to_bits(result.sin) ^ (to_bits(x) & 0x8000000000000000));
    const bool finite = size < infinity;
    return {finite ? result.sin : not_a_number, finite ? result.cos : not_a_number};
}

/// For |x| <= 2^20: x - n pi/2 with pi/2 in three parts of 33 bits, whose products with n are
/// exact, and a rest (Cody and Waite 1980).
PIPELAB_INLINE SinCos sin_cos_small(double x) {
    const double shifted = x * 0x1.45f306dc9c883p-1 + rounder;
    const double n = shifted - rounder;
    const Pair first = exact_sum(x - n * 0x1.921fb54400000p+0, n * -0x1.0b4611a600000p-34);
    const Pair second = exact_sum(first.hi, n * -0x1.3198a2e000000p-69);
    const double low = (first.lo + second.lo) - n * 0x1.b839a252049c1p-104;
    const SinCos result = sin_cos_reduced(to_bits(shifted), fast_sum(second.hi, low));
    return {x == 0.0 ? x : result.sin, result.cos};
}

}  // namespace pipelab::base::kernel
