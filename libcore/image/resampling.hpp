#pragma once

#include "image/filter.hpp"
#include "image/taps.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace pipelab::image {

/// Which place of the input, in samples counted from 0, output i of an axis looks at; `ratio` is
/// input samples for each output sample. The names are those of ONNX's operator Resize.
enum class Coordinates {
    half_pixel,            ///< ratio (i + 1/2) - 1/2: borders of pixels meet. Nearly everybody's
    half_pixel_symmetric,  ///< the same around the centre, where scale * in is no whole number
    pytorch_half_pixel,    ///< half_pixel, but 0 for a single output
    align_corners,         ///< i (in - 1) / (out - 1): centres of the outermost samples meet
    asymmetric,            ///< ratio i: upper left corners meet
    tf_half_pixel_for_nn,  ///< ratio (i + 1/2): TensorFlow's nearest
    /// The outermost outputs lie on the ends of a region given in shares of (in - 1); outputs
    /// beyond the input have no taps.
    tf_crop_and_resize,
};

/// Which sample nearest takes at a place between two.
enum class Rounding { floor, ceil, round_prefer_floor, round_prefer_ceil };

/// What lies beyond the border.
enum class Edge {
    clamp,        ///< the outermost sample, again and again
    reflect,      ///< the picture mirrored, the outermost sample twice: c b a | a b c
    mirror,       ///< mirrored at the outermost sample, which is there once: c b | a b c
    wrap,         ///< the picture again
    zero,         ///< 0
    renormalise,  ///< nothing: the weights within add up to 1 (ONNX: exclude_outside)
};

/// How an axis is resampled. The defaults are PyTorch's bicubic.
struct Resampling {
    Kernel kernel;
    Coordinates coordinates = Coordinates::half_pixel;
    Rounding rounding = Rounding::round_prefer_ceil;  ///< of nearest
    Edge edge = Edge::clamp;
    /// Stretch the kernel by the ratio where there are fewer outputs than inputs, so that it does
    /// not pass over samples.
    bool antialias = false;
    /// Places are computed in float and rounded as PyTorch does it for float32 tensors: for sizes
    /// in the thousands they are off by some 1e-4 samples. Else in double, and exactly where they
    /// are fractions of whole numbers.
    bool single_precision = false;

    bool operator==(const Resampling&) const = default;
};

/// One axis to resample.
struct AxisSize {
    std::size_t in = 0, out = 0;
    /// Input samples for each output sample where a scale was asked for and places follow from that
    /// (1 / scale: PyTorch with scale_factor, ONNX with scales); nullopt: in / out. PyTorch's
    /// align_corners with antialias is half_pixel with (in - 1) / (out - 1), or 0.
    std::optional<double> ratio;
    /// The part [begin, end) of the input that the outputs cover, in samples (of
    /// tf_crop_and_resize: in shares of in - 1); nullopt: all of it. What lies beside it in the
    /// input is still looked at.
    std::optional<std::pair<double, double>> region;
};

/// The taps of an axis. Weights are normalised where kernels are no partition of unity, stretched,
/// or cut (Edge::renormalise). base::UsageError for an empty input with outputs, a size beyond
/// 2^31 - 1, a ratio below 0, a ratio or region that is not finite. O(taps).
Taps make_taps(const AxisSize& axis, const Resampling& how);

/// The adjoint: <taps x, y> = <x, transposed(taps) y>. O(taps).
Taps transposed(const Taps& taps);

/// The sample that each output of nearest takes: make_taps without the weights.
std::vector<std::uint32_t> nearest_indices(const AxisSize& axis, const Resampling& how);

/// How a length follows from a scale, where libraries differ.
enum class SizeRule { floor, round, ceil };
/// in * scale, at least 1 unless `in` is 0. base::UsageError for a scale that is not finite or not
/// above 0, or lengths beyond 2^31 - 1.
std::size_t scaled_length(std::size_t in, double scale, SizeRule rule);

}  // namespace pipelab::image
