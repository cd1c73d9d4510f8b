#include "base/elementary.hpp"

#include "base/angle_kernel.hpp"
#include "base/elementary_kernel.hpp"
#include "base/hyperbolic_kernel.hpp"
#include "base/isa.hpp"
#include "base/wide.hpp"

#include <cstddef>
#include <cstdint>

namespace pipelab::base {
namespace {

/// 1/(2 pi), the bits after the binary point.
constexpr std::uint64_t inverse_two_pi[] = {
    0x28be60db9391054a, 0x7f09d5f47d4d3770, 0x36d8a5664f10e410, 0x7f9458eaf7aef158,
    0x6dc91b8e909374b8, 0x01924bba82746487, 0x3f877ac72c4a69cf, 0xba208d7d4baed121,
    0x3a671c09ad17df90, 0x4e64758e60d4ce7d, 0x272117e2ef7e4a0e, 0xc7fe25fff7816603,
    0xfbcbc462d6829b47, 0xdb4d9fb3c9f2c26d, 0xd3d18fd9a797fa8b, 0x5d49eeb1faf97c5e,
    0xcf41ce7de294a4ba, 0x9afed7ec47e35742, 0x1580cc11bf1edaea};

std::uint64_t bits_at(unsigned position) {
    const unsigned word = position / 64, shift = position % 64;
    const std::uint64_t upper = inverse_two_pi[word] << shift;
    return shift == 0 ? upper : upper | inverse_two_pi[word + 1] >> (64 - shift);
}

/// value / 2^128 as two doubles.
kernel::Pair to_pair(Wide value) {
    const auto upper = static_cast<double>(static_cast<std::uint64_t>(value >> 75));
    const auto lower = static_cast<double>(static_cast<std::uint64_t>(value >> 22) &
                                           ((std::uint64_t{1} << 53) - 1));
    return kernel::fast_sum(upper * 0x1p-53, lower * 0x1p-106);
}

/// For 2^20 < x < infinity: the fraction of x / (2 pi) from a window of the bits of 1/(2 pi), as
/// all bits further up only give whole turns (Payne and Hanek 1983).
kernel::SinCos sin_cos_large(double x) {
    const std::uint64_t mantissa = (kernel::to_bits(x) << 12 >> 12) | std::uint64_t{1} << 52;
    const int exponent = static_cast<int>(kernel::to_bits(x) >> 52) - 1075;
    // A window of 192 bits from bit `exponent` on; those before the point are zeros.
    const unsigned before = exponent < 0 ? static_cast<unsigned>(-exponent) : 0;
    const unsigned position = exponent < 0 ? 0 : static_cast<unsigned>(exponent);
    std::uint64_t window[3] = {bits_at(position), bits_at(position + 64), bits_at(position + 128)};
    if (before > 0) {
        window[2] = window[2] >> before | window[1] << (64 - before);
        window[1] = window[1] >> before | window[0] << (64 - before);
        window[0] >>= before;
    }
    const Wide low = Wide{window[2]} * mantissa;
    const Wide middle = Wide{window[1]} * mantissa + (low >> 64);
    const std::uint64_t top = window[0] * mantissa + static_cast<std::uint64_t>(middle >> 64);
    const std::uint64_t words[3] = {top, static_cast<std::uint64_t>(middle),
                                    static_cast<std::uint64_t>(low)};
    const std::uint64_t quarter = (words[0] + (std::uint64_t{1} << 61)) >> 62;
    const std::uint64_t rest = words[0] - (quarter << 62);  // two's complement of an eighth turn
    const bool negative = rest >> 63 != 0;
    std::uint64_t part[3] = {rest, words[1], words[2]};
    if (negative) {
        for (std::uint64_t& word : part) word = ~word;  // one less in the last of 192 bits
    }
    unsigned shift = 0;  // so that the leading one is among the upper 64 bits of what is taken
    while (part[0] == 0 && shift < 128) {
        part[0] = part[1], part[1] = part[2], part[2] = 0;
        shift += 64;
    }
    while (part[0] >> 63 == 0 && shift < 192) {
        part[0] = part[0] << 1 | part[1] >> 63;
        part[1] = part[1] << 1 | part[2] >> 63;
        part[2] <<= 1;
        ++shift;
    }
    kernel::Pair turn = to_pair(Wide{part[0]} << 64 | part[1]);
    const double scale = kernel::from_bits(std::uint64_t{1023 - shift} << 52);
    const double sign = negative ? -scale : scale;
    kernel::Pair angle = kernel::times_two_pi(turn.hi);
    angle = kernel::fast_sum(angle.hi, angle.lo + turn.lo * 0x1.921fb54442d18p+2);
    return kernel::sin_cos_reduced(quarter, {angle.hi * sign, angle.lo * sign});
}

kernel::SinCos sin_cos(double x) {
    const double size = x < 0 ? -x : x;
    if (size <= 0x1p20) return kernel::sin_cos_small(x);
    if (!(size < kernel::infinity)) return {kernel::not_a_number, kernel::not_a_number};
    const kernel::SinCos large = sin_cos_large(size);
    return {x < 0 ? -large.sin : large.sin, large.cos};
}

PIPELAB_ISA_CLONES
void log_all(const double* x, double* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) out[i] = kernel::log(x[i]);
}

PIPELAB_ISA_CLONES
void exp_all(const double* x, double* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) out[i] = kernel::exp(x[i]);
}

}  // namespace

double log(double x) { return kernel::log(x); }
double log1p(double x) { return kernel::log1p(x); }
double exp(double x) { return kernel::exp(x); }
double expm1(double x) { return kernel::expm1(x); }
double sin(double x) { return sin_cos(x).sin; }
double cos(double x) { return sin_cos(x).cos; }
double sin_turns(double x) { return kernel::sin_cos_turns(x).sin; }
double cos_turns(double x) { return kernel::sin_cos_turns(x).cos; }
double pow(double x, double y) { return kernel::pow(x, y); }
double log2(double x) { return kernel::log2(x); }
double log10(double x) { return kernel::log10(x); }
double cbrt(double x) { return kernel::cbrt(x); }
double hypot(double x, double y) { return kernel::hypot(x, y); }
double tan(double x) { return kernel::tan_of(sin_cos(x)); }
double atan(double x) { return kernel::atan(x); }
double asin(double x) { return kernel::asin(x); }
double acos(double x) { return kernel::acos(x); }
double atan2(double y, double x) { return kernel::atan2(y, x); }
double sinh(double x) { return kernel::sinh(x); }
double cosh(double x) { return kernel::cosh(x); }
double tanh(double x) { return kernel::tanh(x); }
double asinh(double x) { return kernel::asinh(x); }
double acosh(double x) { return kernel::acosh(x); }
double atanh(double x) { return kernel::atanh(x); }
double erf(double x) { return kernel::erf(x); }
double erfc(double x) { return kernel::erfc(x); }
double sigmoid(double x) { return kernel::sigmoid(x); }
double softplus(double x) { return kernel::softplus(x); }

void log(std::span<const double> x, std::span<double> out) {
    log_all(x.data(), out.data(), x.size());
}
void exp(std::span<const double> x, std::span<double> out) {
    exp_all(x.data(), out.data(), x.size());
}

}  // namespace pipelab::base
