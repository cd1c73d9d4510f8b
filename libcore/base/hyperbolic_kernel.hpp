#pragma once

#include "base/power_kernel.hpp"

/// As elementary_kernel.hpp: hyperbolic functions, their inverses, and relatives of the logistic.
namespace pipelab::base::kernel {

/// e^x / 2 for x >= 0, also where e^x overflows.
PIPELAB_INLINE double half_exp(double x) {
    const double root = exp(0.5 * x);
    return 0.5 * root * root;
}

PIPELAB_INLINE double sinh(double x) {
    const double size = magnitude(x);
    const double e = expm1(size < 22.0 ? size : 0.0);
    const double near = 0.5 * (e + e / (e + 1.0));
    const double result = size < 22.0 ? near : half_exp(size);
    return x == x ? with_sign(result, x) : x;
}

PIPELAB_INLINE double cosh(double x) {
    const double size = magnitude(x);
    const double e = exp(size < 22.0 ? size : 0.0);
    const double result = size < 22.0 ? 0.5 * e + 0.5 / e : half_exp(size);
    return x == x ? result : x;
}

PIPELAB_INLINE double tanh(double x) {
    const double size = magnitude(x);
    const double e = expm1(2.0 * (size < 22.0 ? size : 22.0));
    return x == x ? with_sign(e / (e + 2.0), x) : x;
}

/// log(2 x) for large x; else log(1 + u).
PIPELAB_INLINE double log_of_double_or(bool large, double x, double u) {
    return log1p(large ? x - 1.0 : u) + (large ? 0x1.62e42fefa39efp-1 : 0.0);
}

PIPELAB_INLINE double asinh(double x) {
    const double size = magnitude(x);
    const bool large = size >= 0x1p28;
    const double a = large ? 1.0 : size;
    const double u = a + a * a / (1.0 + std::sqrt(1.0 + a * a));
    return x == x ? with_sign(log_of_double_or(large, size, u), x) : x;
}

PIPELAB_INLINE double acosh(double x) {
    const bool large = x >= 0x1p28;
    const double t = large ? 1.0 : x - 1.0;
    const double inside = t >= 0.0 ? t : 0.0;
    const double result = log_of_double_or(large, x, inside + std::sqrt(inside * (2.0 + inside)));
    return x >= 1.0 ? result : not_a_number;
}

PIPELAB_INLINE double atanh(double x) {
    const double size = magnitude(x);
    const double result = 0.5 * log1p(2.0 * size / (1.0 - size));
    const double inside = size == 1.0 ? infinity : result;
    return size <= 1.0 ? with_sign(inside, x) : not_a_number;
}

/// 1 / (1 + e^-x).
PIPELAB_INLINE double sigmoid(double x) {
    const double e = exp(-magnitude(x));
    return (x < 0.0 ? e : 1.0) / (1.0 + e);
}

/// log(1 + e^x).
PIPELAB_INLINE double softplus(double x) {
    const double rest = log1p(exp(-magnitude(x)));
    return (x > 0.0 ? x : 0.0) + rest;
}

/// x (2/sqrt(pi) + z P(z)), z = x^2, for |x| <= 1.
PIPELAB_INLINE double erf_near(double x) {
    constexpr double p[] = {-0x1.812746b0379e7p-2,  0x1.ce2f21a042bd7p-4,   -0x1.b82ce312882f8p-6,
                            0x1.565bcd0e434bbp-8,   -0x1.c02db3f4735cbp-11, 0x1.f9a324ddf0f34p-14,
                            -0x1.f4d21efdafc7dp-17, 0x1.b9e2333703249p-20,  -0x1.5f39372686202p-23,
                            0x1.f8d476ab1a455p-27,  -0x1.3c1e91b012003p-30, 0x1.0f8a27a51ad26p-34};
    const double z = x * x;
    return x + x * (0x1.06eba8214db69p-3 + z * polynomial(z, p));
}

/// For x >= 1: t e^(-x^2) Q, t = 2 / (2 + x), Q a polynomial of t moved to [-1, 1]. The square
/// is exact in two parts.
PIPELAB_INLINE double erfc_far(double x) {
    constexpr double q[] = {0x1.b7a04e4aa72e7p-2,   0x1.52322832aa574p-3,   0x1.68e2f54c8f4adp-5,
                            0x1.80685d5414fd3p-8,   -0x1.687c5e1892874p-11, -0x1.8c241c857a56cp-12,
                            0x1.6c69673736810p-17,  0x1.b403932b96353p-16,  -0x1.d1c77af784e4ep-21,
                            -0x1.1d80a8e04013fp-19, 0x1.e39ab04d219b7p-23,  0x1.8884951831a39p-23,
                            -0x1.8d61da7783639p-25, -0x1.b627ca7ce3fc3p-27, 0x1.0229b6b63e54ep-27,
                            0x1.48ecd87aede10p-34,  -0x1.03c20a266e211p-30, 0x1.7354e0ca55c47p-33,
                            0x1.5da524803044ap-34,  -0x1.969c365ea9bc3p-36, -0x1.8cd79ec4c4328p-39};
    const double t = 2.0 / (2.0 + x);
    const double u = (t - 0x1.789bb640f4c16p-2) * 0x1.a91645f28a916p+1;
    const Pair square = exact_product(x, x);
    return t * polynomial(u, q) * exp_of_sum(-square.hi, -square.lo);
}

PIPELAB_INLINE double erf(double x) {
    const double size = magnitude(x);
    const double far = 1.0 - erfc_far(clamp(size, 1.0, 6.0));
    return x == x ? with_sign(size < 1.0 ? erf_near(size) : far, x) : x;
}

PIPELAB_INLINE double erfc(double x) {
    const double size = magnitude(x);
    const double far = erfc_far(clamp(size, 1.0, 28.0));
    const double near = 1.0 - erf_near(size < 1.0 ? x : 0.0);
    const double result = x < 0.0 ? 2.0 - far : far;
    return x == x ? (size < 1.0 ? near : result) : x;
}

}  // namespace pipelab::base::kernel
