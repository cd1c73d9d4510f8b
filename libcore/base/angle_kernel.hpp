#pragma once

#include "base/power_kernel.hpp"

/// As elementary_kernel.hpp: the tangent and the inverses of sine, cosine and tangent.
namespace pipelab::base::kernel {

/// tan(x) from its sine and cosine.
PIPELAB_INLINE double tan_of(SinCos point) { return point.sin / point.cos; }

/// atan(x) for x >= 0 as the nearest double and a rest. atan(x) = atan(c) + atan((x - c) /
/// (1 + c x)) with the c of 0, 1/2, 1, 3/2, infinity that leaves at most 7/16 (Cody and Waite
/// 1980, chapter 11; the borders are FDLIBM's).
PIPELAB_INLINE Pair atan_pair(double x) {
    constexpr double p[] = {-0x1.5555555555555p-2, 0x1.99999999998c4p-3,  -0x1.2492492485417p-3,
                            0x1.c71c71bd21787p-4,  -0x1.745d154ac3da3p-4, 0x1.3b1375a0eb258p-4,
                            -0x1.110c9a0c8644ap-4, 0x1.e1704532a7e28p-5,  -0x1.ab582fd05ec97p-5,
                            0x1.6ffb4e901f5dbp-5,  -0x1.0f54730d6c30ep-5, 0x1.e3ddb8d3850abp-7};
    double c = 0.0, high = 0.0, low = 0.0;
    const bool half = x >= 0.4375, one = x >= 0.6875, more = x >= 1.1875, large = x >= 2.4375;
    c = half ? 0.5 : c, high = half ? 0x1.dac670561bb4fp-2 : high;
    low = half ? 0x1.a2b7f222f65e2p-56 : low;
    c = one ? 1.0 : c, high = one ? 0x1.921fb54442d18p-1 : high;
    low = one ? 0x1.1a62633145c07p-55 : low;
    c = more ? 1.5 : c, high = more ? 0x1.f730bd281f69bp-1 : high;
    low = more ? 0x1.007887af0cbbdp-56 : low;
    high = large ? 0x1.921fb54442d18p+0 : high, low = large ? 0x1.1a62633145c07p-54 : low;
    const double numerator = large ? -1.0 : x - c, denominator = large ? x : 1.0 + c * x;
    const double t = numerator / denominator;
    const double z = t * t;
    const double tail = low + t * (z * polynomial(z, p));
    const Pair sum = high == 0.0 ? Pair{t, 0.0} : fast_sum(high, t);
    return fast_sum(sum.hi, sum.lo + tail);
}

PIPELAB_INLINE double atan(double x) {
    const Pair angle = atan_pair(magnitude(x));
    return x == x ? with_sign(angle.hi + angle.lo, x) : not_a_number;
}

PIPELAB_INLINE double atan2(double y, double x) {
    const double height = magnitude(y), width = magnitude(x);
    double ratio = height / width;
    ratio = height == width ? 1.0 : ratio;
    ratio = height == 0.0 ? 0.0 : ratio;
    const Pair angle = atan_pair(ratio);
    const bool left = (to_bits(x) >> 63) != 0;
    const Pair turned = fast_sum(0x1.921fb54442d18p+1, -angle.hi);
    const double other = turned.hi + (turned.lo + (0x1.1a62633145c07p-53 - angle.lo));
    const double result = left ? other : angle.hi + angle.lo;
    return x != x || y != y ? not_a_number : with_sign(result, y);
}

PIPELAB_INLINE double asin(double x) {
    const double size = magnitude(x);
    const double angle = atan2(size, std::sqrt((1.0 - size) * (1.0 + size)));
    return size <= 1.0 ? with_sign(angle, x) : not_a_number;
}

PIPELAB_INLINE double acos(double x) {
    const double angle = 2.0 * atan2(std::sqrt(1.0 - x), std::sqrt(1.0 + x));
    return magnitude(x) <= 1.0 ? angle : not_a_number;
}

}  // namespace pipelab::base::kernel
