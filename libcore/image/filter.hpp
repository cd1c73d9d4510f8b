#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::image {

/// The interpolation kernels: even functions of the distance, in samples, between an output and an
/// input sample. All but `nearest` and `area` are kernels proper.
enum class Filter {
    nearest,   ///< one sample, chosen by a rounding rule
    area,      ///< mean of the samples that touch the output's area: adaptive average pooling
    coverage,  ///< mean over the output's area, samples weighted by their share of it
    box,       ///< 1 on (-1/2, 1/2]
    linear,    ///< the triangle 1 - |x|
    hamming,   ///< sinc by a Hamming window, radius 1, as Pillow has it
    cubic,     ///< piecewise cubic of Mitchell and Netravali (SIGGRAPH 1988) with parameters B, C
    lanczos,   ///< sinc(x) sinc(x / n), radius n
    spline16,  ///< interpolating piecewise cubics of radius 2, 3, 4 (Panorama Tools)
    spline36,
    spline64,
    gaussian,          ///< exp(-x^2 / 2 sigma^2), radius 4 sigma
    magic_kernel,      ///< quadratic B-spline (Costella's Magic Kernel)
    magic_sharp_2013,  ///< Magic Kernel Sharp, radius 5/2
    magic_sharp_2021,  ///< the same of sixth order, radius 9/2 (Costella 2021)
};

/// A filter with its parameters. The defaults of B and C are Keys' cubic with a = -0.75, which
/// PyTorch and OpenCV call bicubic; Keys' a is -C where B is 0.
struct Kernel {
    Filter filter = Filter::cubic;
    double b = 0, c = 0.75;
    int lobes = 3;       ///< of lanczos: n, at least 1
    double sigma = 0.5;  ///< of gaussian

    bool operator==(const Kernel&) const = default;
    /// Beyond this distance the kernel is 0. 0 for nearest, area and coverage.
    double radius() const;
    /// The value at distance x. Lanczos, hamming and gaussian by base/elementary.hpp: the same bits
    /// everywhere. Not for nearest, area and coverage.
    double operator()(double x) const;
    /// Whether values at x, x + 1, ... add up to 1 for every x, so that nothing needs to be
    /// normalised as long as the kernel is not stretched.
    bool partition_of_unity() const;
};

/// Keys' cubic, "Cubic convolution interpolation" (1981), of this a.
Kernel keys_cubic(double a);

/// A kernel by the name that users know it by.
struct NamedKernel {
    std::string_view name;
    Kernel kernel;
    std::string_view meaning;
};

/// nearest, linear, bicubic, catmull-rom, mitchell, ..., in the order in which help lists them.
const std::vector<NamedKernel>& named_kernels();

}  // namespace pipelab::image
