#include "image/filter.hpp"

#include "base/elementary.hpp"

#include <cmath>
#include <numbers>

namespace pipelab::image {
namespace {

/// sin(pi x) / (pi x).
double sinc(double x) { return x == 0 ? 1 : base::sin_turns(x / 2) / (std::numbers::pi * x); }

/// Mitchell and Netravali 1988, equation 8; x >= 0.
double cubic_value(double x, double b, double c) {
    if (x < 1)
        return (((12 - 9 * b - 6 * c) * x + (-18 + 12 * b + 6 * c)) * x * x + (6 - 2 * b)) / 6;
    if (x < 2)
        return ((((-b - 6 * c) * x + (6 * b + 30 * c)) * x + (-12 * b - 48 * c)) * x +
                (8 * b + 24 * c)) /
               6;
    return 0;
}

/// Costella, "The Magic Kernel" and "Solving the mystery of Magic Kernel Sharp" (2021); x >= 0.
double magic(double x) {
    if (x <= 0.5) return 0.75 - x * x;
    return x < 1.5 ? 0.5 * (x - 1.5) * (x - 1.5) : 0;
}

double magic_sharp_2013(double x) {
    if (x <= 0.5) return 17.0 / 16 - 7 * x * x / 4;
    if (x <= 1.5) return (1 - x) * (7.0 / 4 - x);
    return x < 2.5 ? -(x - 2.5) * (x - 2.5) / 8 : 0;
}

double magic_sharp_2021(double x) {
    if (x <= 0.5) return 577.0 / 576 - 239 * x * x / 144;
    if (x <= 1.5) return ((140 * x - 379) * x + 239) / 144;
    if (x <= 2.5) return -((24 * x - 113) * x + 130) / 144;
    if (x <= 3.5) return ((4 * x - 27) * x + 45) / 144;
    return x < 4.5 ? -(2 * x - 9) * (2 * x - 9) / 1152 : 0;
}

/// The pieces of Dersch's splines as in Panorama Tools: the fraction of x, then coefficients.
double piece(double t, double cubic, double square, double linear, double constant) {
    return ((cubic * t + square) * t + linear) * t + constant;
}

double spline16_value(double x) {
    if (x < 1) return piece(x, 1, -9.0 / 5, -1.0 / 5, 1);
    return x < 2 ? piece(x - 1, -1.0 / 3, 4.0 / 5, -7.0 / 15, 0) : 0;
}

double spline36_value(double x) {
    if (x < 1) return piece(x, 13.0 / 11, -453.0 / 209, -3.0 / 209, 1);
    if (x < 2) return piece(x - 1, -6.0 / 11, 270.0 / 209, -156.0 / 209, 0);
    return x < 3 ? piece(x - 2, 1.0 / 11, -45.0 / 209, 26.0 / 209, 0) : 0;
}

double spline64_value(double x) {
    if (x < 1) return piece(x, 49.0 / 41, -6387.0 / 2911, -3.0 / 2911, 1);
    if (x < 2) return piece(x - 1, -24.0 / 41, 4032.0 / 2911, -2328.0 / 2911, 0);
    if (x < 3) return piece(x - 2, 6.0 / 41, -1008.0 / 2911, 582.0 / 2911, 0);
    return x < 4 ? piece(x - 3, -1.0 / 41, 168.0 / 2911, -97.0 / 2911, 0) : 0;
}

}  // namespace

double Kernel::radius() const {
    switch (filter) {
        case Filter::nearest:
        case Filter::area:
        case Filter::coverage:
            return 0;
        case Filter::box:
            return 0.5;
        case Filter::linear:
        case Filter::hamming:
            return 1;
        case Filter::cubic:
        case Filter::spline16:
            return 2;
        case Filter::lanczos:
            return lobes;
        case Filter::spline36:
            return 3;
        case Filter::spline64:
            return 4;
        case Filter::gaussian:
            return 4 * sigma;
        case Filter::magic_kernel:
            return 1.5;
        case Filter::magic_sharp_2013:
            return 2.5;
        case Filter::magic_sharp_2021:
            return 4.5;
    }
    return 0;
}

double Kernel::operator()(double x) const {
    const double distance = std::fabs(x);
    switch (filter) {
        case Filter::box:
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        case Filter::linear:
            return distance < 1 ? 1 - distance : 0;
        case Filter::hamming:
            return distance < 1 ? sinc(x) * (0.54 + 0.46 * base::cos_turns(x / 2)) : 0;
        case Filter::cubic:
            return cubic_value(distance, b, c);
        case Filter::lanczos:
            return distance < lobes ? sinc(x) * sinc(x / lobes) : 0;
        case Filter::spline16:
            return spline16_value(distance);
        case Filter::spline36:
            return spline36_value(distance);
        case Filter::spline64:
            return spline64_value(distance);
        case Filter::gaussian:
            return base::exp(-x * x / (2 * sigma * sigma));
        case Filter::magic_kernel:
            return magic(distance);
        case Filter::magic_sharp_2013:
            return image::magic_sharp_2013(distance);
        case Filter::magic_sharp_2021:
            return image::magic_sharp_2021(distance);
        default:
            return 0;
    }
}

bool Kernel::partition_of_unity() const {
    switch (filter) {
        case Filter::hamming:
        case Filter::lanczos:
        case Filter::gaussian:
            return false;
        default:
            return true;
    }
}

Kernel keys_cubic(double a) { return {Filter::cubic, 0, -a}; }

const std::vector<NamedKernel>& named_kernels() {
    static const std::vector<NamedKernel> kernels = {
        {"nearest",
         {Filter::nearest},
         "the sample that PyTorch's nearest takes: floor(i in / out)"},
        {"nearest-exact", {Filter::nearest}, "the sample whose centre is nearest"},
        {"linear", {Filter::linear}, "1 - |x|; also bilinear and trilinear, by the axes there are"},
        {"bicubic", keys_cubic(-0.75), "Keys' cubic, a = -0.75 (--cubic-a), of PyTorch and OpenCV"},
        {"catmull-rom", keys_cubic(-0.5), "Keys' cubic, a = -0.5, of Pillow, MATLAB, TensorFlow"},
        {"mitchell", {Filter::cubic, 1.0 / 3, 1.0 / 3}, "Mitchell and Netravali's B = C = 1/3"},
        {"b-spline", {Filter::cubic, 1, 0}, "cubic B-spline: smooth, blurs"},
        {"hermite", {Filter::cubic, 0, 0}, "cubic with B = C = 0: no overshoot"},
        {"lanczos2", {Filter::lanczos, 0, 0, 2}, "windowed sinc of radius 2"},
        {"lanczos3", {Filter::lanczos, 0, 0, 3}, "windowed sinc of radius 3"},
        {"lanczos4", {Filter::lanczos, 0, 0, 4}, "windowed sinc of radius 4"},
        {"spline16", {Filter::spline16}, "interpolating spline of radius 2"},
        {"spline36", {Filter::spline36}, "interpolating spline of radius 3"},
        {"spline64", {Filter::spline64}, "interpolating spline of radius 4"},
        {"gaussian", {Filter::gaussian}, "Gaussian, --sigma in samples"},
        {"magic-kernel-sharp", {Filter::magic_sharp_2021}, "Costella's kernel of 2021, radius 4.5"},
        {"magic-kernel-sharp-2013", {Filter::magic_sharp_2013}, "that of 2013, radius 2.5"},
        {"magic-kernel", {Filter::magic_kernel}, "quadratic B-spline: smooth, blurs"},
        {"hamming", {Filter::hamming}, "Pillow's sharper replacement of linear"},
        {"box", {Filter::box}, "mean of the samples nearest to the output"},
        {"coverage", {Filter::coverage}, "mean over the output's area"},
        {"area", {Filter::area}, "PyTorch's area: adaptive average pooling"},
    };
    return kernels;
}

}  // namespace pipelab::image
